"""What makes Slack refuse the blocks of a message, or a view. Pure but for the one file that a setting may name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.platforms.slack.blocks import layout, schema
from tests.platforms.slack.blocks.report import Report
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json

IN_MESSAGE, IN_VIEW = 50, 100

WEIGHT, OF_A_BLOCK = 13_297, 125
"""Measured (slackapi/bolt-js#2509): one block passes with 13,297 characters, and a divider beside it costs 125."""

VIEW_BYTES = 250_000
VIEW_KEYS = frozenset({"blocks", "callback_id", "private_metadata", "external_id"})
MODAL_KEYS = VIEW_KEYS | {"submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}


def check_message(blocks: Sequence[Any]) -> None:
    """Refuse the blocks of a message as Slack does: `invalid_blocks` with what and where, or `msg_blocks_too_long`."""
    report = Report()
    if len(blocks) > IN_MESSAGE:
        report.say(f"no more than {IN_MESSAGE} items allowed", "/blocks")
    layout.check(blocks, "/blocks", report, layout.IN_MESSAGES)
    faults = report.faults or schema.faults("KnownBlock", blocks)
    if faults:
        raise Refusal("invalid_blocks", *faults, errors=faults)
    if weight(blocks) > WEIGHT:
        raise Refusal("msg_blocks_too_long")


def weight(blocks: Sequence[Any]) -> int:
    """Return how heavy blocks are together: their texts, and each block after the first for itself."""
    return sum(map(len, layout.texts(list(blocks)))) + OF_A_BLOCK * max(0, len(blocks) - 1)


def check_view(view: Json) -> None:
    """Refuse a modal or App Home as Slack does: `invalid_arguments` with what and where, or `view_too_large`."""
    report = Report()
    modal = view["type"] == "modal"
    if modal:
        report.keys(view, "/view", {"title", "blocks"}, MODAL_KEYS)
        for key in ("title", "submit", "close"):
            if view.get(key) is not None:
                report.text(view[key], f"/view/{key}", 24, plain=True)
    else:
        report.keys(view, "/view", {"blocks"}, VIEW_KEYS)
    for key, most in (("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)):
        if key in view:
            report.length(view[key], f"/view/{key}", most, least=0)
    blocks = report.listed(view, "blocks", "/view", IN_VIEW, least=0)
    layout.check(blocks, "/view/blocks", report, layout.IN_VIEWS)
    if modal and not view.get("submit") and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks):
        report.say("a modal with inputs must have submit", "/view/submit")
    faults = report.faults or schema.faults("ModalView" if modal else "HomeView", [view])
    if faults:
        raise Refusal("invalid_arguments", *faults)
    if len(json.dumps(view)) > VIEW_BYTES:
        raise Refusal("view_too_large")
