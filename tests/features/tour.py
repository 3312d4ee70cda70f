"""A walk through everything that studybot says: every card, form and sentence, with who sees it and when.

The page of messages (docs/messages.md) is this walk in English; the test of the pseudo-language is the same walk there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import Call
from bot.chat.cards import Card
from bot.chat.port import Transient
from bot.errors import Busy, Refused, StudybotError, Unconfirmed
from bot.features.daily import daily_card
from bot.features.errors import codes, error_sentence, explain
from bot.features.group import settings_card
from bot.features.ledger import REASONS, ledger_card
from bot.features.reveal import revealed_card
from bot.i18n import words
from bot.model.group import Group, LedgerLine
from bot.model.posting import Daily, Spread
from bot.study.answers import revealed
from tests.fakes.platform import drop, refuse
from tests.features.catalogue import occurs, placeholders
from tests.features.look import controls, said
from tests.features.scene import BERLIN, EVERYWHERE, asked, told
from tests.features.tour_boards import boards
from tests.features.tour_exams import exams
from tests.features.tour_mock_exam import mock_exams
from tests.features.tour_notes import notes
from tests.features.tour_owner import owners_week, rulings
from tests.features.tour_privacy import privacy
from tests.features.tour_quiz import quizzes
from tests.features.tour_recap import no_recap_yet, recaps
from tests.features.tour_review import plans, reviews
from tests.features.walk import ALL, DIRECT, MEMBER, OWNER, Shown, Walk
from tests.support.world import right, wrong

_STATES = dict.fromkeys(
    ("late", "no-question", "payload-refused", "gone", "owner", "operator"), "skipped"
) | dict.fromkeys(("channel-gone", "no-permission", "workspace-gone"), "failed")
"""What becomes of a posting for a reason; for all others it is tried again."""

_VALUES: dict[str, object] = {
    "text": "soon",
    "zone": "X",
    "channel": "general",
    "name": "dance",
    "missing": ("Send Messages",),
    "domains": ("Development", "Security"),
    "n": 2,
}


class Tour(Walk):
    """The walk; `seen` fills while it goes."""

    async def walk(self) -> list[Shown]:
        """Walk from an empty workspace to its third day."""
        chapters: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
            ("Setting up", self._set_up),
            ("The daily question", self._ask),
            ("The reveal, and the day after", self._reveal),
            ("Settings and pauses", self._change),
            ("What became of it", self._explain),
            ("When the chat fails", self._fail),
            ("The owner's week", lambda: owners_week(self)),
            ("Reports and rulings", lambda: rulings(self, self._first)),
            ("Quizzes", lambda: quizzes(self)),
            ("Study notes", lambda: notes(self)),
            ("Mock exams", lambda: mock_exams(self)),
            ("Reviews", lambda: reviews(self)),
            ("The way to the exam", lambda: plans(self)),
            ("The weekly recap", lambda: recaps(self, self._first)),
            ("Boards and progress", lambda: boards(self)),
            ("Privacy", lambda: privacy(self)),
            ("Help", self._help),
            ("Several exams", lambda: exams(self)),
            ("Everything else that can be refused", self._refuse),
        )
        for self.chapter, chapter in chapters:
            await chapter()
        return self.seen

    async def _set_up(self) -> None:
        scene, ada, ben, place = self.scene, self.cast.ada, self.cast.ben, self.cast.place
        self.show("`/today` where no channel is a study group yet", MEMBER, await scene.command(ben, "today", place))
        self.show("`/setup` by a member", MEMBER, await scene.command(ben, "setup", place, **BERLIN))
        self.show("`/setup` in a direct message", OWNER, await scene.command(ada, "setup", EVERYWHERE, **BERLIN))
        form = await scene.command(ada, "setup", place)
        self.show("`/setup` with nothing", OWNER, form)
        typed = {"zone": "Berlinn", "time": "25:00", "days": "someday", "reveal": "never"}
        self.show("that form, sent with faults", OWNER, await scene.submit(ada, asked(form), place, **typed))
        self.show("a zone unlike any", OWNER, await scene.command(ada, "setup", place, zone="Xyzzy"))
        scene.platform.missing = (self.cast.permission,)
        self.show("`/setup` where a permission is missing", OWNER, await scene.command(ada, "setup", place, **BERLIN))
        scene.platform.missing = ()
        done = await scene.command(ada, "setup", place, **BERLIN)
        self.show("`/setup` with a time zone and a time", OWNER, done)
        self.show("the right button of the sample", OWNER, await scene.press(ada, told(done), "A", place))
        self.show("a wrong button of the sample", OWNER, await scene.press(ada, told(done), "C", place))
        self.show("`/setup` once more", OWNER, await scene.command(ada, "setup", place, **BERLIN))
        self.show("`/why` before the first question", MEMBER, await scene.command(ben, "why", place))
        self.show("`/today` before the first question", MEMBER, await scene.command(ben, "today", place))
        await no_recap_yet(self)
        self._done = told(done)

    async def _ask(self) -> None:
        scene, ada, ben, cleo, place = self.scene, self.cast.ada, self.cast.ben, self.cast.cleo, self.cast.place
        label = next(one for one in self._labels(self._done) if "post-now" in one[1])[0]
        self.show("*Post the first one now*", OWNER, await scene.press(ada, self._done, label, place))
        self.show("the same button again", OWNER, await scene.press(ada, self._done, label, place))
        await scene.settle()
        public = scene.posted(place)
        self.show("the daily question, just posted", ALL, public)
        self.show("the thread for its discussion", ALL, (scene.platform.in_channel(place.channel)[-1].thread or "",))
        self.show("`/today`", MEMBER, await scene.command(ben, "today", place))
        daily = await scene.open_daily(place)
        mine = f"1:mine:{daily.posting}"
        self.show("*My answer* before answering", MEMBER, await scene.act(ben, mine, place))
        two = await scene.act(ben, f"1:answer:{daily.posting}:AB", place)
        self.show("two letters where one is asked for", MEMBER, two)
        self.show("*Practise it* too early", MEMBER, await scene.act(ben, f"1:practise:{daily.posting}", place))
        self.show("a right answer, the first of the week", MEMBER, await scene.press(cleo, public, right(daily), place))
        self.show("a wrong answer", MEMBER, await scene.press(ben, public, wrong(daily), place))
        self.show("a second press", MEMBER, await scene.press(ben, public, right(daily), place))
        await scene.at(2, 7)
        self.show("the daily question, answered by two", ALL, scene.posted(place))

    async def _reveal(self) -> None:
        scene, ada, ben, cleo, place = self.scene, self.cast.ada, self.cast.ben, self.cast.cleo, self.cast.place
        scene.bank = self.cast.second
        first = await scene.open_daily(place)
        await scene.at(3, 8)
        answered, public = (one.card for one in scene.platform.in_channel(place.channel))
        self.show("the message of yesterday's question, once it is revealed", ALL, answered)
        self.show("the next question", ALL, public)
        late = await scene.act(ada, f"1:answer:{first.posting}:A", place)
        self.show("a press on a revealed question", MEMBER, late)
        self.show("practising it", MEMBER, await scene.act(ada, f"1:practise:{first.posting}", place))
        for when, letter in (("practised, right", right(first)), ("practised, wrong", wrong(first))):
            self.show(when, MEMBER, await scene.act(ada, f"1:practise:{first.posting}:{letter}", place))
        await self._other_reveals(first, await scene.open_daily(place))
        second = await scene.open_daily(place)
        self.show("one letter where two are asked for", MEMBER, await scene.press(ben, public, "A", place))
        self.show("the second right answer in a row", MEMBER, await scene.press(cleo, public, right(second), place))
        await scene.at(3, 9)
        self.show("the question, answered by one", ALL, scene.posted(place))
        self._first = first.posting
        scene.bank = self.cast.first

    async def _other_reveals(self, first: Daily, second: Daily) -> None:
        """Show the reveal as it would be had the answers been others."""
        app, work = self.scene.app, self.scene.work
        found = await work.read(revealed, first.posting)
        assert found
        group, answered = found
        none = tuple((id, 0) for id in answered.daily.order)
        nobody = replace(answered, spread=Spread(0, 0, none))
        missed = replace(answered, spread=Spread(2, 0, none))
        unnamed = replace(answered, spread=replace(answered.spread, first_correct=""))
        self.show("a reveal that nobody answered", ALL, revealed_card(app.banks(), group, nobody))
        self.show("a reveal where the first to be right stays unnamed", ALL, revealed_card(app.banks(), group, unnamed))
        for when, before in (("answered", nobody), ("got right", missed)):
            card = daily_card(app.banks(), group, second, before)
            self.show(f"the next question, after one that nobody {when}", ALL, card)

    async def _change(self) -> None:
        scene, ada, ben, place = self.scene, self.cast.ada, self.cast.ben, self.cast.place
        shown = await scene.command(ada, "settings", place)
        self.show("`/settings`", OWNER, shown)
        form = await scene.act(ada, "1:change-when", place)
        self.show("*Schedule*", OWNER, form)
        new = {"days": "mon, tue, fri", "reveal": "4"}
        self.show("that form, sent", OWNER, await scene.submit(ada, asked(form), place, **new))
        told(await scene.submit(ada, asked(await scene.act(ada, "1:change-how", place)), place, topic="no"))
        soon = replace(group := await self.group(), schedule=replace(group.schedule, reveal_hours=1))
        self.show("`/settings` with an early reveal", OWNER, settings_card(words(ada.locale), soon, scene.clock()))
        self.show("`/resume` while nothing is paused", OWNER, await scene.command(ada, "resume", place))
        await scene.at(3, 12)
        announced = scene.platform.in_channel(place.channel)[-1].card
        self.show("the answer, after a set number of hours", ALL, announced)
        mine = await scene.act(ben, f"1:mine:{self._first}", place)
        self.show("*My answer* on a revealed question, by somebody who missed the next one", MEMBER, mine)
        self.show("`/pause`", OWNER, await scene.command(ada, "pause", place))
        await no_recap_yet(self)
        self.show("`/today` in a paused group", MEMBER, await scene.command(ben, "today", place))
        self.show("`/why` in a paused group", MEMBER, await scene.command(ben, "why", place))
        self.show("*Post the first one now* in a paused group", OWNER, await scene.act(ada, "1:post-now", place))
        self.show("`/resume`", OWNER, await scene.command(ada, "resume", place))
        self.show("`/why`", MEMBER, await scene.command(ben, "why", place))
        self.show("`/today` in another channel", MEMBER, await scene.command(ben, "today", self.cast.other))

    async def _explain(self) -> None:
        """Show the ledger with everything that may have become of a posting."""
        group = await self.group()
        lines = [_line(group, kind, "posted") for kind in ("daily", "reveal", "recap")]
        lines += [_line(group, "daily", "posted", late=late) for late in (1, 2, 60, 150)]
        lines += [_line(group, "daily", state) for state in ("sending", "unclear")]
        posted = _line(group, "daily", "posted")
        lines += [replace(posted, missing="no-permission"), replace(posted, withdrawn_at=posted.posted_at)]
        lines += [replace(posted, kind="ruling")]
        lines += [_line(group, "daily", _STATES.get(reason, "owed"), reason) for reason in REASONS]
        w = words(self.cast.ben.locale)
        self.show("`/why`: all that may have become of a message", MEMBER, ledger_card(w, group, lines))

    async def _fail(self) -> None:
        scene, ada, place = self.scene, self.cast.ada, self.cast.place
        scene.platform.history_readable = False
        scene.sender.fails("post", drop)
        await scene.at(6, 8)
        scene.clock.advance(minutes=1)
        await scene.settle()
        await scene.settle()
        asked_owner = scene.platform.direct_to(ada.user)[-1].card
        self.show("a message may or may not have arrived", DIRECT, asked_owner)
        action = self._labels(asked_owner)[0][1]
        self.show("*Post again*", OWNER, await scene.act(ada, action, place))
        self.show("*Post again*, again", OWNER, await scene.act(ada, action, place))
        await scene.settle()
        for code in ("channel-gone", "no-permission", "workspace-gone"):
            await self._paused_by(code)

    async def _paused_by(self, code: str) -> None:
        scene, ada, place = self.scene, self.cast.ada, self.cast.place
        scene.clock.advance(days=7)
        await scene.settle()
        scene.bank = self.cast.first if scene.bank is self.cast.second else self.cast.second
        group = await self.group()
        scene.sender.fails_always("post", refuse(code))
        scene.clock.now = max(group.next_daily_at, scene.clock.now)
        await scene.settle()
        await scene.settle()
        scene.sender.recovers()
        self.show(f"a group had to be paused ({code})", DIRECT, scene.platform.direct_to(ada.user)[-1].card)
        self.show(
            f"`/settings` then ({code})", OWNER, settings_card(words(ada.locale), await self.group(), scene.clock())
        )
        told(await scene.command(ada, "resume", place))

    async def _help(self) -> None:
        scene, ada, ben = self.scene, self.cast.ada, self.cast.ben
        self.show("`/help` for a member", MEMBER, await scene.command(ben, "help"))
        self.show("`/help` for an owner", OWNER, await scene.command(ada, "help"))
        told(await scene.command(ada, "setup", self.cast.other, **BERLIN))
        self.show(
            "`/today` in a direct message, with two groups", MEMBER, await scene.command(ben, "today", EVERYWHERE)
        )
        w = words(ada.locale)
        for command in scene.router.commands:
            for option in command.options:
                texts = (w.t(option.summary), *(w.t(choice.label) for choice in option.choices))
                self.show(f"the option {option.name} of `/{command.name}`", OWNER, texts)

    async def _refuse(self) -> None:
        """Show the refusals that the walk has not met, and what is said when something of ours fails."""
        scene, ben = self.scene, self.cast.ben
        met = "\n".join(said(one.what) for one in self.seen)
        w = words(ben.locale)
        names = placeholders("bot/features")
        blanks: dict[str, object] = {name: f"{{{name}}}" for name in names} | {"n": 2}
        values: dict[str, object] = {name: _VALUES.get(name, "…") for name in names - {"near", "channels"}}
        for code in codes():
            if not occurs(error_sentence(w, Refused(code, **blanks)), met):
                self.show(f"refused: {code}", MEMBER, (error_sentence(w, Refused(code, **values)),))
        call = Call(ben, "today", self.cast.place)
        faults = (Unconfirmed(), Busy(), Transient(), StudybotError())
        self.show("when something of ours fails", MEMBER, tuple(explain(scene.app, call, fault) for fault in faults))

    def _labels(self, card: Card) -> list[tuple[str, str]]:
        return list(controls(card)[0].items())


def _line(group: Group, kind: str, state: str, reason: str = "", late: int = 0) -> LedgerLine:
    """Return a line of the ledger: the group's next question, `late` minutes late if it is posted."""
    due = group.next_daily_at
    at = due + timedelta(minutes=late) if state == "posted" else None
    return LedgerLine(1, kind, group.next_daily_on, state, reason, due, at, 1, None, 0)
