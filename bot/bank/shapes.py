"""The shape of each content file, as its author writes it.

msgspec rather than pydantic: it is imported in 0.03 s instead of 0.2–0.5 s, which every start would pay, and its types
make the JSON Schemas for editors too. It stops at the first fault; `bot.bank.explain` finds the others, with lines.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from bot.bank.exam_rules import Rules

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ShortId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,32}$", description="Buttons carry it.")]
WebAddress = Annotated[str, Meta(pattern=r"^https://[^\s/]+(/\S*)?$")]
Evidence = Literal["stored", "recalled"]


class Shape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping of a content file: every field is known, and a list has become a tuple."""


class OptionShape(Shape, frozen=True, kw_only=True):
    """An option with its reason: why it is right, or why not and when it would be."""

    id: Annotated[str, Meta(pattern="^[a-f]$", description="Never reused within the question.")]
    text: Text
    why: Text
    correct: bool = False


class ReferenceShape(Shape, frozen=True, kw_only=True):
    """A page that states the deciding fact."""

    url: WebAddress
    title: Text
    evidence: Annotated[Evidence, Meta(description="stored: the deciding sentence was read on that day.")]
    checked: Annotated[date, Meta(description="The day it was read, or written from memory: YYYY-MM-DD.")]


class QuestionShape(Shape, frozen=True, kw_only=True):
    """A question as written; its topic stands at the head of its file."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]+-\d{2,}$", description="Topic and number; stable for ever.")]
    type: Literal["single", "multiple"]
    difficulty: Annotated[int, Meta(ge=1, le=3, description="1 one fact decides, 2 apply, 3 analyse.")]
    stem: Text
    options: tuple[OptionShape, ...]
    references: tuple[ReferenceShape, ...]
    recall: Annotated[bool, Meta(description="true: no situation, a plain question.")] = False
    facts: Annotated[tuple[int, ...], Meta(description="The sentences of the fact sheet it stands on.")] = ()
    shuffle: Annotated[bool, Meta(description="false only where the order has a meaning.")] = True
    stale_if: Annotated[str, Meta(description="What change would make it wrong.")] = ""
    retired: Annotated[bool, Meta(description="true: no longer asked. A question is never deleted.")] = False
    draft: Annotated[bool, Meta(description="true: still being written, and not asked yet.")] = False


class QuestionFile(Shape, frozen=True, kw_only=True):
    """All questions of one topic."""

    topic: Slug
    questions: tuple[QuestionShape, ...]


class FactShape(Shape, frozen=True, kw_only=True):
    """A sentence in one's own words, with the page that states it."""

    id: Annotated[int, Meta(ge=1)]
    text: Text
    url: WebAddress
    evidence: Evidence
    checked: date


class FactsFile(Shape, frozen=True, kw_only=True):
    """The fact sheet of one topic."""

    topic: Slug
    facts: tuple[FactShape, ...]
    misconceptions: tuple[Text, ...] = ()


class LineShape(Shape, frozen=True, kw_only=True):
    """A line of a note: one of its fields, with a sentence or two."""

    what: Annotated[str, Meta(description="What it is.")] = ""
    when: Annotated[str, Meta(description="When to use it; for a legacy topic, what replaced it.")] = ""
    number: Annotated[str, Meta(description="A limit, default or size to know.")] = ""
    trap: Annotated[str, Meta(description="Where people go wrong.")] = ""


_OneField = Meta(extra_json_schema={"minProperties": 1, "maxProperties": 1})


class NoteFile(Shape, frozen=True, kw_only=True):
    """The study note of one topic."""

    topic: Slug
    note: tuple[Annotated[LineShape, _OneField], ...]
    references: tuple[ReferenceShape, ...]
    facts: Annotated[tuple[int, ...], Meta(description="The sentences of the fact sheet it stands on.")] = ()


class ServiceShape(Shape, frozen=True, kw_only=True):
    """A service."""

    name: Annotated[Text, Meta(description="Its official name.")]
    what: Annotated[Text, Meta(description="What it is in a word or two, for newcomers.")] = field(name="is")
    also: Annotated[tuple[Text, ...], Meta(description="Other names that texts call it by.")] = ()


class ServicesFile(Shape, frozen=True, kw_only=True):
    """The glossary of services."""

    services: tuple[ServiceShape, ...]


class TopicShape(Shape, frozen=True, kw_only=True):
    """A topic; `task` may be missing only where `flag` is `meta`."""

    id: Annotated[Slug, Meta(max_length=64, description="Buttons carry it.")]
    title: Text
    task: str = ""
    flag: Literal["", "low", "legacy", "meta"] = ""
    facts: Annotated[int, Meta(ge=0, description="Rough number of testable facts.")] = 0


class SectionShape(Shape, frozen=True, kw_only=True):
    """A course section with its topics."""

    n: Annotated[int, Meta(ge=1, le=99)]
    name: Text
    topics: tuple[TopicShape, ...]


class TopicsFile(Shape, frozen=True, kw_only=True):
    """The sections in order, and the topics that no section holds."""

    sections: tuple[SectionShape, ...]
    gaps: tuple[TopicShape, ...] = ()


class FormShape(Shape, frozen=True, kw_only=True):
    """The real exam: number of questions, minutes, scaled scores."""

    questions: Annotated[int, Meta(ge=1)]
    minutes: Annotated[int, Meta(ge=1)]
    scale_min: int
    scale_max: int
    pass_mark: int


class DomainShape(Shape, frozen=True, kw_only=True):
    """A domain; the weights of all make 100 (percent)."""

    id: ShortId
    title: Text
    weight: Annotated[int, Meta(ge=1, le=100)]


class TaskShape(Shape, frozen=True, kw_only=True):
    """A task statement of a domain."""

    id: ShortId
    title: Text
    domain: str


class ExamFile(Shape, frozen=True, kw_only=True):
    """The exam, its blueprint and the rules for its questions."""

    id: Slug
    title: Text
    complete: Annotated[bool, Meta(description="true: the targets of the bank are errors.")]
    form: FormShape
    domains: tuple[DomainShape, ...]
    tasks: tuple[TaskShape, ...]
    rules: Rules
