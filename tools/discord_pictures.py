"""Takes the pictures of docs/discord.md: a study group's first week on a loopback Discord, by the real adapter.

python -m tools.discord_pictures [FOLDER]

What the adapter sent is drawn by its own preview, as Discord draws it, and photographed by Debian's chromium.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from markupsafe import Markup
from PIL import Image
from playwright.sync_api import sync_playwright

from adapters.discord import preview
from adapters.discord.pieces import Attachment
from adapters.discord.render import Message
from bot.config import read_settings
from bot.service import open_bank
from tests.adapters.discord.stage import Stage, staged
from tests.platforms.discord.looking import buttons_of, controls_of, text_of
from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.people import Person
from tests.platforms.discord.values import Message as Received
from tests.platforms.discord.values import Permission
from tests.support.databases import make_tables
from tools.take_pictures import CHROMIUM, FLAGS

WIDTH, COLORS = 700, 128
MENU = 3  # the kind of control that takes several options
Pictures = Mapping[str, Sequence[Markup]]


def main(arguments: list[str]) -> int:
    """Write the pictures into a folder, `docs` if none is named."""
    folder = Path(arguments[0] if arguments else "docs")
    pictures = asyncio.run(_week())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": 60})
        for name, shown in pictures.items():
            page.set_content(preview.page(shown))
            taken = BytesIO(page.screenshot(full_page=True))
            Image.open(taken).quantize(COLORS).save(folder / f"discord-{name}.png", optimize=True)
        browser.close()
    return 0


async def _week() -> Pictures:
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'week.db'}"
        make_tables(url)
        async with staged(url) as stage:
            stage.study(open_bank(read_settings({})).current.banks)
            return await _photographed(stage)


async def _photographed(stage: Stage) -> Pictures:
    await stage.start()
    cleo, omar = (stage.platform.person(stage.guild, name) for name in ("Cleo", "Omar"))
    people = (stage.ada, stage.ben, cleo, omar)
    stage.platform.deny(stage.channel, Permission.SEND_MESSAGES)
    refused = await stage.ada.command(stage.channel, "setup", {"zone": "Europe/Berlin"})
    stage.platform.allow(stage.channel)
    opened = await stage.ada.command(stage.channel, "setup")
    faulty = await stage.ada.submit(opened, {"zone": "Berlinn", "time": "9:00"})
    made = await stage.ada.submit(opened, {"zone": "Europe/Berlin", "time": "9:00"})
    pictures = {
        "missing": [_outcome(refused)],
        "setup": [preview.modal(opened.modal or {}), _outcome(faulty)],
        "ready": [_outcome(made)],
    }
    stage.advance(hours=2, minutes=1)
    await stage.settle()
    first, feedback = _question(stage), [await _answer(person, _question(stage), n) for n, person in enumerate(people)]
    stage.advance(minutes=1)
    await stage.settle()
    pictures["question"] = [_message(first), _outcome(feedback[0])]
    for day in range(1, 7):
        stage.advance(days=1)
        await stage.settle()
        if controls_of(_question(stage))[0]["type"] == MENU:
            pictures["several"] = [_message(_question(stage))]
        for n, person in enumerate(people[: 4 - day % 3]):
            await _answer(person, _question(stage), n + day)
    pictures["reveal"] = [_message(first)]
    pictures["board"] = [_outcome(await stage.ben.command(stage.channel, "leaderboard"))]
    stage.advance(days=1)
    await stage.settle()
    recap = next(one for one in stage.platform.messages(stage.channel) if text_of(one).startswith("### Weekly recap"))
    return {**pictures, "recap": [_message(recap)]}


def _question(stage: Stage) -> Received:
    """Return the open question's message."""
    return [one for one in stage.platform.messages(stage.channel) if text_of(one).startswith("### Daily")][-1]


async def _answer(person: Person, question: Received, n: int) -> Outcome:
    first, *_ = controls_of(question)
    if first["type"] == MENU:
        letters = [option["value"] for option in first["options"]]
        return await person.choose(question, first["custom_id"], letters[n % 2 :][: first["max_values"]])
    return await person.press(question, buttons_of(question)["ABCD"[n % 4]])


def _outcome(outcome: Outcome) -> Markup:
    if outcome.message is None:
        raise RuntimeError("nothing was answered")
    return _message(outcome.message)


def _message(message: Received) -> Markup:
    """Draw what arrived, with the files that came with it."""
    files = [Attachment(one.filename, one.data, "image/png", one.description or "") for one in message.attachments]
    components = [_with_names(one) for one in message.components]
    return preview.message(Message(components, files), private=message.viewer is not None)


def _with_names(shown: Any) -> Any:
    """Return a component with its files named as they were sent, instead of where Discord keeps them."""
    if isinstance(shown, list):
        return [_with_names(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    named = {name: _with_names(value) for name, value in shown.items()}
    if isinstance(url := named.get("url"), str) and "/attachments/" in url:
        named["url"] = f"attachment://{url.split('?')[0].rpartition('/')[2]}"
    return named


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
