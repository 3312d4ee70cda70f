"""What goes to one channel arrives in the order in which it fell due."""

from __future__ import annotations

import asyncio

from tests.delivery.stand import Stand
from tests.fakes.platform import Hold


async def test_the_next_question_waits_for_the_reveal_before_it(here: Stand) -> None:
    await here.due()
    here.clock.now = here.now_group().next_daily_at
    hold = Hold()
    here.process.sender.fails("edit", hold)
    settling = asyncio.create_task(here.process.delivery.settle())
    await hold.entered.wait()
    assert here.kinds() == ["question"]  # a send beside it would have begun before, and nothing holds that one up
    hold.go.set()
    await settling
    assert here.kinds() == ["reveal", "question"]
