"""The rules of blocks. Numbers are those of Slack's block reference. Kinds that are not here are refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.platforms.slack.blocks.elements import ID, IN_ACTIONS, IN_INPUT, IN_SECTION, element, image
from tests.platforms.slack.blocks.report import Report
from tests.platforms.slack.blocks.rich import rich_text
from tests.platforms.slack.world import Json

Rule = Callable[[Json, str, Report], None]

MARKDOWN = 12_000
TABLE = 10_000


def section(block: Json, at: str, report: Report) -> None:
    """Check a section: a text of 3,000, or fields (10 of 2,000), or both; one control beside it."""
    report.keys(block, at, (), {"text", "fields", "accessory", "block_id", "expand"})
    if "text" not in block and "fields" not in block:
        report.say("must have text or fields", at)
    if "text" in block:
        report.text(block["text"], f"{at}/text", 3_000)
    if "fields" in block:
        for number, field in enumerate(report.listed(block, "fields", at, 10)):
            report.text(field, f"{at}/fields/{number}", 2_000)
    if "accessory" in block:
        element(block["accessory"], f"{at}/accessory", report, IN_SECTION)


def header(block: Json, at: str, report: Report) -> None:
    if report.keys(block, at, {"text"}, {"block_id", "level"}):
        report.text(block["text"], f"{at}/text", 150, plain=True)


def divider(block: Json, at: str, report: Report) -> None:
    report.keys(block, at, (), {"block_id"})


def picture(block: Json, at: str, report: Report) -> None:
    image(block, at, report)
    if "title" in block:
        report.text(block["title"], f"{at}/title", 2_000, plain=True)


def context(block: Json, at: str, report: Report) -> None:
    """Check a context: up to 10 pictures and texts. Its texts have the length of a section's."""
    report.keys(block, at, {"elements"}, {"block_id"})
    for number, one in enumerate(report.listed(block, "elements", at, 10)):
        there = f"{at}/elements/{number}"
        if isinstance(one, dict) and one.get("type") == "image":
            image(one, there, report)
        else:
            report.text(one, there, 3_000)


def actions(block: Json, at: str, report: Report) -> None:
    report.keys(block, at, {"elements"}, {"block_id"})
    for number, one in enumerate(report.listed(block, "elements", at, 25)):
        element(one, f"{at}/elements/{number}", report, IN_ACTIONS)


def input_(block: Json, at: str, report: Report) -> None:
    if report.keys(block, at, {"label", "element"}, {"block_id", "hint", "optional", "dispatch_action"}):
        report.text(block["label"], f"{at}/label", 2_000, plain=True)
        element(block["element"], f"{at}/element", report, IN_INPUT)
    if "hint" in block:
        report.text(block["hint"], f"{at}/hint", 2_000, plain=True)


def markdown(block: Json, at: str, report: Report) -> None:
    if report.keys(block, at, {"text"}, {"block_id"}):
        report.length(block["text"], f"{at}/text", MARKDOWN)


def table(block: Json, at: str, report: Report) -> None:
    """Check a table: 100 rows of 20 cells, 10,000 characters over all."""
    report.keys(block, at, {"rows"}, {"block_id", "column_settings"})
    report.listed(block, "column_settings", at, 20, least=0)
    characters = 0
    for number, row in enumerate(report.listed(block, "rows", at, 100)):
        for column, cell in enumerate(report.listed({"row": row}, "row", f"{at}/rows/{number}", 20)):
            there = f"{at}/rows/{number}/{column}"
            if isinstance(cell, dict) and cell.get("type") == "rich_text":
                rich_text(cell, there, report)
            elif isinstance(cell, dict) and cell.get("type") == "raw_text":
                report.length(cell.get("text"), f"{there}/text", TABLE)
            else:
                report.say("must be raw_text or rich_text", there)
            characters += sum(map(len, texts(cell)))
    if characters > TABLE:
        report.say(f"no more than {TABLE} characters in a table", at)


RULES: dict[str, Rule] = {
    "section": section,
    "header": header,
    "divider": divider,
    "image": picture,
    "context": context,
    "actions": actions,
    "input": input_,
    "markdown": markdown,
    "rich_text": rich_text,
    "table": table,
}
IN_MESSAGES = frozenset(RULES)
IN_VIEWS = frozenset(RULES) - {"markdown", "table"}


def check(blocks: Sequence[Any], at: str, report: Report, allowed: frozenset[str]) -> None:
    """Check blocks, one by one and beside each other."""
    ids: list[str] = []
    for number, block in enumerate(blocks):
        there = f"{at}/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in allowed:
            report.say(f"unsupported type: {kind}", f"{there}/type")
            continue
        RULES[kind](block, there, report)
        report.optional(block, "block_id", there, ID)
        ids += [block["block_id"]] if "block_id" in block else []
        _distinct_actions(block, there, report)
    if len(set(ids)) < len(ids):
        report.say("block_id must be unique", at)
    if sum(len(one["text"]) for one in blocks if _is(one, "markdown") and "text" in one) > MARKDOWN:
        report.say(f"no more than {MARKDOWN} characters in all markdown blocks", at)
    if sum(_is(one, "table") for one in blocks) > 1:
        report.say("only one table is allowed", at)


def texts(thing: Any) -> list[str]:
    """Return every text that stands under a key `text`, at any depth."""
    if isinstance(thing, list):
        return [found for one in thing for found in texts(one)]
    if not isinstance(thing, dict):
        return []
    own = [thing["text"]] if isinstance(thing.get("text"), str) else []
    return own + [found for one in thing.values() for found in texts(one)]


def _is(block: Any, kind: str) -> bool:
    return isinstance(block, dict) and block.get("type") == kind


def _distinct_actions(block: Json, at: str, report: Report) -> None:
    elements = [one for one in block.get("elements", ()) if isinstance(one, dict)]
    ids = [one["action_id"] for one in elements if "action_id" in one]
    if len(set(ids)) < len(ids):
        report.say("action_id must be unique within a block", at)
