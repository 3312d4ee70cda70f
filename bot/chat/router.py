"""The router: from a call to the feature that handles it, and from an error to a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic

from bot.chat.actions import parse
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import App, Command, Feature, Handler, Press, Who
from bot.errors import Refused, StudybotError

MAX_COMPLETIONS = 25


class Router(Generic[App]):
    """Finds the handler of a call. Holds no state of any conversation: every press carries what it needs.

    `may_manage` says whether the person who made a call may do what owners may; `explain` puts an error into that
    person's words.
    """

    def __init__(
        self,
        app: App,
        features: Iterable[Feature[App]],
        may_manage: Callable[[App, Call], Awaitable[bool]],
        explain: Callable[[App, Call, StudybotError], Card],
    ) -> None:
        self._app = app
        self._may_manage = may_manage
        self._explain = explain
        self._commands: dict[str, Command[App]] = {}
        self._presses: dict[str, Press[App]] = {}
        for feature in features:
            for command in feature.commands:
                if command.name in self._commands:
                    raise ValueError(f"two commands are called {command.name}")
                self._commands[command.name] = command
            for name, press in feature.presses.items():
                if name in self._presses:
                    raise ValueError(f"two actions are called {name}")
                self._presses[name] = press

    @property
    def commands(self) -> Sequence[Command[App]]:
        """All commands with the options offered now, in order; an adapter makes its own declarations from them."""
        return tuple(self._offered(command) for command in self._commands.values())

    async def command(self, call: Call) -> Reply:
        """Return the reply to a command. Never raises a StudybotError: it becomes a private card."""
        command = self._commands.get(call.name)
        if command is None:
            return self._told(call, Refused("command-unknown", name=call.name))
        return await self._run(command.handler, command.who, call)

    async def press(self, call: Call) -> Reply:
        """Return the reply to a button, chooser or form, of any age. Never raises a StudybotError."""
        action = parse(call.name)
        press = self._presses.get(action.name) if action else None
        if action is None or press is None:
            return self._told(call, Refused("action-unknown"))
        return await self._run(press.handler, press.who, dataclasses.replace(call, name=action.name, args=action.args))

    def complete(self, call: Call, option: str, typed: str) -> Sequence[Choice]:
        """Return at most 25 completions for an option of the command `call.name`, from memory only."""
        command = self._commands.get(call.name)
        for declared in command.options if command else ():
            if declared.name == option and declared.complete:
                return tuple(declared.complete(self._app, call, typed))[:MAX_COMPLETIONS]
        return ()

    def _offered(self, command: Command[App]) -> Command[App]:
        options = tuple(one for one in command.options if one.offered is None or one.offered(self._app))
        return dataclasses.replace(command, options=options)

    async def _run(self, handler: Handler[App], who: Who, call: Call) -> Reply:
        try:
            if who is Who.OWNER and not await self._may_manage(self._app, call):
                raise Refused("owner-only")
            return await handler(self._app, call)
        except StudybotError as error:
            return self._told(call, error)

    def _told(self, call: Call, error: StudybotError) -> Reply:
        return Tell(self._explain(self._app, call, error))
