"""Takes the pictures of the docs: a study group's day and a review on the real page, in Debian's chromium.

python -m tools.take_pictures [FOLDER]
"""

from __future__ import annotations

import re
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
        _review(Visitor(program, "mei"))
        last = page.locator("article", has_text="This one comes again").last
        last.wait_for()
        last.screenshot(path=folder / "review.png")
        browser.close()


def _review(member: Visitor) -> None:
    """Review what has come due some days later."""
    for _ in range(3):
        member.move("day")
    member.command("/review")
    asked = member.feed()[-1]
    (key,) = set(re.findall(r"1:review-answer:(\w+:\d+)", asked["html"]))
    member.press(asked, f"1:review-answer:{key}:A")


def _as(page: Page, name: str) -> None:
    page.locator("#members label", has_text=name).click()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
