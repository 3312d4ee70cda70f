"""Puts the adapter together, for one workspace or for many."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from adapters.slack.access import Clients, InstalledKeys, NotInstalled, OneKey
from adapters.slack.answers import FAILED, Answers
from adapters.slack.app import App
from adapters.slack.channels import Channels
from adapters.slack.edge import PATIENCE, Edge
from adapters.slack.events import Events
from adapters.slack.handlers import Handlers
from adapters.slack.home import Home
from adapters.slack.installations import VaultInstallations
from adapters.slack.line import offered
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.names import names
from adapters.slack.oauth import Install
from adapters.slack.pace import Pace
from adapters.slack.people import People
from adapters.slack.report import Report
from adapters.slack.sender import SlackSender
from adapters.slack.settings import APP_TOKEN, BOT_TOKEN, ManyWorkspaces, OneWorkspace, SlackSettings, read
from adapters.slack.socket import PING_EVERY, Socket
from adapters.slack.tasks import Tasks
from adapters.slack.uploads import Uploads
from adapters.slack.visits import Visits
from adapters.slack.web import Requests
from bot.chat.port import Connection, Host
from bot.errors import ConfigError

log = logging.getLogger(__name__)

SUBMIT_PART = 0.75
"""The part of the edge's patience in which a form's faults are shown inside it."""
STOP_WITHIN = 10.0
WELCOME_EVERY = 30.0
_CHATTY = ("slack_bolt", "slack_sdk")
"""At their finer levels the libraries write down what people sent, and a line for every ping."""


class Way(Protocol):
    """How Slack reaches us."""

    async def start(self) -> None:
        """Begin to receive."""
        ...

    async def stop(self) -> None:
        """Receive no more."""
        ...


class Http:
    """Slack reaches us through the HTTP server, which is started and stopped by whoever runs us."""

    async def start(self) -> None:
        """Begin to receive: the routes are there already."""

    async def stop(self) -> None:
        """Receive no more: the server's own stop sees to it."""


class SlackListener:
    """Satisfies `bot.chat.port.Listener`."""

    def __init__(self, way: Way, tasks: Tasks, welcome: Callable[[], Awaitable[None]]) -> None:
        self._way = way
        self._tasks = tasks
        self._welcome = welcome

    async def start(self) -> None:
        """Begin to receive; returns once Slack can reach us."""
        await self._welcome()
        await self._way.start()

    async def stop(self) -> None:
        """Receive no more, and finish the answers under way."""
        await self._way.stop()
        await self._tasks.finish(STOP_WITHIN)


@dataclass(frozen=True)
class Timing:
    """The seconds that tests shorten."""

    patience: float = PATIENCE
    ping_every: float = PING_EVERY


def connect(host: Host, timing: Timing | None = None) -> Connection:
    """Return sender and listener; raise ConfigError where a setting is missing or wrong."""
    settings = read(host.env)
    if settings is None:
        raise ConfigError(BOT_TOKEN, f"missing; with {APP_TOKEN} it connects one workspace", "xoxb-…")
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    timing = timing or Timing()
    if isinstance(settings.mode, OneWorkspace):
        return _one(host, settings, settings.mode, timing)
    return _many(host, settings, settings.mode, timing)


@dataclass(frozen=True)
class _Parts:
    """What both ways have in common."""

    sender: SlackSender
    edge: Edge
    tasks: Tasks
    forget: Callable[[str], None]


def _one(host: Host, settings: SlackSettings, mode: OneWorkspace, timing: Timing) -> Connection:
    key = OneKey(settings, mode)
    parts = _parts(host, settings, Clients(settings, key), None, timing)

    async def welcome() -> None:
        try:
            await host.workspaces.back(await _team(key))
        except ConfigError:
            raise
        except FAILED as error:
            log.warning("slack can't be asked yet which workspace this is: %s", type(error).__name__)
            parts.tasks.endless(_welcome_later(host, key))

    way = Socket(settings, mode.app_token, parts.edge, timing.ping_every)
    return Connection(parts.sender, SlackListener(way, parts.tasks, welcome))


async def _team(key: OneKey) -> str:
    """Return the workspace of the bot's token; raise ConfigError for a token that Slack does not take."""
    try:
        return (await key.identity())[0]
    except NotInstalled:
        fault = "is for a whole Enterprise organisation, which is not supported yet; install into one workspace"
        raise ConfigError(BOT_TOKEN, fault, "xoxb-…") from None
    except SlackApiError as error:
        if not failures.is_wrong_token(error):
            raise
        raise ConfigError(BOT_TOKEN, f"Slack does not take it ({failures.code(error)})", "xoxb-…") from None


async def _welcome_later(host: Host, key: OneKey) -> None:
    """Welcome the workspace once Slack and the database can be reached."""
    while True:
        await asyncio.sleep(WELCOME_EVERY)
        with suppress(*FAILED):
            await host.workspaces.back(await _team(key))
            return


def _many(host: Host, settings: SlackSettings, mode: ManyWorkspaces, timing: Timing) -> Connection:
    if not host.vault.ready:
        raise ConfigError(
            "STUDYBOT_SECRET_KEY", "missing, but Slack's tokens are to be kept", "what `studybot key` says"
        )
    installations = VaultInstallations(host.vault)
    keys = InstalledKeys(settings, mode, installations, host.clock)
    parts = _parts(host, settings, Clients(settings, keys), installations, timing)

    async def installed(team: str) -> None:
        parts.forget(team)
        await host.workspaces.back(team)

    install = Install(settings, mode, installations, host.clock, lambda: host.web.address, installed)
    requests = Requests(parts.edge, mode.signing_secret, host.clock)

    def register(app: web.Application) -> None:
        app.router.add_post(EVENTS_PATH, requests.handle)
        install.register(app)

    async def nobody() -> None:
        """Welcome nobody: workspaces come by themselves."""

    host.web.add(register)
    return Connection(parts.sender, SlackListener(Http(), parts.tasks, nobody))


def _parts(
    host: Host, settings: SlackSettings, clients: Clients, installations: VaultInstallations | None, timing: Timing
) -> _Parts:
    called = names(settings.command, (one.name for one in offered(host.router.commands)))
    channels, people = Channels(clients, host.clock), People(clients, host.clock)
    uploads, tasks = Uploads(clients, host.kept), Tasks()
    sender = SlackSender(clients, channels, uploads, called, host.clock, Pace(host.clock))
    visits = Visits(people, channels, settings.managers)
    answers = Answers(clients, sender, uploads, called)
    handlers = Handlers(host, clients, visits, answers, called, tasks)
    home = Home(host, clients, visits, channels, called)

    def forget(team: str) -> None:
        clients.keys.forget(team)
        people.forget(team)
        channels.forget(team)

    events = Events(home, host.workspaces, installations, forget)
    report = Report(visits, answers, time.monotonic)
    app = App(handlers, home, events, report, tasks, timing.patience * SUBMIT_PART)
    return _Parts(sender, Edge(app.dispatch, handlers, tasks, timing.patience), tasks, forget)
