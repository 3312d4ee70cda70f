"""Once a day the log names questions whose key looks wrong."""

from __future__ import annotations

import pytest

from bot.delivery.watch import Watch
from bot.study.items import suspicious
from tests.delivery.stand import Process
from tests.fakes.platform import Platform
from tests.support.answered import answered
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS

BANK = BANKS["small"]
FIRST = next(iter(BANK.questions))


@pytest.fixture
def watch(store: Store, clock: Clock) -> Watch:
    return Watch(Process(store, Platform(clock), clock).app)


async def test_a_question_that_looks_wrong_is_told_once(
    watch: Watch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    answered(store.database, BANK, "a" * 10 + "b" * 40)
    await watch.look()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert f"a key may be wrong: {FIRST}." in caplog.text
    await watch.look()
    assert len(caplog.records) == 1


async def test_sound_questions_are_not_told(watch: Watch, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    answered(store.database, BANK, "a" * 40 + "b" * 10)
    await watch.look()
    assert caplog.records == []
    assert store.read(suspicious, BANK) == ()
