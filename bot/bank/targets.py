"""What the whole bank aims at: measured over the questions in use, retired ones left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.bank.exam_rules import Rules, Targets, TopicMinimum
from bot.bank.item_words import negative_words
from bot.bank.yamlfile import Place
from bot.model.exam import Exam, Topic
from bot.model.question import Question

_SHOWN = 5
"""How many of the parts that miss a target are named: an empty bank would name every topic."""


@dataclass(frozen=True)
class Target:
    """One target: `have` of `of` parts reach it; `detail` says where it stands, `place` where exam.yaml sets it."""

    rule: str
    place: Place
    have: int
    of: int
    met: bool
    detail: str


def measure(
    exam: Exam,
    rules: Rules,
    questions: Sequence[Question],
    reviewed: int,
    noted: Collection[str] = (),
    drafts: int = 0,
) -> Iterator[Target]:
    """Yield every target of the bank. `questions` are those in use; `reviewed` of them are, in their revision; `noted`
    are the topics with a note; so many `drafts` are beside them."""
    targets = rules.targets
    topics = Counter(question.topic for question in questions)
    singles = [question for question in questions if question.type == "single"]
    multiple, longest = targets.multiple, targets.key_longest
    yield _domains(exam, targets.domain_tolerance, questions)
    yield _difficulties(targets, questions)
    yield _part("T03", "recall_max", questions, lambda q: q.recall, 0, targets.recall_max)
    yield _part("T04", "multiple", questions, lambda q: q.type == "multiple", multiple.min, multiple.max)
    yield _topic_minima(exam, targets.topic_minimum, topics)
    yield _topic_maxima(topics, targets.topic_max)
    yield _part("T07", "key_longest", singles, key_is_longest, longest.min, longest.max)
    yield _key_places(rules, singles)
    yield _part("T09", "negative_max", questions, lambda q: bool(negative_words(q, rules)), 0, targets.negative_max)
    yield Target("T10", (), reviewed, len(questions), reviewed == len(questions), "questions are reviewed as they are")
    if rules.notes is not None:
        yield _topic_notes(exam, noted)
    begun = len(questions) + drafts
    yield Target("T12", (), len(questions), begun, not drafts, "questions are finished; drafts are not asked")


def wanted(topic: Topic, minimum: TopicMinimum) -> int:
    """Return how many questions the topic needs."""
    if topic.flag in {"legacy", "meta"}:
        return 0
    if topic.flag == "low":
        return minimum.low
    if topic.section is None:
        return minimum.gap
    return minimum.rich if topic.facts >= minimum.rich_facts else minimum.plain


def key_is_longest(question: Question) -> bool:
    """Say whether the key of a single-response question is strictly longer than each distractor, in characters."""
    keys = [len(option.text) for option in question.options if option.correct]
    others = [len(option.text) for option in question.options if not option.correct]
    return bool(keys and others) and max(keys) > max(others)


def percent(part: int, whole: int) -> float:
    """Return the share in percent; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def _place(setting: str) -> Place:
    return ("rules", "targets", setting)


def _domains(exam: Exam, tolerance: float, questions: Sequence[Question]) -> Target:
    counts = Counter(f"domain {question.domain}" for question in questions)
    wants = {f"domain {domain.id}": float(domain.weight) for domain in exam.domains}
    return _shares("T01", "domain_tolerance", counts, wants, tolerance)


def _difficulties(targets: Targets, questions: Sequence[Question]) -> Target:
    counts = Counter(f"difficulty {question.difficulty}" for question in questions)
    wants = {f"difficulty {level}": share for level, share in enumerate(targets.difficulty, start=1)}
    return _shares("T02", "difficulty", counts, wants, targets.difficulty_tolerance)


def _key_places(rules: Rules, singles: Sequence[Question]) -> Target:
    places = max((combination.options for combination in rules.types.get("single", ())), default=0)
    counts = Counter(f"place {at}" for q in singles for at, option in enumerate(q.options, start=1) if option.correct)
    wants = {f"place {at}": 100 / places for at in range(1, places + 1)}
    return _shares("T08", "key_place_tolerance", counts, wants, rules.targets.key_place_tolerance)


def _shares(rule: str, setting: str, counts: Counter[str], wants: Mapping[str, float], tolerance: float) -> Target:
    off = [
        f"{name} has {percent(counts[name], counts.total()):.1f} %, wanted {want:g} ± {tolerance:g}"
        for name, want in wants.items()
        if abs(percent(counts[name], counts.total()) - want) > tolerance
    ]
    return _of_parts(rule, _place(setting), len(wants), off, "shares are near what is wanted")


def _part(
    rule: str, setting: str, questions: Sequence[Question], holds: Callable[[Question], bool], low: float, high: float
) -> Target:
    have, of = sum(1 for question in questions if holds(question)), len(questions)
    share = percent(have, of)
    met = low <= share <= high
    return Target(rule, _place(setting), have, of, met, f"questions ({share:.1f} %); wanted {low:g} to {high:g} %")


def _topic_minima(exam: Exam, minimum: TopicMinimum, counts: Mapping[str, int]) -> Target:
    wants = {topic.id: wanted(topic, minimum) for topic in exam.topics if wanted(topic, minimum)}
    off = [f"{id_} has {counts.get(id_, 0)} of {want}" for id_, want in wants.items() if counts.get(id_, 0) < want]
    return _of_parts("T05", _place("topic_minimum"), len(wants), off, "topics have their questions")


def _topic_maxima(counts: Mapping[str, int], most: float) -> Target:
    whole = sum(counts.values())
    off = [f"{id_} has {percent(n, whole):.1f} %" for id_, n in counts.items() if percent(n, whole) > most]
    return _of_parts("T06", _place("topic_max"), len(counts), off, f"topics hold at most {most:g} %")


def _topic_notes(exam: Exam, noted: Collection[str]) -> Target:
    wants = [topic.id for topic in exam.topics if topic.flag != "meta"]
    off = [f"{id_} has none" for id_ in wants if id_ not in noted]
    return _of_parts("T11", ("rules", "notes"), len(wants), off, "topics have a note")


def _of_parts(rule: str, place: Place, of: int, off: Sequence[str], what: str) -> Target:
    rest = f" and {len(off) - _SHOWN} more" if len(off) > _SHOWN else ""
    detail = f"{what}: {'; '.join(off[:_SHOWN])}{rest}" if off else what
    return Target(rule, place, of - len(off), of, not off, detail)
