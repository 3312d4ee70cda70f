"""App Home: today's question of my groups, my progress, my settings, an owner's groups, from what the router says."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from adapters.slack.access import Clients
from adapters.slack.answers import FAILED
from adapters.slack.asked import Asked, Body, Surface
from adapters.slack.blocks import Block, header, quiet
from adapters.slack.channels import Channel, Channels
from adapters.slack.line import offered
from adapters.slack.names import Names
from adapters.slack.own import command_row
from adapters.slack.people import ADAPTER
from adapters.slack.render import MOST_VIEW_BLOCKS, Look, draw
from adapters.slack.shorter import LEVELS, shortened
from adapters.slack.visits import Visit, Visits
from bot.chat.calls import Call, Place, Tell
from bot.chat.cards import Buttons, Card, Chooser, Tone
from bot.chat.declare import Who
from bot.chat.port import Host

log = logging.getLogger(__name__)

IN_CHANNEL, OWN, OWNERS = ("today",), ("progress", "privacy"), ("settings",)
"""The commands whose answers stand in App Home: of each of my groups, of me, and of each group that I manage."""

_MOST_GROUPS, _MOST_CHANNELS = 5, 30
_DIVIDER: Block = {"type": "divider"}


class Home:
    """Composes App Home out of the commands' own answers, so that the core knows of none."""

    def __init__(self, host: Host, clients: Clients, visits: Visits, channels: Channels, names: Names) -> None:
        self._router = host.router
        self._clients = clients
        self._visits = visits
        self._channels = channels
        self._names = names

    async def publish(self, asked: Asked) -> None:
        """Show somebody their App Home as it is now."""
        visit = await self._visits.of(asked)
        blocks = await self._blocks(visit)
        client = await self._clients.of(asked.team)
        view = {"type": "home", "blocks": blocks[:MOST_VIEW_BLOCKS]}
        await client.views_publish(user_id=asked.user, view=view)

    async def refresh(self, asked: Asked) -> None:
        """Publish again after a press there; one that fails is made good when it is opened next."""
        try:
            await self.publish(asked)
        except FAILED as error:
            log.info("slack home not refreshed team=%s: %s", asked.team, type(error).__name__)

    async def _blocks(self, visit: Visit) -> list[Block]:
        w, blocks = visit.words, list[Block]()
        groups = 0
        for channel in (await self._shared(visit))[:_MOST_CHANNELS]:
            drawn = await self._group(visit, channel, len(blocks))
            blocks += drawn
            groups += bool(drawn)
            if groups == _MOST_GROUPS:
                break
        if not groups:
            blocks += _headed(w.t("Your study groups"), await self._of(visit, IN_CHANNEL, None, 1))
        blocks += await self._of(visit, OWN, None, len(blocks))
        return [*blocks, _DIVIDER, *self._commands(visit)]

    async def _shared(self, visit: Visit) -> Sequence[Channel]:
        try:
            return await self._channels.shared(visit.actor.workspace, visit.actor.user)
        except FAILED as error:
            log.info("slack home without channels team=%s: %s", visit.actor.workspace, type(error).__name__)
            return ()

    async def _group(self, visit: Visit, channel: Channel, first: int) -> list[Block]:
        """Return what App Home shows of a channel; nothing where it is no study group."""
        place = Place(ADAPTER, visit.actor.workspace, channel.id, channel.name)
        drawn = await self._of(visit, IN_CHANNEL, place, first, refusals=False)
        if drawn and visit.actor.may_manage:
            drawn += await self._of(visit, OWNERS, place, first + len(drawn), refusals=False)
        return [*_headed(f"#{channel.name}", drawn), _DIVIDER] if drawn else []

    async def _of(
        self, visit: Visit, names: Sequence[str], place: Place | None, first: int, *, refusals: bool = True
    ) -> list[Block]:
        """Return the answers of commands, one below the other, numbered from `first`."""
        blocks: list[Block] = []
        declared = {one.name: one for one in self._router.commands}
        about = place.channel if place else ""
        for name in names:
            if name not in declared or (declared[name].who is Who.OWNER and not visit.actor.may_manage):
                continue
            reply = await self._router.command(Call(visit.actor, name, place))
            if isinstance(reply, Tell) and (refusals or not _refusal(reply.card)):
                look = Look(visit.words, self._names, {}, about)
                blocks += draw(shortened(reply.card, LEVELS[1]), look, first + len(blocks))
        return blocks

    def _commands(self, visit: Visit) -> list[Block]:
        w = visit.words
        row = command_row(offered(self._router.commands), visit, "")
        said = w.t("Quizzes and what else you start here wait for you in the Messages tab.")
        return [header(w.t("Start something")), *row, *quiet(said)]


def _refusal(card: Card) -> bool:
    """Return whether a card only says why something can't be shown."""
    return card.tone is Tone.WARNING and not any(isinstance(one, Buttons | Chooser) for one in card.blocks)


def _headed(title: str, blocks: list[Block]) -> list[Block]:
    return [header(title), *blocks]


def opened(body: Body) -> Asked | None:
    """Return who opened App Home, or None where another tab of the app was opened."""
    event = body.get("event") or {}
    if event.get("tab") != "home":
        return None
    team = str(body.get("team_id") or "")
    return Asked(Surface.HOME, team, team, str(event.get("user") or ""), "", "home")
