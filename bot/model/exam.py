"""The exam: what people study for, and the rules its questions follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Domain:
    """A part of the blueprint. `weight` is its share of the scored questions in percent."""

    id: str
    title: str
    weight: int


@dataclass(frozen=True)
class TaskStatement:
    """A task of the official guide; its id (`2.1`) begins with its domain's."""

    id: str
    title: str
    domain: str


@dataclass(frozen=True)
class Section:
    """A section of the course that the topics come from."""

    number: int
    title: str


@dataclass(frozen=True)
class Topic:
    """What one question is about.

    `section` is the course section (2–13) or None for a gap topic; `flag` is None, `low`, `legacy` or `meta`;
    `facts` is the rough number of testable facts in the course section (0 for a gap topic).
    """

    id: str
    title: str
    task: str
    domain: str
    section: int | None
    flag: str | None
    facts: int

    @property
    def folder(self) -> str:
        """The folder of its question file: the section in two digits, or `gap`."""
        return "gap" if self.section is None else f"{self.section:02d}"


@dataclass(frozen=True)
class ExamForm:
    """The real exam: number of questions, minutes, and the scaled scores (points)."""

    questions: int
    minutes: int
    scale_min: int
    scale_max: int
    pass_mark: int


@dataclass(frozen=True)
class Exam:
    """One exam with its blueprint, in the order of its file."""

    id: str
    title: str
    form: ExamForm
    domains: tuple[Domain, ...]
    tasks: tuple[TaskStatement, ...]
    topics: tuple[Topic, ...]
    complete: bool
    sections: tuple[Section, ...] = ()

    @cached_property
    def domain_by_id(self) -> Mapping[str, Domain]:
        """Domains by id."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def task_by_id(self) -> Mapping[str, TaskStatement]:
        """Task statements by id."""
        return {task.id: task for task in self.tasks}

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}
