"""The composition root: from settings to a running service. Nothing is built before somebody asks."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.bank.holder import BankHolder
from bot.chat.port import Adapter, Connection, Host, Sender
from bot.chat.router import Router
from bot.clock import ShiftedClock, system_clock
from bot.config import Settings
from bot.delivery.carry import Carrier
from bot.delivery.health import Health, Lookout
from bot.delivery.housekeeping import Housekeeping
from bot.delivery.loop import Delivery, Ticker
from bot.delivery.time_control import ClockControl
from bot.delivery.watch import Watch
from bot.errors import ConfigError, StudybotError
from bot.features.all import router
from bot.features.app import App
from bot.http import HttpServer
from bot.installed import DEFAULT_ADAPTER, adapters, load_adapter
from bot.roles import DELIVERY, SCHEDULER, Roles, read_roles
from bot.rules.calendar import zone_names
from bot.storage.engine import Database, open_database
from bot.storage.migrate import upgrade
from bot.study.groups import recompute_due_times
from bot.study.offset import kept_offset
from bot.study.pages import Pages
from bot.study.work import ThreadWork
from bot.study.workspaces import HeardWorkspaces
from bot.vault import PlainKept, SealedVault, read_keys, seal_with_newest

log = logging.getLogger(__name__)

CONTENT = Path(__file__).parents[1] / "content"


@dataclass
class Service:
    """Everything at work, built by `build` and not yet started."""

    settings: Settings
    database: Database
    revision: str
    banks: BankHolder
    app: App
    router: Router[App]
    clock: ShiftedClock
    work: ThreadWork
    delivery: Delivery
    time: ClockControl
    http: HttpServer
    health: Health
    connections: dict[str, Connection] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event, started: asyncio.Event | None = None, roles: Roles | None = None) -> None:
        """Serve until `stop` is set; `started` is set once all is up. Raises ConfigError if the port is taken.

        `roles` are what this process does of the whole, by default everything.
        """
        mine = roles or read_roles("", self.connections)
        ticker = Ticker(self.delivery)
        sending = None
        self.health.roles = mine.names
        watching: list[asyncio.Task[None]] = []
        try:
            await self.http.start()
            for name in sorted(mine.listening):
                await self.connections[name].listener.start()
            if mine.scheduler:
                ticker.start()
            watching = [asyncio.create_task(one.run()) for one in self._watchers(mine)]
            if mine.delivery:
                sending = asyncio.create_task(self.delivery.run())
            if started is not None:
                started.set()
            await stop.wait()
            if mine.scheduler:
                ticker.stop()
        finally:
            for connection in self.connections.values():  # those not started too: their senders may hold connections
                await connection.listener.stop()
            await self.http.stop()
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            if sending is not None:
                await self._end(sending)
            self.close()

    def _watchers(self, mine: Roles) -> Sequence[Watch | Housekeeping | Lookout]:
        """Return what looks around now and then: the scheduler for the whole, others for the scheduler."""
        if not mine.scheduler:
            return (Lookout(self.app),)
        return Watch(self.app), Housekeeping(self.app, timedelta(days=self.settings.retention_days))

    async def _end(self, sending: asyncio.Task[None]) -> None:
        """Let a send under way finish, for a cancelled one would have to be looked up."""
        self.delivery.end()
        async with self.delivery.gate:
            sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    def close(self) -> None:
        """Finish transactions under way and close the database."""
        self.work.close()


def open_bank(settings: Settings) -> BankHolder:
    """Return the shipped bank and one's own; raise BankError when the shipped one is faulty."""
    return BankHolder(CONTENT, settings.content_dirs)


def chosen_adapters(settings: Settings) -> Mapping[str, Adapter]:
    """Return the adapters to start: those named, else those that have settings, else the local page."""
    if settings.adapters:
        return {name: load_adapter(name) for name in settings.adapters}
    loaded = {name: load_adapter(name) for name in adapters()}
    configured = {name: adapter for name, adapter in loaded.items() if adapter.configured(settings.env)}
    return configured or {DEFAULT_ADAPTER: load_adapter(DEFAULT_ADAPTER)}


async def build(settings: Settings, chosen: Mapping[str, Adapter] | None = None) -> Service:
    """Return a service with its database upgraded and its adapters connected, nothing of it started.

    Raises ConfigError, BankError or StorageDown.
    """
    chosen = chosen_adapters(settings) if chosen is None else chosen
    banks = open_bank(settings)
    database = open_database(settings.database_url)
    revision = await asyncio.to_thread(upgrade, database)
    work = ThreadWork(database)
    try:
        return await _assemble(settings, chosen, banks, database, revision, work)
    except StudybotError:
        work.close()
        raise


async def _assemble(
    settings: Settings,
    chosen: Mapping[str, Adapter],
    banks: BankHolder,
    database: Database,
    revision: str,
    work: ThreadWork,
) -> Service:
    offset = await work.read(kept_offset)
    clock = ShiftedClock(system_clock, timedelta(seconds=offset))
    _refuse_shifted(clock, chosen)
    await work.write(recompute_due_times, clock())
    zone_names()  # read the list of zones now, for completions come from memory
    senders: dict[str, Sender] = {}
    app = App(
        work=work,
        banks=lambda: banks.current.banks,
        clock=clock,
        senders=senders,
        wake=lambda: delivery.wake(),  # noqa: PLW0108 - it is made further down
        commands=lambda: tuple(routes.commands),
    )
    routes = router(app)
    delivery = Delivery(app, Carrier(app, random.Random()))
    time = ClockControl(work, clock, delivery)
    health = Health(app, system_clock, {SCHEDULER: delivery.ticking, DELIVERY: delivery.sending})
    http = HttpServer(settings.http_host, settings.http_port, settings.public_url, health.look)
    service = Service(settings, database, revision, banks, app, routes, clock, work, delivery, time, http, health)
    if (keys := read_keys(settings.secret_key)) is not None:
        await seal_with_newest(work, keys)
    for name, adapter in chosen.items():
        kept = (SealedVault(work, keys, name), PlainKept(work, name), HeardWorkspaces(work, clock, name))
        host = Host(routes, clock, http, Pages(work, clock), time, settings.env, *kept)
        service.connections[name] = adapter.connect(host)
        senders[name] = service.connections[name].sender
    return service


def _refuse_shifted(clock: ShiftedClock, chosen: Mapping[str, Adapter]) -> None:
    """A database whose time was moved on the local page is for that page alone: real groups live in real time."""
    others: Sequence[str] = [name for name in chosen if name != DEFAULT_ADAPTER]
    if clock.offset and others:
        fault = f"the time of this database was moved on the local page, so {', '.join(others)} can't use it"
        raise ConfigError("STUDYBOT_DATABASE_URL", fault, "sqlite:///data/real.db")
