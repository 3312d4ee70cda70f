"""Takes the pictures of the README: a study group's weeks on the real page, in Debian's chromium.

python -m tools.take_pictures [FOLDER]
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Collection, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from bot.bank.load import load_bank
from bot.chat.cards import spans
from bot.clock import system_clock
from tests.service.program import Program, Visitor

EXAM = Path("content/dva-c02")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESKTOP: ViewportSize = {"width": 1180, "height": 1720}
TALL: ViewportSize = {"width": 1040, "height": 2600}
DAYS, LATER = 17, 3
"""How many days the group lives through, and how many more until the review."""
CARDS = (
    ("feedback", "Mei", ""),
    ("quiz", "Mei", "/quiz security 5"),
    ("leaderboard", "Mei", "/leaderboard month"),
    ("progress", "Mei", "/progress"),
    ("recap", "Mei", "/recap"),
    ("privacy", "Mei", "/privacy"),
    ("settings", "Ada", "/settings"),
    ("why", "Ada", "/why"),
)
"""The cards that are shown one by one: the picture's name, who sees it, and what they type (nothing: what is there)."""
FORMS = (("report", "Mei", "1:report-daily:"), ("style", "Ada", "1:change-how"))
"""The forms that are shown: the picture's name, who sees it, and how the button's action begins."""


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
    """Two weeks and a half of a group of five: questions answered and revealed, two recaps, one question open."""
    ada = Visitor(program, "ada")
    ada.command("/setup zone:Europe/Berlin time:9:00")
    for day in range(DAYS):
        ada.move("day")
        for number, name in enumerate(("chidi", "omar", "sofia", "mei")):
            if (day + number) % 6:
                member = Visitor(program, name)
                posting = _open_posting(member)
                member.answer(posting, _letters(member, "ABCD"[(day * 7 + number * 3) % 4]))


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
        page.set_viewport_size(TALL)
        for name, who, line in CARDS:
            _card(page, folder / f"page-{name}.png", who, line)
        for name, who, action in FORMS:
            _form(page, folder / f"page-{name}.png", who, action)
        _as(page, "Mei")
        _review(Visitor(program, "mei"))
        last = page.locator("article", has_text="This one comes again").last
        last.wait_for()
        last.screenshot(path=folder / "review.png")
        _plan(page, folder / "plan.png")
        for name, has in _exam(Visitor(program, "mei")):
            shown = page.locator("article", has_text=has).last
            shown.wait_for()
            shown.screenshot(path=folder / f"exam-{name}.png")
        browser.close()


def _card(page: Page, path: Path, who: str, line: str) -> None:
    """Take a picture of the newest card that somebody sees, after they typed a line."""
    _as(page, who)
    page.locator("article").last.wait_for()
    if line:
        before = page.locator("article").last.get_attribute("id")
        page.locator("#line").fill(line)
        page.keyboard.press("Escape")
        page.locator("#line").press("Enter")
        page.wait_for_function("id => [...document.querySelectorAll('article')].at(-1).id !== id", arg=before)
    page.locator("article").last.screenshot(path=path)


def _form(page: Page, path: Path, who: str, action: str) -> None:
    """Take a picture of the form behind a button that somebody sees."""
    _as(page, who)
    page.locator(f'button[data-action^="{action}"]').last.click()
    page.locator("dialog form").wait_for()
    page.locator("dialog[open]").screenshot(path=path)
    page.keyboard.press("Escape")


def _review(member: Visitor) -> None:
    """Review what has come due some days later."""
    for _ in range(LATER):
        member.move("day")
    member.command("/review")
    asked = member.feed()[-1]
    (key,) = set(re.findall(r"1:review-answer:(\w+:\d+)", asked["html"]))
    member.press(asked, f"1:review-answer:{key}:A")


def _plan(page: Page, path: Path) -> None:
    """Take a picture of the plan to an exam four weeks ahead, after its day was told."""
    page.locator("#line").fill("/plan")
    page.keyboard.press("Escape")
    page.locator("#line").press("Enter")
    page.get_by_role("button", name="Set the day of my exam").click()
    exam_on = system_clock().date() + timedelta(days=DAYS + LATER + 28)
    page.get_by_label("Day of my exam").fill(exam_on.isoformat())
    page.get_by_role("button", name="Save").click()
    shown = page.locator("article", has_text="days to your exam").last
    shown.wait_for()
    shown.screenshot(path=path)


def _exam(member: Visitor) -> Iterator[tuple[str, str]]:
    """Sit a mock exam of 20 questions, and stop where a picture is due: its name, and words on the card to show."""
    options = [option for question in load_bank(EXAM).questions.values() for option in question.options]
    keys = {"".join(span.text for span in spans(option.text)) for option in options if option.correct}
    member.command("/exam length:20")
    _go(member, r"1:exam-start:[\d:]+")
    for at in range(20):
        _sit(member, at, keys)
        if at == 12:
            _go(member, rf"1:exam-flag:\d+:{at}:1")
            yield "question", "You flagged this one to come back to."
        if at < 19:
            _go(member, rf"1:exam-at:\d+:{at + 1}")
    _go(member, r"1:exam-overview:\d+")
    yield "overview", "Your mock exam so far"
    _go(member, r"1:exam-submit:\d+")
    yield "result", "Go through all questions"


def _sit(member: Visitor, at: int, keys: Collection[str]) -> None:
    """Answer a question of the mock exam: most of them right."""
    asked = member.feed()[-1]
    options = [
        unescape(re.sub("<[^>]*>", "", option)) for option in re.findall(r'"option"><p>(.*?)</p>', asked["html"])
    ]
    right = [letter for letter, option in zip("ABCDEF", options, strict=False) if option in keys]
    several = re.search(rf'"(1:exam-answer:\d+:{at})"', asked["html"])
    if several:
        member.choose(asked, several[1], right)
    else:
        _go(member, rf"1:exam-answer:\d+:{at}:{right[0] if at % 4 else 'A'}")


def _go(member: Visitor, action: str) -> None:
    """Press the button of the newest message whose action looks like this."""
    newest = member.feed()[-1]
    member.press(newest, re.findall(f'"({action})"', newest["html"])[0])


def _as(page: Page, name: str) -> None:
    """Be somebody, and wait until the page shows what they see."""
    shown = re.compile(rf"/api/state\?.*as={name.lower()}")
    if not page.locator("#members label", has_text=name).locator("input").is_checked():
        with page.expect_response(shown):
            page.locator("#members label", has_text=name).click()
        page.wait_for_function("name => document.querySelector('#line').placeholder.endsWith(name)", arg=name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
