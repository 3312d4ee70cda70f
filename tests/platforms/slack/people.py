"""People: what they do in Slack, and what they get to see for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.platforms.slack import payloads
from tests.platforms.slack.filling import Impossible, Value, acted, filled, find, required, state
from tests.platforms.slack.lines import Acknowledgement, Parcel
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.submissions import apply, offered
from tests.platforms.slack.world import Channel, Json, Message, User, Workspace

if TYPE_CHECKING:  # the two know each other
    from tests.platforms.slack.loopback import Slack


class Person:
    """Somebody of a workspace at the keyboard. What they chose in a message stays chosen until they choose anew."""

    def __init__(self, slack: Slack, user: User) -> None:
        self._slack = slack
        self._world = slack.world
        self.user = user
        self._touched: dict[str, dict[tuple[str, str], Json]] = {}

    @property
    def id(self) -> str:
        """The person's user id."""
        return self.user.id

    @property
    def team(self) -> Workspace:
        """The person's own workspace."""
        return self._world.workspaces[self.user.team]

    def say(self, channel: Channel, text: str, thread: str | None = None) -> Message:
        """Write a message oneself."""
        if self.id not in channel.members or channel.archived:
            raise Impossible(f"{self.user.name} can't write in {channel.name}")
        stamp = self._world.stamp(channel)
        return self._world.add(channel, Message(channel.id, stamp, self.id, text, thread=thread, by_app=False))

    def delete(self, message: Message) -> None:
        """Delete a message, as its author or an owner may."""
        message.deleted = True
        self._world.changes.happened()

    def reload(self) -> None:
        """Start the client anew: private messages in channels are gone, as is what was chosen and every open modal."""
        for channel in self._world.channels.values():
            channel.messages[:] = [one for one in channel.messages if one.to != self.id]
        self._touched.clear()
        self._slack.views.close(self.id, everything=True)

    def sees(self, channel: Channel) -> list[Message]:
        """Return the messages of a channel that this person sees, private ones included, oldest first."""
        if self.id not in channel.members:
            return []
        return [one for one in channel.messages if not one.deleted and one.to in {None, self.id}]

    def direct(self) -> list[Message]:
        """Return the app's direct messages with this person."""
        return self.sees(self._world.direct(self.team.id, self.id))

    @property
    def modal(self) -> Json | None:
        """The modal that this person has before them."""
        stack = self._slack.views.open.get(self.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> Json | None:
        """The App Home as it was published for this person."""
        return self._slack.views.homes.get(self.id)

    async def command(self, channel: Channel, name: str, text: str = "") -> Outcome:
        """Run a slash command in a channel; Slack knows those only that the app declared."""
        if name not in self._world.app.commands:
            raise Impossible(f"{name} is not a valid command")
        if self.id not in channel.members or channel.archived:
            raise Impossible(f"{self.user.name} can't write in {channel.name}")
        url = self._slack.hooks.url(channel, self.team.id, self.id)
        app, trigger = self._world.app, self._trigger()
        fields = payloads.command(app, self.team, self.user, channel, name, text, trigger, url)
        before = self._seen()
        answer = await self._deliver(Parcel("slash_commands", fields))
        error = answer.error or self._slack.said(answer.body, channel, self.team.id, self.id)
        return self._outcome(Parcel("slash_commands", fields), answer, before, error)

    async def press(self, message: Message, action: str) -> Outcome:
        """Press a button of a message, by its action id or its label."""
        self._in_sight(message)
        block, control = find(message.blocks, action)
        return await self._act(message, block, control, None)

    async def choose(self, message: Message, action: str, value: Value) -> Outcome:
        """Choose in a control of a message: an option by its value, or several for checkboxes."""
        self._in_sight(message)
        block, control = find(message.blocks, action)
        held = filled(control, value)
        self._touch(self._key(message), block, control, held)
        return await self._act(message, block, control, held)

    async def act(self, message: Message, action_id: str, value: str, block_id: str = "b") -> Outcome:
        """Press a button that may stand in no message any more, or never stood in any: what an old client can send."""
        control: Json = {"type": "button", "action_id": action_id, "value": value}
        control["text"] = {"type": "plain_text", "text": "?"}
        return await self._act(message, {"block_id": block_id}, control, None)

    async def press_in_view(self, action: str, *, home: bool = False) -> Outcome:
        """Press a button of the modal before them, or of App Home."""
        view = self._view(home=home)
        block, control = find(view["blocks"], action)
        return await self._act_in_view(view, block, control, None)

    async def choose_in_view(self, action: str, value: Value, *, home: bool = False) -> Outcome:
        """Choose in a control of a modal or App Home that tells the app at once."""
        view = self._view(home=home)
        block, control = find(view["blocks"], action)
        held = filled(control, value)
        self._touch(view["id"], block, control, held)
        return await self._act_in_view(view, block, control, held)

    async def submit(self, values: Mapping[str, Value] | None = None) -> Outcome:
        """Fill the modal's inputs, by action id, and submit it."""
        view = self._view()
        if view["submit"] is None:
            raise Impossible("this modal has no submit button")
        for action, value in (values or {}).items():
            block, control = find(view["blocks"], action)
            self._touch(view["id"], block, control, filled(control, value, self._slack.offered.get(action, ())))
        sent = self._with_state(view)
        if empty := required(view["blocks"], sent["state"]["values"]):
            raise Impossible(f"these must be filled first: {empty}")
        common = payloads.interaction(self._world.app, self.team, self.user, "view_submission", self._trigger())
        parcel = Parcel("interactive", common | {"view": sent, "response_urls": []})
        before = self._seen()
        answer = await self._deliver(parcel)
        error, errors = (answer.error, {}) if answer.error else apply(self._slack, self, view, answer.body or {})
        return self._outcome(parcel, answer, before, error, errors)

    async def close(self, *, everything: bool = False) -> Outcome | None:
        """Close the modal before them; the app hears of it only if it asked to."""
        view = self._view()
        self._slack.views.close(self.id, everything=everything or bool(view["clear_on_close"]))
        if not view["notify_on_close"]:
            return None
        common = payloads.interaction(self._world.app, self.team, self.user, "view_closed", "")
        del common["trigger_id"]
        return await self._send(
            Parcel("interactive", common | {"view": self._with_state(view), "is_cleared": everything})
        )

    async def open_home(self, tab: str = "home") -> Outcome:
        """Open the app's home."""
        channel = self._world.direct(self.team.id, self.id)
        what: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": tab}
        if self.home is not None:
            what["view"] = self.home
        return await self._slack.event(self.team.id, what, self.id)

    async def suggest(self, action: str, typed: str) -> list[Json]:
        """Type into a control of the modal that looks its options up; return what is offered."""
        view = self._view()
        block, control = find(view["blocks"], action)
        shortest = control.get("min_query_length", 3)
        if control["type"] != "external_select" or len(typed) < shortest:
            raise Impossible(f"{action} asks the app after {shortest} characters, if it asks at all")
        common = payloads.interaction(self._world.app, self.team, self.user, "block_suggestion", "")
        common |= payloads.in_view(self._with_state(view))
        del common["trigger_id"]
        about = {"block_id": block["block_id"], "action_id": control["action_id"], "value": typed}
        answer = await self._deliver(Parcel("interactive", common | about))
        found = offered(answer.body or {}, self._world.complaints)
        self._slack.offered[action] = found
        return found

    async def _act(self, message: Message, block: Json, control: Json, held: Json | None) -> Outcome:
        channel, team = self._world.channels[message.channel], self._where(message)
        url = self._slack.hooks.url(channel, team.id, self.id, message)
        values = state(message.blocks, self._touched.get(self._key(message), {}))
        trigger = self._slack.views.trigger(team.id, self.id)
        common = payloads.interaction(self._world.app, team, self.user, "block_actions", trigger)
        common |= payloads.in_message(message, channel, team, values, url)
        actions = [acted(block, control, held, message.ts)]
        return await self._send(Parcel("interactive", common | {"actions": actions}))

    async def _act_in_view(self, view: Json, block: Json, control: Json, held: Json | None) -> Outcome:
        common = payloads.interaction(self._world.app, self.team, self.user, "block_actions", self._trigger())
        common |= payloads.in_view(self._with_state(view))
        return await self._send(Parcel("interactive", common | {"actions": [acted(block, control, held, "1.0")]}))

    async def _send(self, parcel: Parcel) -> Outcome:
        before = self._seen()
        answer = await self._deliver(parcel)
        return self._outcome(parcel, answer, before, answer.error)

    async def _deliver(self, parcel: Parcel) -> Acknowledgement:
        return await self._slack.line.deliver(parcel, self._slack.patience)

    def _outcome(
        self,
        parcel: Parcel,
        answer: Acknowledgement,
        before: int,
        error: str,
        errors: Mapping[str, str] | None = None,
    ) -> Outcome:
        return Outcome(self._world, self.id, parcel, answer, before, error, errors or {})

    def _seen(self) -> int:
        return len(self._world.screens.get(self.id, ()))

    def _trigger(self) -> str:
        return self._slack.views.trigger(self.team.id, self.id)

    def _where(self, message: Message) -> Workspace:
        """Return whose app is pressed on: in a shared channel that may be another workspace's."""
        found = (one for one in self._world.workspaces.values() if one.bot.id == message.author)
        return next(found, self.team)

    def _in_sight(self, message: Message) -> None:
        if message not in self.sees(self._world.channels[message.channel]):
            raise Impossible(f"{self.user.name} does not see this message")

    def _view(self, *, home: bool = False) -> Json:
        view = self.home if home else self.modal
        if view is None:
            raise Impossible(f"{self.user.name} has no {'App Home' if home else 'modal'} before them")
        return view

    def _with_state(self, view: Json) -> Json:
        return view | {"state": {"values": state(view["blocks"], self._touched.get(view["id"], {}))}}

    def _key(self, message: Message) -> str:
        return f"{message.channel}:{message.ts}"

    def _touch(self, where: str, block: Json, control: Json, held: Json) -> None:
        self._touched.setdefault(where, {})[block["block_id"], control["action_id"]] = held
