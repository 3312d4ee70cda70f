"""`studybot simulate groups`: a simulation, its progress and its figures."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import time
from statistics import median

from bot.cli.simulate_database import lend_database
from bot.cli.stopping import sigterm_as_ctrl_c
from bot.config import Settings
from bot.service import open_bank
from bot.simulation.run import Plan, Progress, Simulation
from bot.simulation.verdict import Verdict

_TOGETHER = time(12)
_SHOWN = 10  # doubles and misses named, of each
_BAR = 30


def simulate_groups(asked: argparse.Namespace, settings: Settings) -> int:
    """Simulate, print the figures; return 1 if anything came twice or is missing."""
    plan = Plan(asked.groups, asked.days, asked.faults, asked.seed, _TOGETHER if asked.together else None)
    bank = next(iter(open_bank(settings).current.banks.values()))
    with _quiet(), sigterm_as_ctrl_c(), lend_database(settings.database_url) as database:
        simulation = Simulation(plan, database, bank, _progress())
        verdict = simulation.run()
    print(_report(simulation, verdict))
    return 0 if verdict.sound else 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Log nothing below an error: what goes wrong on purpose is no news."""
    logger = logging.getLogger("bot")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _progress() -> Progress:
    return _bar if sys.stderr.isatty() else _Lines()


def _bar(what: str, part: float) -> None:
    """For who watches: draw the bar anew, over the last one."""
    done = round(part * _BAR)
    print(f"\r{what:18} [{'#' * done}{'.' * (_BAR - done)}] {part:4.0%} ", end="", file=sys.stderr, flush=True)
    if part >= 1:
        print("\r" + " " * (_BAR + 30) + "\r", end="", file=sys.stderr, flush=True)


class _Lines:
    """For a log: a line as each tenth part is done, but for the last, after which something else is said."""

    def __init__(self) -> None:
        self._said = ("", 0)

    def __call__(self, what: str, part: float) -> None:
        tenths = int(part * 10)
        if 0 < tenths < 10 and self._said != (what, tenths):
            self._said = (what, tenths)
            print(f"studybot: {what}, {tenths}0 %", file=sys.stderr, flush=True)


def _report(simulation: Simulation, verdict: Verdict) -> str:
    platforms = simulation.platforms.values()
    sent = sum(len(messages) for platform in platforms for messages in platform.channels.values())
    calls = sum(platform.taken.total() for platform in platforms)
    limited = sum(platform.limited for platform in platforms)
    lines = [
        _groups(simulation),
        "late       " + " ".join(f"{name:>10}" for name in ("messages", "median", "99th", "worst")),
        *(f"  {kind:8} {_figures(late)}" for kind, late in verdict.late.items()),
        f"sent       {sent} messages by {calls} calls; {limited} more were refused by a limit",
        *_faults(simulation, verdict),
        f"doubles: {len(verdict.doubles)}",
        *(f"  {one}" for one in verdict.doubles[:_SHOWN]),
        f"misses: {len(verdict.misses)}",
        *(f"  {one}" for one in verdict.misses[:_SHOWN]),
    ]
    return "\n".join(lines)


def _groups(simulation: Simulation) -> str:
    groups, life = simulation.groups, simulation.life
    workspaces, zones = {group.workspace for group in groups}, {group.zone for group in groups}
    lived = f"{(life.end - life.begin).days} days from {life.begin.date()}"
    return f"groups     {len(groups)} in {len(workspaces)} workspaces and {len(zones)} zones, {lived}"


def _faults(simulation: Simulation, verdict: Verdict) -> Iterator[str]:
    if not simulation.faults.outages:
        return
    struck = simulation.faults.struck
    yield f"faults     {sum(struck.values())} calls, of which {simulation.crashes} ended their worker"
    yield f"skipped    {verdict.skipped} that no platform could have taken in time, each recorded with its reason"
    yield f"unclear    {verdict.unclear} that nobody can look up; their owners were told, or that got lost, too"


def _figures(late: Sequence[float]) -> str:
    if not late:
        return f"{0:10}"
    ordered = sorted(late)
    shown = (median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], ordered[-1])
    return " ".join([f"{len(ordered):10}", *(f"{_span(seconds):>10}" for seconds in shown)])


def _span(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.1f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
