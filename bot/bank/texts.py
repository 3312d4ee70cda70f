"""Small readings of a question's text: its question, its words, its code."""

from __future__ import annotations

import re
from functools import lru_cache

_ENDING = re.compile(r"\s*\(Choose [^()]*\)\s*$")
_FENCE = re.compile(r"^```(\w*)[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def without_ending(stem: str) -> str:
    """Return the stem without its “(Choose …)”."""
    return _ENDING.sub("", stem).rstrip()


def without_code(text: str) -> str:
    """Return the text with each fenced block and each span in backticks made a space."""
    return _CODE.sub(" ", _FENCE.sub(" ", text)) if "`" in text else text


def question_sentence(stem: str) -> str:
    """Return the last sentence of the stem, without code and “(Choose …)”."""
    return _SENTENCE_END.split(without_code(without_ending(stem)).strip())[-1]


def sentences(text: str) -> list[str]:
    """Return the sentences of the text, without code."""
    return _SENTENCE_END.split(without_code(text).strip())


def fenced_blocks(text: str) -> list[tuple[str, str]]:
    """Return each closed fenced block as its tag (may be empty) and its body."""
    return _FENCE.findall(text)


def words(text: str) -> list[str]:
    """Return the words of the text in small letters; numbers are none."""
    return _WORD.findall(text.lower())


def bare_words(text: str) -> list[str]:
    """Return the words of the text outside code, as they are written."""
    return _WORD.findall(without_code(text))


@lru_cache(maxsize=64)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, in any case; nothing when there are none."""
    if not phrases:
        return re.compile(r"(?!)")
    choice = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"\b(?:{choice})\b", re.IGNORECASE)
