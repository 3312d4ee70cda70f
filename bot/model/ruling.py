"""Rulings: the operator's word on a question, over its file; and what members report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What was ruled: it is doubted and not asked meanwhile, its key is another one, or it is not asked any more."""

    DISPUTED = "disputed"
    CORRECTED = "corrected"
    RETIRED = "retired"


class Wrong(StrEnum):
    """What a member finds wrong with a question."""

    KEY = "key"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    TYPO = "typo"
    OTHER = "other"


@dataclass(frozen=True)
class Ruling:
    """A ruling on a question as it was in `revision`; one that was edited since is free of it.

    `key` are the ids of the options that are right after all, None unless it was corrected. `at` is UTC.
    """

    exam: str
    question: str
    kind: Kind
    revision: str
    key: frozenset[str] | None
    note: str
    at: datetime


@dataclass(frozen=True)
class MemberReport:
    """What a member reported; who it was stays out of it. `at` is UTC."""

    exam: str
    question: str
    revision: str
    wrong: Wrong
    comment: str
    at: datetime
