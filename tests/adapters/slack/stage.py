"""The adapter at work against a Slack on loopback, in either mode, over the real core or a router of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.build import SlackListener, Timing, connect
from adapters.slack.socket import Socket
from bot.chat.actions import pack
from bot.chat.calls import Call
from bot.chat.cards import Button, Buttons, Card, Choice, Chooser
from bot.chat.port import Connection, Host
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.http import HttpServer
from bot.model.actor import Actor, Place
from tests.adapters.slack.installing import ADDRESS, install
from tests.adapters.slack.reading import labels
from tests.contract.doors import Core
from tests.fakes.host import MemoryVault
from tests.platforms.slack.loopback import BASE_SCOPES, HISTORY_SCOPES, Slack, loopback
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.people import Person
from tests.platforms.slack.world import App, Channel, Message, Workspace

USUAL = Timing()


@dataclass
class Stage:
    """A Slack with a workspace where the app is at work: ada is an admin, mei a member."""

    slack: Slack
    core: Core
    host: Host
    connection: Connection
    team: Workspace
    ada: Person
    mei: Person
    study: Channel
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The channel of the study group."""
        return Place("slack", self.team.id, self.study.id, self.study.name)

    async def study_bot(self, person: Person, line: str = "", channel: Channel | None = None) -> Outcome:
        """Let somebody type `/study` and a line behind it."""
        return await person.command(channel or self.study, "/study", line)

    async def set_up(self) -> None:
        """Make the channel a study group and owe its first question."""
        await (await self.study_bot(self.ada, "setup zone:Europe/Berlin time:9:00")).message()

    def posted(self, channel: Channel | None = None) -> list[Message]:
        """Return what the app posted for everybody in a channel."""
        return [one for one in (channel or self.study).messages if one.by_app and one.to is None and not one.deleted]

    async def deliver_now(self) -> Message:
        """Let delivery post the first question at once, and return its message."""
        await self.core.router.press(self.post_now())
        await self.deliver()
        return self.posted()[-1]

    async def answer(self, person: Person, question: Message) -> Message:
        """Let somebody answer a question, whatever it asks; return what they are told."""
        if "Answer" in labels(question.blocks):
            await person.choose(question, "s:pick", ["A", "B"])
            return await (await person.press(question, "Answer")).message()
        return await (await person.press(question, "A")).message()

    def post_now(self) -> Call:
        """Return Ada's press on *Post the first one now*."""
        return Call(self.owner, pack("post-now"), self.place)

    async def deliver(self) -> None:
        """Let a minute pass and delivery do all that is due by then."""
        self.core.clock.offset += timedelta(minutes=1)
        await Delivery(self.core.app, Carrier(self.core.app, Random(0))).settle()

    @property
    def owner(self) -> Actor:
        """Ada, as the core knows her."""
        return Actor("slack", self.team.id, self.team.id, self.ada.id, "ada", may_manage=True)

    async def restart(self) -> None:
        """End the adapter and connect anew, as after an upgrade."""
        await self.connection.listener.stop()
        self.connection = connect(self.host)
        self.core.senders["slack"] = self.connection.sender
        await self.connection.listener.start()
        await self.slack.hub.connected()

    def card_with_button(self) -> Card:
        """Return a card with a button that asks for help."""
        return Card("Thread", (Buttons((Button("Help", pack("no-such-thing")),)),))

    def card_with_chooser(self) -> Card:
        """Return a card on which two of three are to be chosen."""
        choices = tuple(Choice(one, one) for one in "ABC")
        return Card("Two of three", (Chooser(pack("answer", 1), "Choose 2", choices, "Answer", 2, 2),))

    def socket(self) -> SocketModeClient:
        """Return the library's client, to do it harm."""
        listener = self.connection.listener
        assert isinstance(listener, SlackListener)
        assert isinstance(listener._way, Socket)
        assert listener._way._client is not None
        return listener._way._client

    def calls(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(one.method == method for one in self.slack.world.calls)


Scopes = Iterable[str]
ALL = BASE_SCOPES | HISTORY_SCOPES


@asynccontextmanager
async def socket_stage(
    url: str,
    timing: Timing = USUAL,
    scopes: Scopes = ALL,
    extra: Mapping[str, str] | None = None,
    prepare: Callable[[Core], None] | None = None,
) -> AsyncIterator[Stage]:
    """One workspace over Socket Mode; `prepare` may change the core before anything is connected."""
    core = Core(url)
    if prepare is not None:
        prepare(core)
    async with loopback(core.clock) as slack:
        team, ada, mei, study = _cast(slack)
        env = {
            "STUDYBOT_SLACK_BOT_TOKEN": slack.install(team, scopes),
            "STUDYBOT_SLACK_APP_TOKEN": slack.app_token,
            "STUDYBOT_SLACK_API_URL": slack.base_url,
        }
        host = replace(core.host, env=env | dict(extra or {}))
        connection = connect(host, timing)
        core.senders["slack"] = connection.sender
        await connection.listener.start()
        await slack.hub.connected()
        stage = Stage(slack, core, host, connection, team, ada, mei, study)
        try:
            yield stage
        finally:
            await stage.connection.listener.stop()
            core.work.close()


@asynccontextmanager
async def http_stage(
    url: str,
    timing: Timing = USUAL,
    extra: Mapping[str, str] | None = None,
    vault: MemoryVault | None = None,
    *,
    rotates: bool = False,
) -> AsyncIterator[Stage]:
    """Many workspaces over HTTP; the first has installed the app."""
    core = Core(url)
    core.vault = vault or core.vault
    app = App(redirects=(f"{ADDRESS}/slack/oauth_redirect",), rotates=rotates)
    async with loopback(core.clock, app) as slack:
        team, ada, mei, study = _cast(slack)
        http = HttpServer("127.0.0.1", 0, "", well)
        env = {
            "STUDYBOT_SLACK_SIGNING_SECRET": app.signing_secret,
            "STUDYBOT_SLACK_CLIENT_ID": app.client_id,
            "STUDYBOT_SLACK_CLIENT_SECRET": app.client_secret,
            "STUDYBOT_SLACK_API_URL": slack.base_url,
            "STUDYBOT_PUBLIC_URL": ADDRESS,
        }
        host = replace(core.host, web=Proxied(http), vault=core.vault, env=env | dict(extra or {}))
        connection = connect(host, timing)
        core.senders["slack"] = connection.sender
        await http.start()
        await connection.listener.start()
        slack.use_http(f"{http.address}/slack/events")
        stage = Stage(slack, core, host, connection, team, ada, mei, study, {"base": http.address})
        try:
            status, _ = await install(slack, http.address, ada)
            assert status == 200
            yield stage
        finally:
            await connection.listener.stop()
            await http.stop()
            core.work.close()


class Proxied:
    """Our HTTP server as it is behind a proxy that has the public address."""

    def __init__(self, http: HttpServer) -> None:
        self._http = http
        self.add = http.add
        self.address = ADDRESS
        self.host = http.host


def _cast(slack: Slack) -> tuple[Workspace, Person, Person, Channel]:
    team = slack.workspace()
    ada, mei = slack.person(team, "ada", admin=True), slack.person(team, "mei")
    return team, ada, mei, slack.channel(team, people=[ada, mei])


async def well() -> tuple[bool, Mapping[str, str]]:
    """Say that all is well."""
    return True, {}


async def settled() -> None:
    """Let everything that is ready run."""
    for _ in range(20):
        await asyncio.sleep(0)
