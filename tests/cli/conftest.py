"""A small exam of one's own, and a database that the program is to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bank.load import load_bank
from bot.model.question import Bank
from bot.storage.engine import Database
from tests.bank.builders import write_exam
from tests.support.databases import SqliteFiles, opened


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bank:
    """A small exam of one's own beside the shipped one; the key of its one question is a."""
    folder = write_exam(tmp_path / "own")
    monkeypatch.setenv("STUDYBOT_CONTENT_DIR", str(folder))
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'studybot.db'}")
    return load_bank(folder)


@pytest.fixture
def bank_database(bank: Bank, sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Database]:
    with opened(sqlite_files.copy(tmp_path)) as database:
        yield database
