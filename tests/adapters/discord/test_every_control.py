"""Every command, button, chooser and form of the product is used on Discord, as far as one leads to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.discord import ids
from bot.chat.actions import parse
from tests.adapters.discord.stage import Stage
from tests.adapters.discord.test_day import set_up
from tests.platforms.discord.looking import controls_of
from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.people import Person
from tests.platforms.discord.values import Message

MOST = 400


class Walk:
    """Goes on from every message that comes, and presses whatever is new on it."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._met: set[str] = set()
        self._ahead: deque[tuple[Message, dict[str, Any]]] = deque()
        self.used: set[str] = set()

    def see(self, message: Message | None) -> None:
        """Note the controls of a message that are of a kind not met yet."""
        for control in controls_of(message) if message else ():
            for name in _names(control):
                if name not in self._met:
                    self._met.add(name)
                    self._ahead.append((message, control))  # type: ignore[arg-type]  # there is one

    async def got(self, outcome: Outcome) -> None:
        """Look at an answer, and send the form that it opened as it stands."""
        await outcome.answered()
        assert not outcome.failed
        if outcome.modal:
            self.used.add(str(_action(ids.parse(outcome.modal["custom_id"]).action)))
            return await self.got(await self._person.submit(outcome, {}))
        assert outcome.text
        return self.see(outcome.message)

    async def go_on(self) -> None:
        """Press until nothing new is left."""
        for _ in range(MOST):
            if not self._ahead:
                return
            message, control = self._ahead.popleft()
            if control["custom_id"] not in {one["custom_id"] for one in controls_of(message)}:
                self._met.difference_update(_names(control))  # the message has changed meanwhile
                self.see(message)
                continue
            self.used.update(_names(control))
            await self.got(await self._use(message, control))
        raise AssertionError("there is always something new")

    async def _use(self, message: Message, control: dict[str, Any]) -> Outcome:
        if control["type"] == 2:
            return await self._person.press(message, control["custom_id"])
        values = [option["value"] for option in control["options"]][: control["max_values"]]
        return await self._person.choose(message, control["custom_id"], values)


def _names(control: dict[str, Any]) -> Iterator[str]:
    """Yield what a control is called, whatever it is about."""
    pressed = ids.parse(control["custom_id"])
    yield f"open {pressed.origin}" if pressed.opens else str(_action(pressed.action))


def _action(packed: str) -> str | None:
    action = parse(packed)
    return action.name if action else None


async def test_whatever_can_be_done_is_answered_with_a_sentence(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await set_up(stage)
    walk = Walk(stage.ada)
    for message in stage.platform.messages(stage.channel):
        walk.see(message)
    for command in stage.host.router.commands:
        await walk.got(await stage.ada.command(stage.channel, command.name))
        await walk.go_on()
    stage.advance(days=1, hours=2)
    await stage.settle()
    for message in stage.platform.messages(stage.channel):
        walk.see(message)
    await walk.go_on()
    assert {"answer", "mine", "change-when", "when-form", "board", "show-board", "export", "practise"} <= walk.used
    assert len(walk.used) > 20
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []
