"""Where blocks break a rule, collected in Slack's words: what must be, and a pointer to where it is not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tests.platforms.slack.world import Json


class Report:
    """Faults found so far. Lengths are of the characters as sent, so `&amp;` counts five."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def say(self, what: str, at: str) -> None:
        """Note a fault."""
        self.faults.append(f"{what} [json-pointer:{at}]")

    def keys(self, thing: Json, at: str, required: Collection[str], optional: Collection[str]) -> bool:
        """Demand what is required and refuse what Slack does not know; return whether the required is there."""
        for key in thing:
            if key not in required and key not in optional and key != "type":
                self.say(f"invalid additional property: {key}", at)
        missing = [key for key in required if key not in thing]
        for key in missing:
            self.say(f"missing required field: {key}", at)
        return not missing

    def length(self, value: Any, at: str, most: int, least: int = 1) -> None:
        """Demand a text of `least` to `most` characters."""
        if not isinstance(value, str):
            self.say("must be a string", at)
        elif len(value) > most:
            self.say(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", at)

    def optional(self, thing: Json, key: str, at: str, most: int) -> None:
        """Demand that a text, if given, is neither empty nor too long."""
        if key in thing:
            self.length(thing[key], f"{at}/{key}", most)

    def listed(self, thing: Json, key: str, at: str, most: int, least: int = 1) -> list[Any]:
        """Demand a list of `least` to `most` items and return it; empty if it is none."""
        value = thing.get(key, [])
        if not isinstance(value, list):
            self.say("must be an array", f"{at}/{key}")
            return []
        if len(value) > most:
            self.say(f"no more than {most} items allowed", f"{at}/{key}")
        if len(value) < least:
            self.say(f"no fewer than {least} items required", f"{at}/{key}")
        return value

    def text(self, thing: Any, at: str, most: int, *, plain: bool = False) -> None:
        """Demand a text object, of plain text if so wanted."""
        if not isinstance(thing, dict):
            self.say("must be a text object", at)
            return
        kinds = {"plain_text": {"emoji"}, "mrkdwn": {"verbatim"}}
        kind = thing.get("type")
        if kind not in kinds or (plain and kind != "plain_text"):
            self.say("must be plain_text" if plain else "must be plain_text or mrkdwn", f"{at}/type")
            return
        if self.keys(thing, at, {"text"}, kinds[kind]):
            self.length(thing["text"], f"{at}/text", most)

    def within(self, thing: Json, key: str, at: str, least: int, most: int) -> None:
        """Demand that a number, if given, lies between two."""
        value = thing.get(key)
        if value is not None and not (isinstance(value, int) and least <= value <= most):
            self.say(f"must be an integer from {least} to {most}", f"{at}/{key}")
