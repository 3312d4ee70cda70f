"""Takes the pictures of the README: a study group's day on the real page, in Debian's chromium.

python -m tools.take_pictures [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.service.program import Program, Visitor

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESKTOP: ViewportSize = {"width": 1180, "height": 1720}


def main(arguments: list[str]) -> int:
    """Write the pictures into a folder, `docs` if none is named."""
    folder = Path(arguments[0] if arguments else "docs")
    with tempfile.TemporaryDirectory() as place:
        program = Program(Path(place))
        program.start()
        try:
            _set_the_scene(program)
            _photograph(program, folder)
        finally:
            program.stop()
    return 0


def _set_the_scene(program: Program) -> None:
    """Two days of a group of five: the first question answered and revealed, the second open."""
    ada = Visitor(program, "ada")
    ada.command("/setup zone:Europe/Berlin time:9:00")
    for day in range(1, 3):
        ada.move("day")
        for name in ("chidi", "mei", "omar", "sofia")[day - 1 :]:
            member = Visitor(program, name)
            posting = _open_posting(member)
            member.answer(posting, _letters(member, "ABCB"[len(name) % 4]))


def _open_posting(visitor: Visitor) -> int:
    html = next(message["html"] for message in reversed(visitor.feed()) if "1:answer:" in message["html"])
    return int(html.split("1:answer:")[1].split(":")[0].split('"')[0])


def _letters(visitor: Visitor, first: str) -> str:
    html = next(message["html"] for message in reversed(visitor.feed()) if "1:answer:" in message["html"])
    return "ABC" if "Choose THREE" in html else "AB" if "Choose TWO" in html else first


def _photograph(program: Program, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=DESKTOP)
        page.goto(program.address)
        _as(page, "Mei")
        page.locator("article").last.wait_for()
        page.screenshot(path=folder / "page.png")
        browser.close()


def _as(page: Page, name: str) -> None:
    page.locator("#members label", has_text=name).click()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
