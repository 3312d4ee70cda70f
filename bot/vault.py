"""What adapters keep: secrets, encrypted before they reach the database, and small plain values."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError
from bot.study import keeping
from bot.study.work import Work

SETTING = "STUDYBOT_SECRET_KEY"
_EXAMPLE = "the output of `studybot key`"


def new_key() -> str:
    """Return a new key for the setting."""
    return Fernet.generate_key().decode()


def read_keys(written: str) -> MultiFernet | None:
    """Return the keys of the setting, newest first, joined by commas; None where it is empty.

    Raises ConfigError for one that is no key.
    """
    keys = [part.strip() for part in written.split(",") if part.strip()]
    try:
        return MultiFernet([Fernet(key) for key in keys]) if keys else None
    except ValueError:
        raise ConfigError(SETTING, "holds something that is no key", _EXAMPLE) from None


class SealedVault:
    """Satisfies `bot.chat.port.Vault` for one adapter, whose names are its own.

    The newest key seals; any key of the setting opens, so that keys can be exchanged without a loss.
    """

    def __init__(self, work: Work, keys: MultiFernet | None, adapter: str) -> None:
        self._work = work
        self._keys = keys
        self._prefix = f"{adapter}:"

    @property
    def ready(self) -> bool:
        """Whether there is a key."""
        return self._keys is not None

    async def get(self, key: str) -> bytes | None:
        """Return a value, None if there is none."""
        found = await self._work.read(keeping.sealed, self._prefix + key)
        if found is None:
            return None
        try:
            return self._required().decrypt(found)
        except InvalidToken:
            raise ConfigError(
                SETTING, "can't open what was sealed with an earlier key; name that one too", _EXAMPLE
            ) from None

    async def put(self, key: str, value: bytes) -> None:
        """Seal a value and keep it in place of what was there."""
        await self._work.write(keeping.put_sealed, self._prefix + key, self._required().encrypt(value).decode())

    async def delete(self, key: str) -> None:
        """Delete a value, if there is one."""
        await self._work.write(keeping.delete_sealed, self._prefix + key)

    async def keys(self, prefix: str = "") -> Sequence[str]:
        """Return the keys of this adapter's values that begin with `prefix`, in order."""
        names = await self._work.read(keeping.sealed_names, self._prefix + prefix)
        return [name.removeprefix(self._prefix) for name in names]

    def _required(self) -> MultiFernet:
        if self._keys is None:
            raise ConfigError(SETTING, "missing, but a platform has secrets to keep", _EXAMPLE)
        return self._keys


class PlainKept:
    """Satisfies `bot.chat.port.Kept` for one adapter, whose names are its own."""

    def __init__(self, work: Work, adapter: str) -> None:
        self._work = work
        self._prefix = f"{adapter}:"

    async def get(self, name: str) -> str:
        """Return a value, an empty text if it was never put."""
        return await self._work.read(keeping.value, self._prefix + name)

    async def put(self, name: str, value: str) -> None:
        """Keep a value in place of what was there."""
        await self._work.write(keeping.put_value, self._prefix + name, value)


async def seal_with_newest(work: Work, keys: MultiFernet) -> int:
    """Seal everything anew with the newest key, so that older ones may be left out from now on; return how much.

    Raises ConfigError, changing nothing, where something was sealed with a key that is not named any more.
    """
    try:
        return await work.write(keeping.seal_anew, lambda old: keys.rotate(old).decode())
    except InvalidToken:
        fault = "can't open what was sealed with an earlier key; name that one too, behind a comma"
        raise ConfigError(SETTING, fault, _EXAMPLE) from None
