"""`studybot key`."""

from __future__ import annotations

import argparse

from bot.config import Settings
from bot.vault import new_key


def print_key(_asked: argparse.Namespace, _settings: Settings) -> int:
    """Print a new key."""
    print(new_key())
    return 0
