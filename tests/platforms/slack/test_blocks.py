"""Block Kit's limits: what fits passes, one more is refused with what and where, to the real client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.platforms.slack.blocks import schema
from tests.platforms.slack.blocks.rules import OF_A_BLOCK, WEIGHT, check_message, weight
from tests.platforms.slack.conftest import Stage, code, refusal
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def option(number: int, text: int = 5, value: int = 0) -> Json:
    return {"text": plain(text), "value": str(number).rjust(value, "0")}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def section(length: int, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}, **more}


def button(number: int = 0, text: int = 5, **more: Any) -> Json:
    return {"type": "button", "action_id": f"a{number}", "text": plain(text), **more}


def row(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def control(kind: str, **more: Any) -> Json:
    return row({"type": kind, "action_id": "a", **more})


def field(**more: Any) -> Json:
    return {"type": "input", "label": plain(5), "element": {"type": "plain_text_input", "action_id": "a", **more}}


def picture(alt: int) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x" * alt}


def table(rows: int, columns: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def rich(kind: str = "text", **about: Any) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": kind, **about}]}
    return {"type": "rich_text", "elements": [section]}


def listed(style: str) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": style, "elements": []}]}


DIVIDER = {"type": "divider"}
CONFIRM = {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)}

LIMITS: Sequence[tuple[str, list[Json], list[Json]]] = (
    ("/blocks", [DIVIDER] * 50, [DIVIDER] * 51),
    ("/blocks/0/text/text", [section(3_000)], [section(3_001)]),
    ("/blocks/0/text/text", [section(1)], [section(0)]),
    ("/blocks/0/text/text", [{"type": "header", "text": plain(150)}], [{"type": "header", "text": plain(151)}]),
    ("/blocks/0/fields", [{"type": "section", "fields": [plain(5)] * n} for n in (10,)],
     [{"type": "section", "fields": [plain(5)] * 11}]),
    ("/blocks/0/fields/0/text", [{"type": "section", "fields": [plain(2_000)]}],
     [{"type": "section", "fields": [plain(2_001)]}]),
    ("/blocks/0/elements", [{"type": "context", "elements": [plain(5)] * 10}],
     [{"type": "context", "elements": [plain(5)] * 11}]),
    ("/blocks/0/elements", [row(*map(button, range(25)))], [row(*map(button, range(26)))]),
    ("/blocks/0/elements/0/text/text", [row(button(text=75))], [row(button(text=76))]),
    ("/blocks/0/elements/0/value", [row(button(value="x" * 2_000))], [row(button(value="x" * 2_001))]),
    ("/blocks/0/elements/0/url", [row(button(url="https://" + "x" * 2_992))],
     [row(button(url="https://" + "x" * 2_993))]),
    ("/blocks/0/elements/0/action_id", [row(button() | {"action_id": "x" * 255})],
     [row(button() | {"action_id": "x" * 256})]),
    ("/blocks/0/block_id", [section(1, block_id="x" * 255)], [section(1, block_id="x" * 256)]),
    ("/blocks", [section(1, block_id=id) for id in "ab"], [section(1, block_id=id) for id in "aa"]),
    ("/blocks/0", [row(button(0), button(1)), row(button(0))], [row(button(0), button(0))]),
    ("/blocks/0/elements/0/style", [row(button(style="danger"))], [row(button(style="good"))]),
    ("/blocks/0/elements/0/options", [control("checkboxes", options=options(10))],
     [control("checkboxes", options=options(11))]),
    ("/blocks/0/elements/0/options", [control("radio_buttons", options=options(10))],
     [control("radio_buttons", options=options(11))]),
    ("/blocks/0/elements/0/options", [control("static_select", options=options(100))],
     [control("static_select", options=options(101))]),
    ("/blocks/0/elements/0/options", [control("overflow", options=options(5))],
     [control("overflow", options=options(6))]),
    ("/blocks/0/elements/0/options/0/text/text", [control("static_select", options=[option(0, text=75)])],
     [control("static_select", options=[option(0, text=76)])]),
    ("/blocks/0/elements/0/options/0/value", [control("static_select", options=[option(0, value=150)])],
     [control("static_select", options=[option(0, value=151)])]),
    ("/blocks/0/elements/0/options/0/description/text",
     [control("radio_buttons", options=[option(0) | {"description": plain(75)}])],
     [control("radio_buttons", options=[option(0) | {"description": plain(76)}])]),
    ("/blocks/0/elements/0/options", [control("static_select", options=options(2))],
     [control("static_select", options=[option(0), option(0)])]),
    ("/blocks/0/elements/0/initial_options",
     [control("checkboxes", options=options(3), initial_options=options(2))],
     [control("checkboxes", options=options(3), initial_options=[option(9)])]),
    ("/blocks/0/elements/0/initial_option",
     [control("static_select", options=options(3), initial_option=option(1))],
     [control("static_select", options=options(3), initial_option=option(1, text=6))]),
    ("/blocks/0/elements/0", [control("static_select", options=options(1))],
     [control("static_select", options=options(1), option_groups=[])]),
    ("/blocks/0/elements/0/option_groups/0/label/text",
     [control("static_select", option_groups=[{"label": plain(75), "options": options(1)}])],
     [control("static_select", option_groups=[{"label": plain(76), "options": options(1)}])]),
    ("/blocks/0/elements/0/placeholder/text",
     [control("static_select", options=options(1), placeholder=plain(150))],
     [control("static_select", options=options(1), placeholder=plain(151))]),
    ("/blocks/0/elements/0/confirm/title/text", [row(button(confirm=CONFIRM))],
     [row(button(confirm=CONFIRM | {"title": plain(101)}))]),
    ("/blocks/0/element/max_length", [field(max_length=3_000)], [field(max_length=3_001)]),
    ("/blocks/0/element/initial_value", [field(max_length=5, initial_value="x" * 5)],
     [field(max_length=5, initial_value="x" * 6)]),
    ("/blocks/0/label/text", [field() | {"label": plain(2_000)}], [field() | {"label": plain(2_001)}]),
    ("/blocks/0/alt_text", [picture(2_000)], [picture(2_001)]),
    ("/blocks/0/alt_text", [picture(1)], [picture(0)]),
    ("/blocks/0", [picture(1)], [picture(1) | {"slack_file": {"id": "F1"}}]),
    ("/blocks/0/rows", [table(100, 1)], [table(101, 1)]),
    ("/blocks/0/rows/0/row", [table(1, 20)], [table(1, 21)]),
    ("/blocks", [table(1, 1)], [table(1, 1), table(1, 1)]),
    ("/blocks/0", [DIVIDER], [{"type": "divider", "colour": "red"}]),
    ("/blocks/0", [section(1)], [{"type": "section"}]),
    ("/blocks/0/type", [DIVIDER], [{"type": "banner"}]),
    ("/blocks/0/elements/0/type", [row(button())], [row(field()["element"])]),
    ("/blocks/0/text/type", [section(1)], [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]),
    ("/blocks/0/elements/0/elements/0/text", [rich(text="x")], [rich(text="")]),
    ("/blocks/0/elements/0/elements/0/style", [rich(text="x", style={"bold": True})],
     [rich(text="x", style={"loud": True})]),
    ("/blocks/0/elements/0/elements/0", [rich("user", user_id="U1")], [rich("user", name="ada")]),
    ("/blocks/0/elements/0/elements/0/range", [rich("broadcast", range="here")], [rich("broadcast", range="all")]),
    ("/blocks/0/elements/0/elements/0/type", [rich("link", url="https://example.org")], [rich("image", url="x")]),
    ("/blocks/0/elements/0/style", [listed("bullet")], [listed("star")]),
)  # fmt: skip


@pytest.mark.parametrize(("at", "fits", "breaks"), LIMITS)
async def test_what_fits_is_posted_and_one_more_is_refused(
    stage: Stage, at: str, fits: list[Json], breaks: list[Json]
) -> None:
    posted = await stage.client.chat_postMessage(channel=stage.study.id, text="x", blocks=fits)
    assert posted["ok"]
    told = await refusal(stage.client.chat_postMessage(channel=stage.study.id, text="x", blocks=breaks))
    assert told["error"] == "invalid_blocks"
    assert any(f"[json-pointer:{at}]" in one for one in told["errors"]), told["errors"]
    assert told["response_metadata"]["messages"] == [f"[ERROR] {one}" for one in told["errors"]]


@pytest.mark.parametrize(("at", "fits", "breaks"), LIMITS)
def test_the_library_refuses_nothing_that_fits(at: str, fits: list[Json], breaks: list[Json]) -> None:
    for block in fits:
        known = Block.parse(block)
        if known is not None and block["type"] != "table":  # the library has no class for the rows of tables
            try:
                known.validate_json()
            except SlackObjectFormationError as error:
                pytest.fail(f"{block}: {error}")


def test_the_schema_of_slacks_types_agrees_where_a_setting_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for _, fits, _ in LIMITS:
        assert schema.faults("KnownBlock", fits) == []
    monkeypatch.delenv(schema.SETTING, raising=False)
    assert schema.faults("KnownBlock", [{"type": "banner"}]) == []


def test_blocks_are_weighed_together() -> None:
    heavy = [section(3_000)] * 4
    left = WEIGHT - weight([*heavy, section(0)])
    check_message([*heavy, section(left)])
    for too_heavy in ([*heavy, section(left + 1)], [*heavy, section(left), DIVIDER]):
        with pytest.raises(Refusal, match="msg_blocks_too_long"):
            check_message(too_heavy)
    check_message([*heavy, section(left - OF_A_BLOCK), DIVIDER])


async def test_too_much_in_all_blocks_has_a_code_of_its_own(stage: Stage) -> None:
    post = stage.client.chat_postMessage(channel=stage.study.id, text="x", blocks=[section(3_000)] * 5)
    assert await code(post) == "msg_blocks_too_long"


async def test_a_block_and_a_control_without_an_id_are_given_one(stage: Stage) -> None:
    blocks = [row({"type": "button", "text": plain(1)})]
    told = await stage.client.chat_postMessage(channel=stage.study.id, text="x", blocks=blocks)
    given = told["message"]["blocks"][0]
    assert given["block_id"]
    assert given["elements"][0]["action_id"]
