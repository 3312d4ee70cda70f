"""A question of the bank, and the bank."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.exam import Exam
from bot.model.glossary import Service
from bot.model.note import Note
from bot.model.reference import Reference

__all__ = ["Bank", "Option", "Question", "Reference"]


@dataclass(frozen=True)
class Option:
    """An option. Its id (`a`–`f`) is never reused, so that an attempt stays readable after an edit."""

    id: str
    text: str
    correct: bool
    why: str


@dataclass(frozen=True)
class Question:
    """An item of the bank: a stem, its options and its key."""

    id: str
    topic: str
    task: str
    domain: str
    type: str
    difficulty: int
    recall: bool
    stem: str
    options: tuple[Option, ...]
    references: tuple[Reference, ...]
    facts: tuple[int, ...] = ()
    shuffle: bool = True
    stale_if: str = ""
    retired: bool = False

    @cached_property
    def key(self) -> frozenset[str]:
        """The ids of the correct options."""
        return frozenset(option.id for option in self.options if option.correct)

    @property
    def choose(self) -> int:
        """How many options an answer holds: 1 for single response."""
        return len(self.key)

    @cached_property
    def revision(self) -> str:
        """12 hex digits over type, stem, option ids and texts, and key: what an answer was an answer to.

        Whys, references and dates may be improved without making a new revision.
        """
        said = [self.type, self.stem, [[o.id, o.text] for o in self.options], sorted(self.key)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Bank:
    """All questions of one exam by id, retired ones too; its study notes by topic, and its glossary of services."""

    exam: Exam
    questions: Mapping[str, Question]
    notes: Mapping[str, Note] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
