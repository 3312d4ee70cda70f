"""The vault: nothing in clear in the database, keys that can be exchanged, and a clear word where one is missing."""

from __future__ import annotations

import pytest

from bot.errors import ConfigError
from bot.storage.tables import vault
from bot.study.work import ThreadWork
from bot.vault import PlainKept, SealedVault, new_key, read_keys, seal_with_newest
from tests.support.store import Store

TOKEN = b"xoxb-very-secret"


@pytest.fixture
def key() -> str:
    return new_key()


async def test_a_value_comes_back_and_is_not_in_clear_in_the_database(work: ThreadWork, store: Store, key: str) -> None:
    mine = SealedVault(work, read_keys(key), "slack")
    await mine.put("token:T1", TOKEN)
    assert await mine.get("token:T1") == TOKEN
    [row] = store.rows(vault)
    assert TOKEN.decode() not in row.sealed
    await mine.put("token:T1", b"another")
    assert await mine.get("token:T1") == b"another"
    await mine.delete("token:T1")
    assert await mine.get("token:T1") is None


async def test_adapters_do_not_see_one_another(work: ThreadWork, key: str) -> None:
    one, other = (SealedVault(work, read_keys(key), name) for name in ("slack", "discord"))
    await one.put("token:T1", TOKEN)
    await one.put("state", b"1")
    assert await other.get("token:T1") is None
    assert list(await one.keys("token:")) == ["token:T1"]
    assert list(await one.keys()) == ["state", "token:T1"]
    assert list(await other.keys()) == []


async def test_keys_can_be_exchanged_without_a_loss(work: ThreadWork, key: str) -> None:
    await SealedVault(work, read_keys(key), "slack").put("token", TOKEN)
    newer = new_key()
    both = read_keys(f"{newer}, {key}")
    assert both is not None
    assert await SealedVault(work, both, "slack").get("token") == TOKEN
    assert await seal_with_newest(work, both) == 1
    alone = read_keys(newer)
    assert await SealedVault(work, alone, "slack").get("token") == TOKEN
    assert alone is not None
    assert await seal_with_newest(work, alone) == 1


async def test_without_its_key_a_value_stays_closed_and_is_not_lost(work: ThreadWork, key: str) -> None:
    await SealedVault(work, read_keys(key), "slack").put("token", TOKEN)
    stranger = read_keys(new_key())
    assert stranger is not None
    with pytest.raises(ConfigError, match="earlier key"):
        await SealedVault(work, stranger, "slack").get("token")
    with pytest.raises(ConfigError, match="earlier key"):
        await seal_with_newest(work, stranger)
    assert await SealedVault(work, read_keys(key), "slack").get("token") == TOKEN


async def test_without_any_key_nothing_is_kept(work: ThreadWork, store: Store) -> None:
    closed = SealedVault(work, read_keys(""), "slack")
    assert not closed.ready
    with pytest.raises(ConfigError, match="STUDYBOT_SECRET_KEY: missing"):
        await closed.put("token", TOKEN)
    assert store.count(vault) == 0


def test_what_is_no_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(ConfigError, match="STUDYBOT_SECRET_KEY") as refused:
        read_keys("my-password")
    assert "my-password" not in str(refused.value)


async def test_plain_values_are_kept_by_adapter(work: ThreadWork) -> None:
    one, other = PlainKept(work, "discord"), PlainKept(work, "slack")
    assert await one.get("commands") == ""
    await one.put("commands", "abc")
    await one.put("commands", "def")
    assert (await one.get("commands"), await other.get("commands")) == ("def", "")
