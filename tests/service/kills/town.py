"""A Discord server and a Slack workspace on loopback, study groups in both, and the processes that serve them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import time
from pathlib import Path
from random import Random

from adapters.discord import marker
from adapters.discord.sender import REALM
from bot.model.actor import Actor, Place
from bot.study.groups import set_up
from tests.adapters.slack.reading import labels
from tests.platforms.discord.faults import Disturbance, cut_after, cut_before, failed_after, server_error
from tests.platforms.discord.looking import buttons_of
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.slack.loopback import BASE_SCOPES, HISTORY_SCOPES, Slack, loopback
from tests.platforms.slack.world import Message
from tests.service.kills.replica import SharedClock
from tests.support.clock import START
from tests.support.store import Store
from tests.support.world import schedule

CHANNELS = 4  # on each platform
REPLICAS = 3
POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
_ROOT = Path(__file__).parents[3]
_LINES = 400
_STARTED = 60.0  # seconds that a start may take on a busy machine


class Replica:
    """One process of the program; the first of them listens too."""

    def __init__(self, town: Town, number: int) -> None:
        self._town, self._number = town, number
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.said: list[str] = []
        self.up = asyncio.Event()

    async def start(self) -> None:
        """Start it; `up` is set once it serves."""
        self.up.clear()
        only = () if self._number == 0 else ("--only", "scheduler,delivery")
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.service.kills.replica", *self._town.arguments, *only),
            cwd=_ROOT,
            env=self._town.env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def kill(self) -> None:
        """End it as a power failure would."""
        if self._process is not None and self._process.returncode is None:
            self._town.kills += 1
            self._process.kill()
            await self._process.wait()
        if self._reading is not None:
            await self._reading

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.said = [*self.said[-_LINES:], line.decode().rstrip()]
            if line.startswith(b"Stop it"):
                self.up.set()


class Town:
    """What outlives every process: the platforms with all that they received, the database, the time."""

    def __init__(
        self, store: Store, url: str, clock: SharedClock, offset: Path, discord: LoopbackDiscord, slack: Slack
    ):
        self.store, self.clock, self.discord, self.slack = store, clock, discord, slack
        self.guild = discord.guild()
        self.channels = [discord.channel(self.guild, f"study-{n}") for n in range(CHANNELS)]
        self.members = [discord.person(self.guild, name) for name in ("Ada", "Ben", "Mei")]
        self.team = slack.workspace()
        self.owner = slack.person(self.team, "owner", admin=True)
        self.rooms = [slack.channel(self.team, name=f"study-{n}", people=[self.owner]) for n in range(CHANNELS)]
        self.arguments = (str(offset), discord.api, discord.gateway.address)
        ours = {name: value for name, value in os.environ.items() if not name.startswith("STUDYBOT_")}
        self.env = {
            **ours,
            "STUDYBOT_DATABASE_URL": url,
            "STUDYBOT_HTTP_PORT": "0",
            "STUDYBOT_DISCORD_TOKEN": discord.token,
            "STUDYBOT_SLACK_APP_TOKEN": slack.app_token,
            "STUDYBOT_SLACK_API_URL": slack.base_url,
        }
        self.kills = 0
        self._pressed: list[tuple[str, int, Callable[[], str]]] = []
        self._pressing: set[asyncio.Task[object]] = set()
        self._newcomers = 0
        self.replicas = [Replica(self, number) for number in range(REPLICAS)]

    def install(self, *, history: bool) -> None:
        """Install the Slack app, with or without what it takes to read a channel's history."""
        scopes = BASE_SCOPES | HISTORY_SCOPES if history else BASE_SCOPES
        self.env["STUDYBOT_SLACK_BOT_TOKEN"] = self.slack.install(self.team, scopes)

    def found(self) -> None:
        """Set a study group up in every channel, asked at nine in Berlin; one a platform reveals after some hours."""
        boss = self.members[0].user
        places = [Place("discord", str(self.guild.id), str(one.id), one.name) for one in self.channels]
        places += [Place("slack", self.team.id, one.id, one.name) for one in self.rooms]
        for number, place in enumerate(places):
            user = str(boss.id) if place.adapter == "discord" else self.owner.id
            realm = REALM if place.adapter == "discord" else place.workspace
            who = Actor(place.adapter, place.workspace, realm, user, "Owner", may_manage=True)
            plan = schedule(time(9, 0), reveal_hours=None if number % CHANNELS else 3)
            self.store.write(set_up, who, place, "dva-c02", plan, self.clock())

    async def start(self) -> None:
        """Start every process and wait until all serve."""
        await asyncio.gather(*(one.start() for one in self.replicas))
        await self.all_up()

    async def all_up(self) -> None:
        """Wait until every process serves."""
        async with asyncio.timeout(_STARTED):
            await asyncio.gather(*(one.up.wait() for one in self.replicas))

    def disturb(self, chance: Random) -> None:
        """Let a call or two go wrong: messages that arrive while their answer is lost, and others that never do."""
        discord: list[Disturbance] = [cut_after(), cut_before(), failed_after(), server_error(503)]
        self.discord.faults.next(chance.choice([POST, EDIT]), chance.choice(discord))
        method = chance.choice(["chat.postMessage", "chat.update", "conversations.history"])
        self.slack.faults.drop(method, done=chance.choice([True, False]))

    def mend(self) -> None:
        """Let everything go well from now on."""
        self.discord.faults.clear()
        self.slack.faults.clear()

    async def press(self, chance: Random) -> None:
        """Let somebody answer one of the newest messages of a platform, whoever is there to hear it."""
        await (self._press_on_discord if chance.random() < 0.5 else self._press_on_slack)(chance)

    async def _press_on_discord(self, chance: Random) -> None:
        shown = [one for channel in self.channels for one in self.discord.messages(channel)[-2:]]
        message = chance.choice(shown) if shown else None
        member = chance.choice(self.members)
        button = buttons_of(message).get("A") if message else None
        if message is not None and button is not None:
            posting = int(marker.read(message.components)[1:])
            outcome = await member.press(message, button, wait=False)
            self._pressed.append((str(member.id), posting, lambda: outcome.text))

    async def _press_on_slack(self, chance: Random) -> None:
        """Everybody answers once here: what a person gets to see does not say which of their presses it is for."""
        room = chance.choice(self.rooms)
        asked = [one for one in room.messages if one.metadata and "A" in labels(one.blocks)]
        if asked:
            self._newcomers += 1
            one = self.slack.person(self.team, f"member-{self._newcomers}")
            room.members.add(one.id)
            self._pressed.append(
                (one.id, int(_marker(asked[-1])[1:]), lambda: str(self.slack.world.screens.get(one.id)))
            )
            self._pressing.add(task := asyncio.create_task(one.press(asked[-1], "A")))
            task.add_done_callback(self._pressing.discard)

    def confirmed(self) -> set[tuple[str, int]]:
        """Return who saw the result of an answer to which posting."""
        return {(user, posting) for user, posting, seen in self._pressed if "he answer is" in seen()}

    def received(self) -> Counter[tuple[str, str]]:
        """Return how many messages each channel received of each marker."""
        discord = ((str(c.id), marker.read(one.components)) for c in self.channels for one in self.discord.messages(c))
        return Counter([*discord, *self._slack_markers()])

    def _slack_markers(self) -> Iterator[tuple[str, str]]:
        for room in self.rooms:
            for one in room.messages:
                if one.metadata:
                    yield room.id, _marker(one)

    async def end(self) -> None:
        """End every process that is left, and whoever still waits for one."""
        await asyncio.gather(*self._pressing)
        for one in self.replicas:
            await one.kill()


def _marker(message: Message) -> str:
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["marker"])


@asynccontextmanager
async def town(url: str, store: Store, folder: Path, *, history: bool) -> AsyncIterator[Town]:
    """Found the town and start its processes; end them afterwards."""
    offset = folder / "offset"
    clock = SharedClock(offset)
    clock.move_to(START)
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(serve_discord(clock))
        slack = await stack.enter_async_context(loopback(clock))
        here = Town(store, url, clock, offset, discord, slack)
        here.install(history=history)
        here.found()
        stack.push_async_callback(here.end)
        await here.start()
        yield here
