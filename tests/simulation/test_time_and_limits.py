"""Simulated time jumps over waits; the limits of simulated platforms."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.chat.port import RateLimited
from bot.simulation.discrete import SimulatedLoop
from bot.simulation.limits import COUNTED, PACED, Limits

T = TypeVar("T")
BEGIN = datetime(2026, 3, 6, tzinfo=UTC)


def live(course: Coroutine[Any, Any, T]) -> tuple[T, timedelta]:
    """Return what comes of something in simulated time, and how long it took there."""
    loop = SimulatedLoop(BEGIN)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(course), loop.clock() - BEGIN


def test_a_year_of_sleep_takes_no_time_and_others_wake_in_between() -> None:
    woken: list[int] = []

    async def sleep(days: int) -> None:
        await asyncio.sleep(days * 86400)
        woken.append(days)

    async def course() -> None:
        await asyncio.gather(sleep(365), sleep(1), sleep(30))

    _, took = live(course())
    assert (woken, took) == ([1, 30, 365], timedelta(days=365))


def test_a_sleep_never_ends_too_early() -> None:
    async def course() -> list[timedelta]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimulatedLoop)
        short = []
        for _ in range(200):
            until = loop.clock() + timedelta(seconds=1 / 3)
            await asyncio.sleep((until - loop.clock()).total_seconds())
            short.append(loop.clock() - until)
        return short

    assert min(live(course())[0]) >= timedelta()


def test_what_never_answers_meets_its_timeout() -> None:
    async def course() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10):
                await asyncio.sleep(60)

    assert live(course())[1] == timedelta(seconds=10)


def test_a_thread_is_waited_for_and_its_failure_handed_on() -> None:
    async def course() -> int:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(divmod, 1, 0)
        return await asyncio.to_thread(lambda: 7)

    assert live(course()) == (7, timedelta())


def test_waiting_for_what_nobody_will_do_is_an_error() -> None:
    async def course() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="nothing will ever happen"):
        live(course())


def test_fifty_calls_a_second_over_all_channels() -> None:
    limits = Limits(COUNTED)
    for call in range(50):
        limits.take("post", "w", f"c{call}", call / 100)
    with pytest.raises(RateLimited) as refused:
        limits.take("direct", "w", "@ada", 0.5)
    assert refused.value.retry_after == pytest.approx(0.5)
    limits.take("direct", "w", "@ada", 1.0)


def test_five_messages_in_five_seconds_in_a_channel() -> None:
    limits = Limits(COUNTED)
    for call in range(5):
        limits.take("post" if call % 2 else "edit", "w", "c", call)
    with pytest.raises(RateLimited):
        limits.take("post", "w", "c", 4.5)
    limits.take("post", "w", "other", 4.5)
    limits.take("find", "w", "c", 4.5)
    limits.take("post", "w", "c", 5.0)


def test_a_paced_platform_wants_a_second_between_messages_and_counts_edits_by_workspace() -> None:
    limits = Limits(PACED)
    limits.take("post", "w", "c", 0.0)
    with pytest.raises(RateLimited):
        limits.take("post", "w", "c", 0.9)
    for call in range(50):
        limits.take("edit", "w", f"c{call}", 1.0)
    with pytest.raises(RateLimited) as refused:
        limits.take("edit", "w", "c", 21.0)
    assert refused.value.retry_after == 40
    limits.take("edit", "other", "c", 21.0)
