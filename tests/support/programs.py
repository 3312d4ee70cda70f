"""Programs for tests that need processes of their own: `python -m tests.support.programs <name> <url> …`.

Each says `ready`, waits for a line, and then works, so that several begin together.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.model.quiz import Asking
from bot.storage.engine import Limits, open_database
from bot.storage.migrate import upgrade
from bot.study import mock_exams
from bot.study.answers import answer
from bot.study.quizzes import start
from bot.study.work import ThreadWork
from tests.support.clock import START
from tests.support.world import BANKS, actor, place

PATIENT = Limits(lock=60, statement=60)
"""For what is about counting, not about how soon: on a busy machine a hundred presses take their time."""
_ROOT = Path(__file__).parents[2]


def _migrate(url: str) -> None:
    """Upgrade, and say the revision."""
    database = open_database(url)
    _wait()
    print(upgrade(database))
    database.dispose()


def _answer_at_once(url: str, posting: str, letters: str, *users: str) -> None:
    """Let every user press at the same time; say how many were told that theirs was the first."""

    async def press() -> None:
        work = ThreadWork(open_database(url, PATIENT), wait_seconds=PATIENT.statement)
        await asyncio.to_thread(_wait)
        presses = (work.write(answer, actor(user), int(posting), letters, START) for user in users)
        print(sum(not outcome.repeated for outcome in await asyncio.gather(*presses)))
        work.close()

    asyncio.run(press())


def _answer_forever(url: str, posting: str, letters: str) -> None:
    """Answer as one user after the other; say each after it was confirmed."""

    async def press() -> None:
        work = ThreadWork(open_database(url))
        _wait()
        for number in range(10_000):
            await work.write(answer, actor(f"u{number}"), int(posting), letters, START)
            print(f"u{number}", flush=True)

    asyncio.run(press())


def _quiz_at_once(url: str, *users: str) -> None:
    """Let every user ask for a quiz at the same time; say how many got a new one."""

    async def ask() -> None:
        work = ThreadWork(open_database(url))
        await asyncio.to_thread(_wait)
        calls = (work.write(start, actor(user), place(), BANKS, "", 5, START) for user in users)
        print(sum(isinstance(step, Asking) for step in await asyncio.gather(*calls)))
        work.close()

    asyncio.run(ask())


def _exam_at_once(url: str, *users: str) -> None:
    """Let every user start a mock exam at the same time; say how many different ones they were given."""

    async def begin() -> None:
        work = ThreadWork(open_database(url))
        await asyncio.to_thread(_wait)
        calls = (work.write(mock_exams.start, actor(user), place(), BANKS, 65, 0, START) for user in users)
        print(len({standing.exam.id for standing in await asyncio.gather(*calls)}), "exams")
        work.close()

    asyncio.run(begin())


def _wait() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


_PROGRAMS = {
    "migrate": _migrate,
    "answer-at-once": _answer_at_once,
    "answer-forever": _answer_forever,
    "quiz-at-once": _quiz_at_once,
    "exam-at-once": _exam_at_once,
}


@contextmanager
def started(*programs: tuple[str, ...]) -> Iterator[list[subprocess.Popen[str]]]:
    """Start programs, wait until all are ready, let them go; kill what is left of them at the end."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", __name__, *arguments],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for arguments in programs
    ]
    try:
        for process in running:
            assert said(process) == "ready"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        yield running
    finally:
        for process in running:
            process.kill()
            sys.stderr.write(process.communicate()[1])  # shown with the test, should it have failed


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line that a program says, empty if it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


if __name__ == "__main__":
    _PROGRAMS[sys.argv[1]](*sys.argv[2:])  # type: ignore[operator]
