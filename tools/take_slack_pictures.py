"""Takes the pictures of docs/slack.md: what a Slack on loopback was really sent, drawn by the adapter's own viewer.

python -m tools.take_slack_pictures [FOLDER]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from markupsafe import Markup
from playwright.sync_api import ViewportSize, sync_playwright

from adapters.slack import viewer
from bot.bank.load import load_bank
from bot.features.all import router
from bot.service import CONTENT
from tests.adapters.slack.reading import labels
from tests.adapters.slack.stage import Stage, socket_stage
from tests.contract.doors import Core
from tests.platforms.slack.people import Person
from tests.platforms.slack.world import Message
from tests.support.databases import make_tables
from tools.take_pictures import CHROMIUM, FLAGS

WIDE: ViewportSize = {"width": 700, "height": 400}
ALONE = "Only visible to you"

Pictures = dict[str, Sequence[Markup]]


def main(arguments: list[str]) -> int:
    """Write the pictures into a folder, `docs` if none is named."""
    folder = Path(arguments[0] if arguments else "docs")
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'pictures.db'}"
        make_tables(url)
        pictures = asyncio.run(_scenes(url))
        _photograph(pictures, Path(place), folder)
    return 0


async def _scenes(url: str) -> Pictures:
    """Live through the first days of a group, and return what was seen."""
    async with socket_stage(url, prepare=_with_real_questions) as stage:
        setup = await (await stage.study_bot(stage.ada, "setup")).view()
        done = await (await stage.ada.submit()).message()
        question = await stage.deliver_now()
        people = [stage.mei, *(_join(stage, name) for name in ("omar", "sofia"))]
        feedback = [await _answer(person, question, at) for at, person in enumerate(people)]
        await stage.deliver()
        asked = viewer.message(question.blocks)
        stage.core.clock.offset += timedelta(days=1, hours=2)
        await stage.deliver()
        begun = await stage.mei.command(stage.study, "/quiz", "security 5")
        quiz, _ = await begun.message("direct"), await begun.message("ephemeral")
        board = await (await stage.mei.command(stage.study, "/leaderboard", "month")).message()
        await (await stage.mei.open_home()).view("home")
        await _week_later(stage, people)
        recap = next(one for one in reversed(stage.posted()) if one.text.startswith("Weekly recap"))
        wrong = await (await stage.study_bot(stage.mei, "leaderboard year")).message()
        return {
            "setup": [viewer.modal(setup)],
            "set-up": [viewer.message(done.blocks, ALONE)],
            "question": [asked, viewer.message(feedback[0].blocks, ALONE)],
            "reveal": [viewer.message(question.blocks)],
            "quiz": [viewer.message(quiz.blocks)],
            "board": [viewer.message(board.blocks, ALONE), viewer.message(wrong.blocks, ALONE)],
            "recap": [viewer.message(recap.blocks)],
            "home": [viewer.home((stage.mei.home or {})["blocks"])],
        }


def _with_real_questions(core: Core) -> None:
    """Let the group study the shipped exam."""
    bank = load_bank(CONTENT / "dva-c02")
    core.app = replace(core.app, banks=lambda: {bank.exam.id: bank})
    core.router = router(core.app)
    core.host = replace(core.host, router=core.router)


def _join(stage: Stage, name: str) -> Person:
    person = stage.slack.person(stage.team, name)
    stage.study.members.add(person.id)
    return person


async def _answer(person: Person, message: Message, at: int) -> Message:
    if "Answer" in labels(message.blocks):
        picks = next(
            one for block in message.blocks for one in block.get("elements", ()) if one["type"] == "checkboxes"
        )
        several = picks["options"][at : at + int(message.text.count("TWO") or 3)]
        await person.choose(message, picks["action_id"], [one["value"] for one in several])
        return await (await person.press(message, "Answer")).message()
    return await (await person.press(message, "ABCD"[at])).message()


async def _week_later(stage: Stage, people: Iterable[Person]) -> None:
    """Answer the question of each day until the next Monday's recap is out."""
    for day in range(7):
        question = next(one for one in reversed(stage.posted()) if one.text.startswith("Daily question"))
        for at, person in enumerate(people):
            await _answer(person, question, (at + day) % 2)
        stage.core.clock.offset += timedelta(days=1)
        await stage.deliver()


def _photograph(pictures: Pictures, place: Path, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=WIDE)
        for name, parts in pictures.items():
            (place / "page.html").write_text(viewer.page(parts), encoding="utf-8")
            page.goto((place / "page.html").as_uri())
            page.locator("main").screenshot(path=folder / f"slack-{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
