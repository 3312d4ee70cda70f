"""What comes of something that a person did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.platforms.slack.lines import Acknowledgement, Parcel
from tests.platforms.slack.waiting import PATIENCE
from tests.platforms.slack.world import Json, Message, Sight, World


@dataclass(frozen=True)
class Outcome:
    """What a person sees after a command, a press, a submission or an opened App Home.

    `error` is what Slack shows when the app did not answer well: `operation_timeout` (not acknowledged within 3
    seconds), `dispatch_failed` (nobody there), `http_error`, or `bad_response` (an acknowledgement that Slack can't
    use). `errors` are those that a submission was answered with, by block id.
    """

    world: World
    person: str
    parcel: Parcel
    acknowledgement: Acknowledgement
    seen_before: int
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """The acknowledgement's body, empty if it had none."""
        return self.acknowledgement.body or {}

    @property
    def sights(self) -> list[Sight]:
        """Everything that the person alone got to see since."""
        return self.world.screens.get(self.person, [])[self.seen_before :]

    async def sight(self, kind: str = "", number: int = 1, within: float = PATIENCE) -> Sight:
        """Wait for the first (or a later) thing that the person alone gets to see, of one kind if that is named."""

        def seen() -> Sight | None:
            found = [one for one in self.sights if kind in {"", one.kind}]
            return found[number - 1] if len(found) >= number else None

        found = await self.world.changes.until(seen, f"{self.person} to see {kind or 'something'}", within)
        assert found is not None
        return found

    async def message(self, kind: str = "", within: float = PATIENCE) -> Message:
        """Wait for the first message that the person alone gets to see."""

        def seen() -> Message | None:
            found = (one.message for one in self.sights if kind in {"", one.kind})
            return next((one for one in found if one is not None), None)

        found = await self.world.changes.until(seen, f"{self.person} to see a message", within)
        assert found is not None
        return found

    async def view(self, kind: str = "modal", within: float = PATIENCE) -> Json:
        """Wait for the first modal or App Home that the person gets to see."""
        found = (await self.sight(kind, within=within)).view
        assert found is not None
        return found
