"""`studybot db …`."""

from __future__ import annotations

import argparse

from bot.config import Settings
from bot.storage.engine import open_database
from bot.storage.migrate import upgrade


def upgrade_database(_asked: argparse.Namespace, settings: Settings) -> int:
    """Bring the tables to this version."""
    database = open_database(settings.database_url)
    try:
        print(f"The database is at revision {upgrade(database)}.")
    finally:
        database.dispose()
    return 0
