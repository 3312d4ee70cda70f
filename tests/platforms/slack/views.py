"""Modals and App Homes: who has which open, and what may open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.platforms.slack.blocks.naming import named
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json, Sight, World

TRIGGER_LIFETIME = timedelta(seconds=3)
STACK = 3
"""Modals that may lie over each other."""


@dataclass
class Trigger:
    """What an interaction hands the app to open one modal with."""

    team: str
    user: str
    until: datetime
    used: bool = False


class Views:
    """Every person's open modals, the lowest first, and App Homes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.triggers: dict[str, Trigger] = {}
        self.open: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}

    def trigger(self, team: str, user: str) -> str:
        """Return a trigger id, good for 3 seconds and one modal."""
        id = self._world.new_id("trigger.")
        self.triggers[id] = Trigger(team, user, self._world.clock() + TRIGGER_LIFETIME)
        return id

    def take(self, id: str, team: str) -> str:
        """Use a trigger and return whose it is."""
        trigger = self.triggers.get(id)
        if trigger is None or trigger.team != team:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._world.clock() > trigger.until:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def show(self, team: str, user: str, view: Json, *, push: bool = False) -> Json:
        """Open a modal, in place of all that are open or over them."""
        stack = self.open.get(user, []) if push else []
        if push and not stack:
            raise Refusal("invalid_arguments", "a view can be pushed over an open one only")
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        self._not_twice(team, view)
        born = self._born(team, view, self._world.new_id("V"))
        born["root_view_id"] = stack[0]["id"] if stack else born["id"]
        born["previous_view_id"] = stack[-1]["id"] if stack else None
        self.open[user] = [*stack, born]
        self._world.show(user, Sight("modal", view=born))
        return born

    def replace(self, team: str, id: str, view: Json, *, external: str = "", expected: str = "") -> Json:
        """Change an open modal; refused if it is not open any more, or is not the one whose hash is `expected`."""
        for user, stack in self.open.items():
            for at, old in enumerate(stack):
                if old["team_id"] != team or (old["id"] != id and (not external or old["external_id"] != external)):
                    continue
                if expected and expected != old["hash"]:
                    raise Refusal("hash_conflict")
                born = self._born(team, view, old["id"])
                born |= {"root_view_id": old["root_view_id"], "previous_view_id": old["previous_view_id"]}
                stack[at] = born
                self._world.show(user, Sight("modal", view=born))
                return born
        raise Refusal("not_found")

    def publish(self, team: str, user: str, view: Json, expected: str = "") -> Json:
        """Set a person's App Home."""
        old = self.homes.get(user)
        if expected and old is not None and old["hash"] != expected:
            raise Refusal("hash_conflict")
        born = self._born(team, view, old["id"] if old else self._world.new_id("V"))
        self.homes[user] = born
        self._world.show(user, Sight("home", view=born))
        return born

    def close(self, user: str, *, everything: bool = False) -> None:
        """Close the uppermost modal of a person, or all."""
        self.open[user] = [] if everything else self.open.get(user, [])[:-1]
        self._world.changes.happened()

    def _not_twice(self, team: str, view: Json) -> None:
        external = view.get("external_id")
        for stack in self.open.values():
            if external and any(one["team_id"] == team and one["external_id"] == external for one in stack):
                raise Refusal("duplicate_external_id")

    def _born(self, team: str, view: Json, id: str) -> Json:
        """Return a view as Slack keeps it: with ids, a hash, and no state yet."""
        return {
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "submit": None,
            "close": None,
            "notify_on_close": False,
            "clear_on_close": False,
            **view,
            "id": id,
            "team_id": team,
            "app_id": self._world.app.id,
            "bot_id": self._world.workspaces[team].bot_id,
            "app_installed_team_id": team,
            "hash": self._world.new_id("hash."),
            "root_view_id": id,
            "previous_view_id": None,
            "blocks": named(view.get("blocks", ()), self._world.new_id),
            "state": {"values": {}},
        }
