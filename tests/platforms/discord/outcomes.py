"""What a person gets to see of what they did, as it stands now."""

from __future__ import annotations

from collections.abc import Callable

from tests.platforms.discord.backend import Backend
from tests.platforms.discord.interactions import Answer, Interaction, loading
from tests.platforms.discord.looking import text_of
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Message


class Outcome:
    """The answer to one interaction. Later edits and follow-ups show here too."""

    def __init__(self, backend: Backend, interaction: Interaction) -> None:
        self.interaction = interaction
        self._backend = backend

    @property
    def failed(self) -> bool:
        """Whether the person reads "This interaction failed": nothing acknowledged it within three seconds."""
        return self.interaction.over(self._backend.clock())

    @property
    def kind(self) -> Answer | None:
        """How it was acknowledged, if it was."""
        return self.interaction.acknowledged

    @property
    def message(self) -> Message | None:
        """The answer, or the message that was changed; None for a modal, and once it was deleted."""
        changed = self.kind in (Answer.UPDATE, Answer.DEFERRED_UPDATE)
        message = self.interaction.source if changed else self.interaction.response
        return None if message is None or message.deleted else message

    @property
    def thinking(self) -> bool:
        """Whether the answer was promised and has not come."""
        return self.message is not None and loading(self.message)

    @property
    def private(self) -> bool:
        """Whether only this person sees the answer."""
        return self.message is not None and self.message.viewer is not None

    @property
    def text(self) -> str:
        """The words of the answer."""
        return text_of(self.message) if self.message else ""

    @property
    def modal(self) -> Json | None:
        """The modal that opened."""
        return self.interaction.modal

    @property
    def choices(self) -> list[Json] | None:
        """The completions that were offered."""
        return self.interaction.choices

    @property
    def follow_ups(self) -> list[Message]:
        """The further messages, oldest first."""
        return [one for one in self.interaction.follow_ups if not one.deleted]

    async def acknowledged(self) -> Outcome:
        """Wait until Discord got an answer, or the person was told that it failed."""
        await self.until(lambda: self.kind is not None or self.failed, "an acknowledgement")
        return self

    async def answered(self) -> Outcome:
        """Wait until nothing is promised any more: a message, a change, a modal, choices, or a failure is there."""
        await self.until(lambda: (self.kind is not None or self.failed) and not self.interaction.promised, "the answer")
        return self

    async def until(self, look: Callable[[], bool], what: str) -> None:
        """Wait for something to be so."""
        await self._backend.changes.until(look, what)
