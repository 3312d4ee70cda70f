"""Workspaces that the app is removed from, and added to again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.storage import groups
from bot.study.pausing import resume_from
from bot.study.work import Work, reads, writes

__all__ = ["HeardWorkspaces", "purge"]

REASON = "workspace-gone"


class HeardWorkspaces:
    """Satisfies `bot.chat.port.Workspaces` for one adapter."""

    def __init__(self, work: Work, clock: Clock, adapter: str) -> None:
        self._work = work
        self._clock = clock
        self._adapter = adapter

    async def gone(self, workspace: str) -> None:
        """Pause the workspace's groups and begin to count how long they are kept."""
        await self._work.write(workspace_gone, self._adapter, workspace, self._clock())

    async def back(self, workspace: str) -> None:
        """Let groups go on that paused because the app was removed. Asks the database only, where nothing was gone."""
        if await self._work.read(is_away, self._adapter, workspace):
            await self._work.write(workspace_back, self._adapter, workspace, self._clock())


@reads
def is_away(tx: Connection, adapter: str, workspace: str) -> bool:
    """Return whether a workspace, or a group of it, waits for the app to come back."""
    waiting = any(group.pause_reason == REASON for group in groups.of_workspace(tx, adapter, workspace))
    return waiting or groups.is_gone(tx, adapter, workspace)


@writes
def workspace_gone(tx: Connection, adapter: str, workspace: str, now: datetime) -> None:
    """Pause a workspace's groups; those that an owner paused stay as they are."""
    for group in groups.workspace_gone(tx, adapter, workspace, now):
        found = groups.by_id(tx, group)
        if found is not None and found.paused_at is None:
            groups.change(tx, group, paused_at=now, pause_reason=REASON)


@writes
def workspace_back(tx: Connection, adapter: str, workspace: str, now: datetime) -> None:
    """Let a workspace's groups go on that paused because it was gone."""
    groups.workspace_back(tx, adapter, workspace)
    for group in groups.of_workspace(tx, adapter, workspace):
        if group.pause_reason == REASON:
            resume_from(tx, group, now)


@writes
def purge(tx: Connection, before: datetime) -> int:
    """Delete workspaces that were gone before a moment, with everything of theirs; return how many."""
    return groups.delete_gone(tx, before)
