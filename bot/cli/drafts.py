"""What is said of questions that are still being written."""

from __future__ import annotations

from bot.bank.load import Banks


def drafts_left_out(banks: Banks) -> str:
    """Return how many drafts nobody is asked, and where to read about them; nothing if there are none."""
    count = sum(banks.drafts.values())
    left_out = "1 question is left out" if count == 1 else f"{count} questions are left out"
    return f"{left_out}; `studybot content check` says what each lacks" if count else ""
