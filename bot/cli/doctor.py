"""`studybot doctor`: what is wrong, and how to mend it."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.bank.faults import BankError
from bot.chat.port import Finding
from bot.cli.drafts import drafts_left_out
from bot.cli.simulate_database import find_remains
from bot.cli.unread import unread_settings
from bot.clock import system_clock
from bot.config import Settings
from bot.errors import ConfigError, StudybotError
from bot.installed import loadable
from bot.service import chosen_adapters, open_bank
from bot.storage.engine import missing_file, open_database
from bot.storage.migrate import current, require_known, revisions
from bot.study.due import upcoming
from bot.study.offset import moved
from bot.study.overdue import MEND, overdue
from bot.study.work import ThreadWork
from bot.vault import read_keys


def examine(_asked: argparse.Namespace, settings: Settings) -> int:
    """Print a line for everything looked at; return 1 if something is wrong."""
    findings = asyncio.run(_findings(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what}")
        if not finding.ok and finding.mend:
            print(f"       To mend it: {finding.mend}")
    wrong = sum(not finding.ok for finding in findings)
    print(f"{wrong} of {len(findings)} need mending." if wrong else "All is well.")
    return 1 if wrong else 0


async def _findings(settings: Settings) -> Sequence[Finding]:
    installed, broken = loadable()
    mend = "install the locked requirements again"
    found = [Finding(False, f"platform {name}: {error}", mend) for name, error in broken.items()]
    found += [*unread_settings(settings.env, installed.values()), *_bank(settings), *await _database(settings)]
    found += find_remains(settings)
    for adapter in installed.values():
        found += await adapter.doctor(settings.env)
    return [*found, *_secret_key(settings), _chosen(settings)]


def _bank(settings: Settings) -> Iterator[Finding]:
    try:
        holder = open_bank(settings)
    except BankError as error:
        yield Finding(False, f"question bank: {len(error.faults)} faults", "studybot content check names each")
        return
    for exam, bank in holder.current.banks.items():
        yield Finding(True, f"question bank {exam}: {len(bank.questions)} questions")
    if said := drafts_left_out(holder.current):
        yield Finding(True, f"drafts: {said}")
    for folder in holder.current.left_out:
        yield Finding(False, f"question bank in {folder}: left out", f"studybot content check {folder}")


async def _database(settings: Settings) -> list[Finding]:
    mend = "check STUDYBOT_DATABASE_URL, and that the database runs and lets us in"
    try:
        if file := missing_file(settings.database_url):  # opening it would make it, and we change nothing
            return [_to_be_made(file, mend)]
        database = open_database(settings.database_url)
    except ConfigError as error:
        return [Finding(False, f"database: {error}", mend)]
    work = ThreadWork(database)
    try:
        revision = await asyncio.to_thread(current, database)
        if revision is None:
            return [Finding(True, "database: empty; `studybot run` creates its tables")]
        if revision != (newest := revisions()[-1]):
            require_known(revision, revisions())
            return [Finding(True, f"database: revision {revision}; `studybot run` brings it to {newest}")]
        return [Finding(True, f"database: revision {revision}"), *await _due_times(work)]
    except StudybotError as error:
        return [Finding(False, f"database: {error}", mend)]
    finally:
        work.close()


async def _due_times(work: ThreadWork) -> list[Finding]:
    now = await work.read(moved, system_clock())
    ahead = sum(at > now for _, _, at in await work.read(upcoming))
    found = [Finding(True, f"due times: {ahead} ahead")]
    if missed := await work.read(overdue, now):
        found.append(Finding(False, f"due times: nothing came of {', '.join(map(str, missed))}", MEND))
    return found


def _to_be_made(file: Path, mend: str) -> Finding:
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return Finding(True, f"database: {file} is not there yet; `studybot run` creates it")
    return Finding(False, f"database: {file} can't be created in {folder}", mend)


def _secret_key(settings: Settings) -> Iterator[Finding]:
    try:
        read_keys(settings.secret_key)
    except ConfigError as error:
        yield Finding(False, f"secret key: {error}", "copy it again from where you keep it, whole")


def _chosen(settings: Settings) -> Finding:
    try:
        return Finding(True, f"platforms to start: {', '.join(chosen_adapters(settings))}")
    except ConfigError as error:
        return Finding(False, f"platforms to start: {error}", "see above")
