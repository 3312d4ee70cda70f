"""People: they run commands, press, choose and fill in forms as Discord's own app lets them, and no other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.platforms.discord.backend import Backend
from tests.platforms.discord.interactions import Did, Interaction
from tests.platforms.discord.looking import BUTTON, SELECTS, control
from tests.platforms.discord.offers import command_data, modal_data
from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Channel, Message, Permission, User


class Person:
    """An account that does things. Whatever the app would not offer is an AssertionError of the test.

    Everything returns once Discord got an answer, or the person was told that it failed; with `wait=False` at once.
    """

    def __init__(self, backend: Backend, user: User) -> None:
        self.user = user
        self._backend = backend

    @property
    def id(self) -> int:
        """The account's id."""
        return self.user.id

    async def command(
        self, channel: Channel, name: str, options: Mapping[str, Any] | None = None, *, wait: bool = True
    ) -> Outcome:
        """Run a slash command (`"group sub"` for nested ones); values are typed as the option says, roles by id."""
        data = command_data(self._backend, self.user, channel, name, options or {}, None)
        return await self._do(Did.COMMAND, channel, data, None, wait)

    async def complete(
        self, channel: Channel, name: str, focused: str, typed: str, options: Mapping[str, Any] | None = None
    ) -> list[Json] | None:
        """Type into an option of a command; return the completions that show, or None where none came in time."""
        values = {**(options or {}), focused: typed}
        data = command_data(self._backend, self.user, channel, name, values, focused)
        return (await self._do(Did.COMPLETION, channel, data, None, wait=True)).choices

    async def press(self, message: Message, custom_id: str, *, wait: bool = True) -> Outcome:
        """Press a button."""
        self._demand_shown(message)
        button = control(message, custom_id)
        assert button["type"] == BUTTON, f"{custom_id!r} is no button"
        assert not button.get("disabled"), f"{custom_id!r} is disabled"
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": button["id"]}
        return await self._do(Did.COMPONENT, message.channel, data, message, wait)

    async def choose(self, message: Message, custom_id: str, values: Sequence[str], *, wait: bool = True) -> Outcome:
        """Choose in a menu and close it."""
        self._demand_shown(message)
        menu = control(message, custom_id)
        assert menu["type"] in SELECTS, f"{custom_id!r} is no menu"
        assert not menu.get("disabled"), f"{custom_id!r} is disabled"
        least, most = menu.get("min_values", 1), menu.get("max_values", 1)
        assert least <= len(values) <= most, f"{custom_id!r} takes {least} to {most} values"
        offered = [option["value"] for option in menu.get("options", [])]
        assert not offered or set(values) <= set(offered), f"{custom_id!r} offers {offered}"
        data = {"custom_id": custom_id, "component_type": menu["type"], "id": menu["id"], "values": list(values)}
        return await self._do(Did.COMPONENT, message.channel, data, message, wait)

    async def submit(self, opened: Outcome, values: Mapping[str, Any], *, wait: bool = True) -> Outcome:
        """Fill in the modal that something opened (fields by custom id; lists for several values) and send it."""
        assert opened.modal, "no modal opened"
        data = modal_data(opened.modal, values)
        before = opened.interaction
        return await self._do(Did.MODAL, before.channel, data, before.source, wait, opener=before)

    async def raw_press(self, message: Message, custom_id: str, *, wait: bool = True) -> Outcome:
        """Press a button that an older version of the bot had put on a message."""
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": 1}
        return await self._do(Did.COMPONENT, message.channel, data, message, wait)

    def sees(self, channel: Channel) -> list[Message]:
        """Return what this person sees in a channel, oldest first: what all see, and what only they do."""
        if channel.guild and not in_channel(self.user, channel) & Permission.VIEW_CHANNEL:
            return []
        return [one for _, one in sorted(channel.messages.items()) if one.viewer in (None, self.user)]

    def _demand_shown(self, message: Message) -> None:
        assert not message.deleted, "the message is not there any more"
        assert message in self.sees(message.channel), "the person does not see the message"

    async def _do(
        self,
        did: Did,
        channel: Channel,
        data: Json,
        source: Message | None,
        wait: bool,
        *,
        opener: Interaction | None = None,
    ) -> Outcome:
        world = self._backend.world
        id, now = world.new_id(), self._backend.clock()
        interaction = Interaction(id, did, f"token-{id}", self.user, channel, now, data, source, opener)
        self._backend.interactions[id] = interaction
        event = interaction.event(world.bot.id, world.bot, self._backend.address)
        heard = self._backend.gateway.tell("INTERACTION_CREATE", event, channel.guild)
        # Where no client ever comes back to hear it, three seconds pass for sure.
        interaction.expired = not heard
        outcome = Outcome(self._backend, interaction)
        return await outcome.acknowledged() if wait else outcome
