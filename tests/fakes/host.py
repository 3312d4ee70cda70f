"""What an adapter is handed beside the router, in memory."""

from __future__ import annotations

from collections.abc import Sequence


class MemoryVault:
    """Satisfies `bot.chat.port.Vault`, and seals nothing."""

    def __init__(self, *, ready: bool = True) -> None:
        self.values: dict[str, bytes] = {}
        self.ready = ready

    async def get(self, key: str) -> bytes | None:
        return self.values.get(key)

    async def put(self, key: str, value: bytes) -> None:
        self.values[key] = value

    async def delete(self, key: str) -> None:
        self.values.pop(key, None)

    async def keys(self, prefix: str = "") -> Sequence[str]:
        return sorted(key for key in self.values if key.startswith(prefix))


class MemoryKept:
    """Satisfies `bot.chat.port.Kept`."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    async def get(self, name: str) -> str:
        return self.values.get(name, "")

    async def put(self, name: str, value: str) -> None:
        self.values[name] = value


class HeardWorkspaces:
    """Satisfies `bot.chat.port.Workspaces`, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    async def gone(self, workspace: str) -> None:
        self.heard.append(("gone", workspace))

    async def back(self, workspace: str) -> None:
        self.heard.append(("back", workspace))
