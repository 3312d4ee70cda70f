"""The tables, by what they are about. Moments are UTC; dates are local to the group's zone at that time."""

from __future__ import annotations

from bot.storage.tables.base import is_waiting, metadata
from bot.storage.tables.groups import groups, installation, memberships, people, places, workspaces
from bot.storage.tables.keeping import kept, vault
from bot.storage.tables.learning import attempts, question_reports, question_rulings, quizzes, standings
from bot.storage.tables.sending import notices, page_messages, postings

__all__ = [
    "attempts",
    "groups",
    "installation",
    "is_waiting",
    "kept",
    "memberships",
    "metadata",
    "notices",
    "page_messages",
    "people",
    "places",
    "postings",
    "question_reports",
    "question_rulings",
    "quizzes",
    "standings",
    "vault",
    "workspaces",
]
