"""`studybot run` and `studybot post`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from importlib.metadata import version

from bot.bank.faults import format_fault
from bot.bank.holder import BankHolder
from bot.cli.drafts import drafts_left_out
from bot.cli.simulate_database import refuse_remains
from bot.cli.unread import unread_settings
from bot.config import Settings
from bot.i18n import words
from bot.installed import loadable
from bot.roles import Roles, read_roles
from bot.service import Service, build, chosen_adapters
from bot.study.due import upcoming

log = logging.getLogger(__name__)


def serve(asked: argparse.Namespace, settings: Settings) -> int:
    """Serve until stopped by a signal."""
    return asyncio.run(_serve(settings, asked.only))


def post(_asked: argparse.Namespace, settings: Settings) -> int:
    """Post what is owed, once."""
    return asyncio.run(_post(settings))


def _warn_of_unread(settings: Settings) -> None:
    """Before anything can fail for want of what was misspelt."""
    for finding in unread_settings(settings.env, loadable()[0].values()):
        log.warning("%s; %s", finding.what, finding.mend)


async def _serve(settings: Settings, only: str) -> int:
    _warn_of_unread(settings)
    chosen = chosen_adapters(settings)
    roles = read_roles(only, chosen)
    await asyncio.to_thread(refuse_remains, settings)
    service = await build(settings, chosen)
    stop, started = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _begin_to_stop, stop)
    loop.add_signal_handler(signal.SIGHUP, lambda: _reload(service.banks))
    running = asyncio.create_task(service.run(stop, started, roles))
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if started.is_set():
        print(await _greeting(service, roles), flush=True)
    await running
    print("Stopped.", flush=True)
    return 0


def _begin_to_stop(stop: asyncio.Event) -> None:
    """Say so at once: a send under way may take its ten seconds."""
    if not stop.is_set():
        print("Stopping: what is under way ends first.", flush=True)
        stop.set()


async def _post(settings: Settings) -> int:
    _warn_of_unread(settings)
    await asyncio.to_thread(refuse_remains, settings)
    service = await build(settings)
    try:
        made = await service.delivery.tick()
        sent = await service.delivery.send_all()
        print(f"{made} fell due, {sent} sent or settled.")
        print(await _next_line(service))
    finally:
        for connection in service.connections.values():
            await connection.listener.stop()
        service.close()
    return 0


async def _greeting(service: Service, roles: Roles) -> str:
    banks = ", ".join(f"{exam} ({len(bank.questions)} questions)" for exam, bank in service.app.banks().items())
    lines = [
        f"studybot {version('studybot')} is up.",
        f"  Platforms  {', '.join(service.connections)}",
        f"  Here       {', '.join(roles.names)} alone" if not _everything(service, roles) else "",
        f"  Page       {service.http.address}" if "web" in service.connections else "",
        f"  Database   {service.database.name} (revision {service.revision})",
        f"  Questions  {banks}",
        f"  Drafts     {drafts}" if (drafts := drafts_left_out(service.banks.current)) else "",
        f"  Next       {await _next_line(service)}",
        "Stop it with Ctrl+C.",
    ]
    left_out = [format_fault(fault) for fault in service.banks.current.faults]
    return "\n".join([line for line in lines if line] + left_out)


def _everything(service: Service, roles: Roles) -> bool:
    return roles == read_roles("", service.connections)


async def _next_line(service: Service) -> str:
    coming = await service.work.read(upcoming)
    if not coming:
        where = "Open the page and" if "web" in service.connections else "In the chat,"
        return f"nothing yet: no study group is set up. {where} type /setup in a channel."
    kind, group, moment = coming[0]
    what = {"daily": "the daily question", "reveal": "the reveal", "recap": "the weekly recap"}[kind]
    when = words("en").moment(moment, group.schedule.zone)
    return f"{what} in #{group.channel_name or group.channel}, {when} ({group.schedule.zone})"


def _reload(banks: BankHolder) -> None:
    """Read the bank again; what is wrong with the new files is logged, and the present bank stays."""
    faults = banks.reload()
    for fault in faults:
        log.error("%s", format_fault(fault))
    log.info("the question bank was %s", "kept: the new files are faulty" if faults else "read again")
    if drafts := drafts_left_out(banks.current):
        log.info("drafts: %s", drafts)
