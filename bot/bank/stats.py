"""How much of the exam the bank covers, as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.bank.check import in_use
from bot.bank.read import Loaded
from bot.bank.reviews import present_reviews
from bot.bank.targets import percent, wanted
from bot.model.question import Question


@dataclass(frozen=True)
class Share:
    """A part of the questions in use. `percent` is of them all; `wanted` too where the exam sets it."""

    id: str
    title: str
    count: int
    percent: float
    wanted: float | None = None


@dataclass(frozen=True)
class Stats:
    """Coverage of a bank by the questions in use. `evidence` counts references, `topics_short` has what is missing."""

    questions: int
    retired: int
    reviewed: int
    domains: tuple[Share, ...]
    tasks: tuple[Share, ...]
    sections: tuple[Share, ...]
    types: tuple[Share, ...]
    difficulties: tuple[Share, ...]
    evidence: tuple[Share, ...]
    topics_short: tuple[tuple[str, int], ...]


def bank_stats(loaded: Loaded) -> Stats:
    """Return the coverage of what was loaded, each list in the order of the blueprint, empty parts with 0."""
    exam, questions = loaded.exam, in_use(loaded)
    section_of = {topic.id: topic.folder for topic in exam.topics}
    sections = [(f"{section.number:02d}", section.title) for section in exam.sections] + [("gap", "")]
    levels = enumerate(loaded.rules.targets.difficulty, start=1)
    evidence = [reference.evidence for question in questions for reference in question.references]
    reviews = present_reviews(loaded.reviews, loaded.bank.questions)
    return Stats(
        questions=len(questions),
        retired=len(loaded.bank.questions) - len(questions),
        reviewed=sum(1 for question in questions if question.id in reviews),
        domains=_shares(questions, lambda q: q.domain, [(d.id, d.title, float(d.weight)) for d in exam.domains]),
        tasks=_shares(questions, lambda q: q.task, [(task.id, task.title, None) for task in exam.tasks]),
        sections=_shares(questions, lambda q: section_of[q.topic], [(id_, title, None) for id_, title in sections]),
        types=_shares(questions, lambda q: q.type, [(name, "", None) for name in loaded.rules.types]),
        difficulties=_shares(questions, lambda q: str(q.difficulty), [(str(n), "", share) for n, share in levels]),
        evidence=_counted(Counter(evidence), [("stored", "", None), ("recalled", "", None)]),
        topics_short=_topics_short(loaded, questions),
    )


_Part = tuple[str, str, float | None]


def _shares(
    questions: Sequence[Question], part: Callable[[Question], str], parts: Iterable[_Part]
) -> tuple[Share, ...]:
    return _counted(Counter(part(question) for question in questions), parts)


def _counted(counts: Counter[str], parts: Iterable[_Part]) -> tuple[Share, ...]:
    whole = counts.total()
    return tuple(Share(id_, title, counts[id_], percent(counts[id_], whole), want) for id_, title, want in parts)


def _topics_short(loaded: Loaded, questions: Sequence[Question]) -> tuple[tuple[str, int], ...]:
    counts = Counter(question.topic for question in questions)
    minimum = loaded.rules.targets.topic_minimum
    missing = ((topic.id, wanted(topic, minimum) - counts[topic.id]) for topic in loaded.exam.topics)
    return tuple((id_, count) for id_, count in missing if count > 0)
