"""What a walk through the messages is made of: who takes part, what was shown, and when."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model.actor import Actor, Place
from bot.model.group import Group
from bot.model.question import Bank
from bot.study.groups import group_at
from tests.fakes.platform import PLACE
from tests.features.samples import KEYS, QUEUE, bank_of
from tests.features.scene import ADA, BEN, CLEO, LOUNGE, STRANGER, Scene

OWNER, MEMBER, ALL, DIRECT = "the owner alone", "one member alone", "everybody", "the owner, as a direct message"


@dataclass(frozen=True)
class Shown:
    """Something that was said: under which heading, when, to whom."""

    chapter: str
    when: str
    to: str
    what: object


@dataclass(frozen=True)
class Cast:
    """Who and what the walk is about, so that each text can be marked as content."""

    ada: Actor = ADA
    ben: Actor = BEN
    cleo: Actor = CLEO
    stranger: Actor = STRANGER
    place: Place = PLACE
    other: Place = LOUNGE
    permission: str = "Send Messages"
    role: str = "Study crew"
    note: str = "The page was changed in February."
    first: Bank = field(default_factory=lambda: bank_of(QUEUE))
    second: Bank = field(default_factory=lambda: bank_of(KEYS))


class Walk:
    """A scene with its cast; `seen` fills with what is shown, under the present `chapter`."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene, self.cast = scene, cast
        self.seen: list[Shown] = []
        self.chapter = ""
        scene.bank = cast.first

    def show(self, when: str, to: str, what: object) -> None:
        """Note what was said."""
        self.seen.append(Shown(self.chapter, when, to, what))

    async def group(self) -> Group:
        """Return the study group of the walk."""
        group = await self.scene.work.read(group_at, self.cast.place)
        assert group is not None
        return group
