"""What stands before the database and the vault, to make them slow or unreachable."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ParamSpec, TypeVar

from bot.errors import StudybotError
from bot.features.all import router
from bot.study.work import Reading, Work, Writing
from tests.contract.doors import Core
from tests.fakes.host import MemoryVault

P = ParamSpec("P")
T = TypeVar("T")


class Gate:
    """A `Work` whose database may be slow or down: calls wait until it is `open`, and fail with `error` if any."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.error: StudybotError | None = None
        self._work: Work | None = None

    def guard(self, core: Core) -> None:
        """Stand before a core's database."""
        self._work = core.app.work
        core.app = replace(core.app, work=self)
        core.router = router(core.app)
        core.host = replace(core.host, router=core.router)

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.read."""
        return await (await self._through()).read(use_case, *args, **kwargs)

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.write."""
        return await (await self._through()).write(use_case, *args, **kwargs)

    async def _through(self) -> Work:
        await self.open.wait()
        if self.error is not None:
            raise self.error
        assert self._work is not None
        return self._work


class SlowVault(MemoryVault):
    """A vault that answers while it is `open`."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()
        self.open.set()

    async def get(self, key: str) -> bytes | None:
        await self.open.wait()
        return await super().get(key)
