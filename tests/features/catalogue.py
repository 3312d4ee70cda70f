"""The sentences of the code, as they are collected for translators, and whether one of them stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

REPOSITORY = Path(__file__).parents[2]
_KEYWORDS = {"t": None, "tn": (1, 2), "mark": None}


def sentences(room: str) -> Iterator[str]:
    """Yield every sentence of the code in a folder, both forms of those that count."""
    for _, _, message, _, _ in extract_from_dir(str(REPOSITORY / room), keywords=_KEYWORDS):
        yield from (message,) if isinstance(message, str) else message


def placeholders(room: str) -> frozenset[str]:
    """Return the name of every placeholder in those sentences."""
    return frozenset(name for sentence in sentences(room) for name in re.findall(r"\{(\w+)\}", sentence))


def occurs(sentence: str, text: str) -> bool:
    """Return whether a sentence stands in a text, whatever its placeholders are filled with."""
    parts = re.split(r"\{\w+\}", sentence)
    return re.search(".+?".join(re.escape(part) for part in parts), text) is not None
