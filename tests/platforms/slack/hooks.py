"""Response URLs: where the app may answer an interaction, five times within thirty minutes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.platforms.slack.blocks.naming import named
from tests.platforms.slack.methods.content import content
from tests.platforms.slack.methods.registry import Args
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Channel, Json, Message, Sight, World

LIFETIME = timedelta(minutes=30)
USES = 5


@dataclass
class Hook:
    """A response URL: the conversation and the person of the interaction, and the message that was pressed on."""

    channel: Channel
    team: str
    user: str
    until: datetime
    original: Message | None = None
    left: int = USES


class Hooks:
    """All response URLs that were ever handed out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hooks: dict[str, Hook] = {}
        self.base = ""

    def url(self, channel: Channel, team: str, user: str, original: Message | None = None) -> str:
        """Hand out a response URL."""
        id = self._world.new_id("hook.")
        self._hooks[id] = Hook(channel, team, user, self._world.clock() + LIFETIME, original)
        return f"{self.base}/actions/{id}"

    def use(self, id: str, body: str) -> tuple[int, str]:
        """Do what is posted to a response URL; return the status and the words of the answer."""
        hook = self._hooks.get(id)
        if hook is None:
            return 404, "no_service"
        if self._world.clock() > hook.until:
            return 404, "expired_url"
        if hook.left == 0:
            return 404, "used_url"
        hook.left -= 1
        try:
            said = json.loads(body)
            self.say(hook.team, hook.channel, hook.user, said, hook.original)
        except ValueError:
            return 400, "invalid_payload"
        except Refusal as refusal:
            self._world.complaints.append(f"response_url was refused: {refusal.error} {refusal.messages}")
            return 400, refusal.error
        return 200, "ok"

    def say(self, team: str, channel: Channel, user: str, said: Json, original: Message | None = None) -> None:
        """Show what the app answers to an interaction: to the person alone, unless it says `in_channel`."""
        if original is not None and said.get("delete_original"):
            original.deleted = True
            self._world.changes.happened()
            return
        args = Args(said)
        new = content(args)
        blocks = named(new.blocks or [], self._world.new_id)
        if original is not None and said.get("replace_original"):
            self._replace(original, new.text, blocks)
            return
        author = self._world.workspaces[team].bot.id
        to: Any = None if said.get("response_type") == "in_channel" else user
        thread = args.text("thread_ts") or None
        stamp = self._world.stamp(channel)
        self._world.add(channel, Message(channel.id, stamp, author, new.text, blocks, thread=thread, to=to))

    def _replace(self, original: Message, text: str, blocks: list[Json]) -> None:
        original.text, original.blocks = text, blocks
        if original.to is not None:
            self._world.show(original.to, Sight("changed", original))
        self._world.changes.happened()
