"""A scene of one's own for every test: on SQLite in the test's thread, or on both databases as the service runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.study.work import ThreadWork
from tests.features.scene import Scene
from tests.support.bank import small_bank
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened


@pytest.fixture
def scene(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Scene]:
    with opened(sqlite_files.copy(tmp_path)) as database:
        yield Scene(InlineWork(database), small_bank(multiple=False))


@pytest.fixture
def real(work: ThreadWork) -> Scene:
    """The scene over each database, its transactions on threads."""
    return Scene(work, small_bank(multiple=False))
