"""The rules of controls: buttons, selects, checkboxes, inputs. Numbers are those of Slack's block element reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.platforms.slack.blocks.report import Report
from tests.platforms.slack.world import Json

Rule = Callable[[Json, str, Report], None]

ID = 255
URL = 3_000
COMMON = frozenset({"action_id", "confirm", "focus_on_load"})
PLACEHOLDER = COMMON | {"placeholder"}


def option(thing: Any, at: str, report: Report, *, plain: bool, url: bool = False) -> None:
    """Check one option: text 75, value 150, description 75; a link only in an overflow menu."""
    if not isinstance(thing, dict):
        report.say("must be an option object", at)
        return
    if report.keys(thing, at, {"text", "value"}, {"description"} | ({"url"} if url else set())):
        report.text(thing["text"], f"{at}/text", 75, plain=plain)
        report.length(thing["value"], f"{at}/value", 150)
    if "description" in thing:
        report.text(thing["description"], f"{at}/description", 75, plain=plain)


def options(thing: Json, at: str, report: Report, most: int, *, plain: bool = False, url: bool = False) -> list[Json]:
    """Check the options of a control and return them. Slack takes two of one value; nobody could tell them apart."""
    found = report.listed(thing, "options", at, most)
    for number, one in enumerate(found):
        option(one, f"{at}/options/{number}", report, plain=plain, url=url)
    _distinct(found, f"{at}/options", report)
    return found


def button(thing: Json, at: str, report: Report) -> None:
    keys = {"action_id", "value", "url", "style", "confirm", "accessibility_label"}
    if report.keys(thing, at, {"text"}, keys):
        report.text(thing["text"], f"{at}/text", 75, plain=True)
    report.optional(thing, "value", at, 2_000)
    report.optional(thing, "url", at, URL)
    report.optional(thing, "accessibility_label", at, 75)
    if thing.get("style", "primary") not in {"primary", "danger"}:
        report.say("must be primary or danger", f"{at}/style")


def checkboxes(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, {"options"}, COMMON | {"initial_options"})
    _chosen(thing, "initial_options", options(thing, at, report, 10), at, report)


def radio_buttons(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, {"options"}, COMMON | {"initial_option"})
    _chosen(thing, "initial_option", options(thing, at, report, 10), at, report)


def overflow(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, {"options"}, COMMON - {"focus_on_load"})
    options(thing, at, report, 5, plain=True, url=True)


def static_select(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, (), PLACEHOLDER | {"options", "option_groups", "initial_option"})
    _chosen(thing, "initial_option", _grouped(thing, at, report), at, report)


def multi_static_select(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, (), PLACEHOLDER | {"options", "option_groups", "initial_options", "max_selected_items"})
    report.within(thing, "max_selected_items", at, 1, 100)
    _chosen(thing, "initial_options", _grouped(thing, at, report), at, report)


def external_select(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, (), PLACEHOLDER | {"initial_option", "min_query_length"})
    report.within(thing, "min_query_length", at, 0, 100)
    if "initial_option" in thing:
        option(thing["initial_option"], f"{at}/initial_option", report, plain=True)


def conversation_select(thing: Json, at: str, report: Report) -> None:
    initial = {f"initial_{kind}" for kind in ("user", "channel", "conversation")}
    rest = {"default_to_current_conversation", "response_url_enabled", "filter"}
    report.keys(thing, at, (), PLACEHOLDER | initial | rest)


def picker(thing: Json, at: str, report: Report) -> None:
    report.keys(thing, at, (), PLACEHOLDER | {"initial_date", "initial_time", "timezone"})


def plain_text_input(thing: Json, at: str, report: Report) -> None:
    keys = {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"}
    report.keys(thing, at, (), (PLACEHOLDER - {"confirm"}) | keys)
    report.within(thing, "min_length", at, 0, 3_000)
    report.within(thing, "max_length", at, 1, 3_000)
    if "initial_value" in thing:
        report.length(thing["initial_value"], f"{at}/initial_value", thing.get("max_length", 3_000), least=0)


def number_input(thing: Json, at: str, report: Report) -> None:
    keys = {"initial_value", "min_value", "max_value", "dispatch_action_config"}
    report.keys(thing, at, {"is_decimal_allowed"}, (PLACEHOLDER - {"confirm"}) | keys)


def image(thing: Json, at: str, report: Report) -> None:
    """Check a picture: an address or a file of Slack's, and always the words that stand for it."""
    if report.keys(thing, at, {"alt_text"}, {"image_url", "slack_file", "title", "block_id"}):
        report.length(thing["alt_text"], f"{at}/alt_text", 2_000)
    report.optional(thing, "image_url", at, URL)
    if not str(thing.get("image_url", "http")).startswith("http"):
        report.say("must be a valid URL", f"{at}/image_url")
    if ("image_url" in thing) == ("slack_file" in thing):
        report.say("must have either image_url or slack_file", at)


RULES: dict[str, Rule] = {
    "button": button,
    "checkboxes": checkboxes,
    "radio_buttons": radio_buttons,
    "overflow": overflow,
    "static_select": static_select,
    "multi_static_select": multi_static_select,
    "external_select": external_select,
    "users_select": conversation_select,
    "channels_select": conversation_select,
    "conversations_select": conversation_select,
    "datepicker": picker,
    "timepicker": picker,
    "plain_text_input": plain_text_input,
    "number_input": number_input,
    "image": image,
}
IN_ACTIONS = frozenset(RULES) - {"plain_text_input", "number_input", "image"}
IN_INPUT = frozenset(RULES) - {"button", "overflow", "image"}
IN_SECTION = frozenset(RULES) - {"plain_text_input", "number_input"}


def element(thing: Any, at: str, report: Report, allowed: frozenset[str]) -> None:
    """Check a control where one of the kinds `allowed` may stand."""
    kind = thing.get("type") if isinstance(thing, dict) else None
    if kind not in allowed:
        report.say(f"unsupported type: {kind}", f"{at}/type")
        return
    RULES[kind](thing, at, report)
    report.optional(thing, "action_id", at, ID)
    if "placeholder" in thing:
        report.text(thing["placeholder"], f"{at}/placeholder", 150, plain=True)
    if "confirm" in thing:
        _confirm(thing["confirm"], f"{at}/confirm", report)


def _grouped(thing: Json, at: str, report: Report) -> list[Json]:
    """Check a select's options, plain or in groups (never both), and return them all."""
    if ("options" in thing) == ("option_groups" in thing):
        report.say("must have either options or option_groups", at)
        return []
    if "options" in thing:
        return options(thing, at, report, 100, plain=True)
    found: list[Json] = []
    for number, group in enumerate(report.listed(thing, "option_groups", at, 100)):
        there = f"{at}/option_groups/{number}"
        report.text(group.get("label"), f"{there}/label", 75, plain=True)
        found += options(group, there, report, 100, plain=True)
    return found


def _chosen(thing: Json, key: str, offered: list[Json], at: str, report: Report) -> None:
    """Demand that what is chosen from the start is, to the letter, among what is offered."""
    if key not in thing:
        return
    chosen = report.listed(thing, key, at, len(offered)) if key.endswith("s") else [thing[key]]
    if any(one not in offered for one in chosen):
        report.say("could not be matched to the options", f"{at}/{key}")


def _distinct(found: list[Any], at: str, report: Report) -> None:
    values = [one.get("value") for one in found if isinstance(one, dict)]
    if len(set(values)) < len(values):
        report.say("two options have one value", at)


def _confirm(thing: Any, at: str, report: Report) -> None:
    if not isinstance(thing, dict):
        report.say("must be a confirmation dialog", at)
        return
    if report.keys(thing, at, {"title", "text", "confirm", "deny"}, {"style"}):
        report.text(thing["title"], f"{at}/title", 100, plain=True)
        report.text(thing["text"], f"{at}/text", 300)
        report.text(thing["confirm"], f"{at}/confirm", 30, plain=True)
        report.text(thing["deny"], f"{at}/deny", 30, plain=True)
