"""The key of an open question is not to be had by anybody who has not answered it, whatever they press and ask."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.chat.calls import Change, Reply, Show, Tell
from bot.chat.cards import Card
from bot.features.all import FEATURES
from bot.model.actor import Place
from tests.fakes.platform import PLACE
from tests.features.look import actions
from tests.features.scene import ADA, BEN, EVERYWHERE, LOUNGE, Scene, told
from tests.features.twins import FREE, Template, twin_templates, twins
from tests.support.world import right, wrong

EVE = replace(BEN, user="eve", name="Eve")
ENDS = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
"""An hour before the open questions are revealed."""

QUIZ_STEPS = {"quiz-answer", "quiz-next", "quiz-on"}
REVIEW_STEPS = {"review-answer", "review-next"}
PLACES = st.sampled_from([PLACE, LOUNGE, FREE, EVERYWHERE])
LETTERS = st.sampled_from(["", "A", "B", "C", "D", "E", "AB", "BC", "CD", "DE", "AA", "ABC", "Z"])
COMMANDS = st.sampled_from([*(one.name for feature in FEATURES for one in feature.commands), "quiz", "review", "exam"])
PRESSES = st.sampled_from([*(name for feature in FEATURES for name in feature.presses), "reveal", "key"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "zone": st.sampled_from(["Europe/Berlin", "nowhere"]),
        "time": st.sampled_from(["9:00", "25:00"]),
        "days": st.sampled_from(["daily", "mon", "never"]),
        "reveal": st.sampled_from(["next", "72", "0"]),
        "topic": st.sampled_from(["yes", "no", "Topic 1-0", "Domain 2"]),
        "confirm": st.sampled_from(["yes", "no"]),
        "until": st.sampled_from(["2026-03-20", "never"]),
        "alert": st.sampled_from(["r1"]),
        "about": st.sampled_from(["", "everything", "Domain 1", "Topic 1-0", "2", "x"]),
        "count": st.sampled_from(["30", "1", "x"]),
        "period": st.sampled_from(["week", "all"]),
        "length": st.sampled_from(["10", "65", "x"]),
    },
)


@cache
def templates() -> list[Template]:
    """Return both worlds, made once a test run; the folder goes when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="twins-")
    made = asyncio.run(twin_templates(Path(folder.name)))
    _kept.append(folder)
    return made


_kept: list[tempfile.TemporaryDirectory[str]] = []


class Curious(RuleBasedStateMachine):
    """Eve tries everything but answering, as a member or as one who manages the workspace; Ben answers beside her."""

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.runner = self.stack.enter_context(asyncio.Runner())
        self.scenes = self.stack.enter_context(twins(templates(), folder))
        self.seen: dict[str, None] = {}
        self.look()

    def both(self, act: Callable[[Scene], Awaitable[Reply]]) -> Card:
        """Do the same in both worlds, expect the same, and remember what can be pressed on it; return it if a card."""
        one, other = (self.runner.run(_awaited(act(scene))) for scene in self.scenes)
        assert one == other
        if isinstance(one, Tell | Change | Show):
            self.note(one.card)
            return one.card
        return Card("")

    def note(self, card: Card) -> None:
        self.seen |= dict.fromkeys(actions(card))

    def look(self) -> None:
        """Read every channel."""
        one, other = ([(one.ref, one.channel, one.card) for one in scene.platform.messages] for scene in self.scenes)
        assert one == other
        for _, _, card in one:
            self.note(card)

    def would_answer(self, posting: str, letters: str) -> bool:
        """Return whether this press would be an answer that is taken."""
        scene = self.scenes[0]
        for place in (PLACE, LOUNGE, FREE):
            daily = self.runner.run(scene.maybe_open_daily(place))
            if daily is not None and str(daily.posting) == posting:
                known = "ABCDEF"[: len(daily.order)]
                return len(set(letters)) == daily.question.choose and set(letters) <= set(known)
        return False

    @rule(name=COMMANDS, place=PLACES, values=VALUES, manages=st.booleans())
    def command(self, name: str, place: Place | None, values: dict[str, str], manages: bool) -> None:
        eve = replace(EVE, may_manage=manages)
        self.both(lambda scene: scene.command(eve, name, place, **values))

    @rule(data=st.data(), place=PLACES, letters=LETTERS, manages=st.booleans())
    def press_what_is_seen(self, data: st.DataObject, place: Place | None, letters: str, manages: bool) -> None:
        action = data.draw(st.sampled_from(list(self.seen)))
        _, name, *args = action.split(":")
        given = "".join(arg for arg in args[1:] if not arg.startswith("r"))  # which of a day's questions is meant
        if name != "answer" or not self.would_answer(args[0], given or letters):
            eve = replace(EVE, may_manage=manages)
            self.both(lambda scene: scene.act(eve, action, place, tuple(letters)))

    @rule(data=st.data(), name=PRESSES, letters=LETTERS, place=PLACES, manages=st.booleans())
    def press_what_is_forged(
        self, data: st.DataObject, name: str, letters: str, place: Place | None, manages: bool
    ) -> None:
        numbers = {action.split(":")[2] for action in self.seen if action.count(":") >= 2}
        number = data.draw(st.sampled_from(sorted(numbers & set(map(str, range(99))))))
        action = f"1:{name}:{number}" + (f":{letters}" if letters else "")
        if name != "answer" or not self.would_answer(number, letters):
            eve = replace(EVE, may_manage=manages)
            self.both(lambda scene: scene.act(eve, action, place))

    @rule(place=PLACES, about=st.sampled_from(["", "Domain 1", "Domain 2"]))
    def work_through_a_quiz(self, place: Place | None, about: str) -> None:
        card = self.both(lambda scene: scene.command(EVE, "quiz", place, about=about, count="30"))
        for _ in range(12):
            onward = [action for action in actions(card) if action.split(":")[1] in QUIZ_STEPS]
            if not onward:
                return
            card = self.both(partial(Scene.act, who=EVE, action=onward[0], place=place, chosen=("A", "B")))

    @rule(place=PLACES, felt=st.booleans())
    def work_through_a_review(self, place: Place | None, felt: bool) -> None:
        card = self.both(lambda scene: scene.command(EVE, "review", place))
        steps = {"review-felt", *REVIEW_STEPS} if felt else REVIEW_STEPS
        for _ in range(6):
            onward = [action for action in actions(card) if action.split(":")[1] in steps]
            if not onward:
                return
            card = self.both(partial(Scene.act, who=EVE, action=onward[-1], place=place, chosen=("A", "B")))

    @rule(place=PLACES, length=st.sampled_from(["10", "20"]))
    def sit_a_mock_exam(self, place: Place | None, length: str) -> None:
        card = self.both(lambda scene: scene.command(EVE, "exam", place, length=length))
        for step in ("exam-start", *["exam-answer", "exam-at"] * 4, "exam-submit", "exam-submit", "exam-explain"):
            onward = [action for action in actions(card) if action.split(":")[1] == step]
            if onward:
                card = self.both(partial(Scene.act, who=EVE, action=onward[-1], place=place, chosen=("A", "B")))

    @rule(
        values=VALUES,
        place=PLACES,
        form=st.sampled_from(
            ["1:setup-form", "1:when-form", "1:how-form", "1:goals-form", "1:remind-form", "1:plan-form"]
        ),
    )
    def send_a_form(self, values: dict[str, str], place: Place | None, form: str) -> None:
        self.both(lambda scene: scene.send(ADA, form, values, place))

    @rule(place=st.sampled_from([PLACE, LOUNGE]), rightly=st.booleans())
    def ben_answers(self, place: Place, rightly: bool) -> None:
        """He does equally well in both worlds, for boards tell how others do."""
        for scene in self.scenes:
            daily = self.runner.run(scene.open_daily(place))
            letters = right(daily) if rightly else wrong(daily)
            self.runner.run(_awaited(scene.act(BEN, f"1:answer:{daily.posting}:{letters}", place)))

    @rule(minutes=st.integers(1, 240))
    def time_passes(self, minutes: int) -> None:
        for scene in self.scenes:
            scene.clock.now = min(scene.clock.advance(minutes=minutes), ENDS)
            self.runner.run(scene.settle())

    @invariant()
    def everything_public_is_the_same(self) -> None:
        if hasattr(self, "scenes"):
            self.look()

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()


async def _awaited(reply: Awaitable[Reply]) -> Reply:
    return await reply


TestCurious = Curious.TestCase
TestCurious.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a failure takes minutes, its steps are readable
)


async def test_the_worlds_differ_as_soon_as_she_answers(tmp_path: Path) -> None:
    made = await twin_templates(tmp_path)
    (tmp_path / "copies").mkdir()
    with twins(made, tmp_path / "copies") as scenes:
        letters = right(await scenes[0].open_daily())
        titles = [told(await scene.press(EVE, scene.posted(), letters)).title for scene in scenes]
    assert titles[0].startswith("Right!")
    assert titles[1].startswith("Not this time")


async def test_the_worlds_differ_once_the_questions_are_revealed(tmp_path: Path) -> None:
    made = await twin_templates(tmp_path)
    (tmp_path / "copies").mkdir()
    with twins(made, tmp_path / "copies") as scenes:
        cards = []
        for scene in scenes:
            await scene.at(4, 8)
            cards.append(scene.platform.in_channel()[-2].card)
    assert cards[0].title.startswith("Revealed")
    assert cards[0] != cards[1]
