"""What an import makes of one question, whatever form it came in: taken with what is left to do, or refused and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.question import Option, Question

IDS = "abcdef"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-\d{2,}")
TOPIC = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

EMPTY = Question("", "", "", "", "single", 0, False, "", (), ())
"""A question of which nothing is decided."""


@dataclass(frozen=True)
class Imported:
    """One question of a file: `line` is where it begins, `name` what it is called there.

    `question` is None if it can't be taken, and `said` has the reasons; else `said` is what is left to the author. A
    difficulty of 0 and empty whys and references are what `content check` then asks for.
    """

    line: int
    name: str
    question: Question | None
    said: tuple[str, ...] = ()


def refused(line: int, name: str, why: str) -> Imported:
    """Return a question that can't be taken."""
    return Imported(line, name, None, (why,))


def taken(line: int, name: str, question: Question, said: Sequence[str] = ()) -> Imported:
    """Return a question with what it lacks, or refused if it has no use as a question with options."""
    options = question.options
    if not question.stem:
        return refused(line, name, "it has no stem")
    if not 2 <= len(options) <= len(IDS):
        return refused(line, name, f"it has {len(options)} options; 2 to {len(IDS)} can be taken")
    if not all(option.text for option in options):
        return refused(line, name, "an option has no text")
    if len({option.id for option in options}) < len(options):
        return refused(line, name, "two options have the same letter")
    if not 0 < question.choose < len(options):
        return refused(line, name, "no option is right" if not question.choose else "every option is right")
    return Imported(line, name, question, (*said, *_lacks(question)))


def placed(found: Sequence[Imported], topic: str = "") -> list[Imported]:
    """Return the same with a topic and an id for every question: its own where it has a good one, else the next number.

    `topic` is for those that name none; without it they are refused.
    """
    known = {one.question.id for one in found if one.question and _has_id(one.question, topic)}
    return [_placed(one, topic, known) for one in found]


def with_type(question: Question) -> Question:
    """Return the question as single or multiple response, by its key."""
    return replace(question, type="single" if question.choose == 1 else "multiple")


def lettered(texts: Sequence[tuple[str, bool, str]], ids: str = "") -> tuple[Option, ...]:
    """Return options from text, right or wrong, and why; `ids` are their letters where they are not a, b, c, …"""
    given = ids if len(ids) == len(texts) else IDS
    return tuple(Option(id_, text, right, why) for id_, (text, right, why) in zip(given, texts, strict=False))


def _lacks(question: Question) -> list[str]:
    said = []
    if bare := [option.id for option in question.options if not option.why]:
        said.append(f"write why, for {', '.join(bare)}")
    if not question.difficulty:
        said.append("set its difficulty, 1 to 3")
    if not question.references:
        said.append("add the references that state the deciding fact")
    return said


def _has_id(question: Question, topic: str) -> bool:
    own = question.topic or topic
    return bool(_ID.fullmatch(question.id)) and question.id.rpartition("-")[0] == own


def _placed(one: Imported, topic: str, known: set[str]) -> Imported:
    if one.question is None:
        return one
    own = one.question.topic or topic
    if not own:
        return refused(one.line, one.name, "it names no topic: say which with --topic")
    if not TOPIC.fullmatch(own):
        return refused(one.line, one.name, f"“{own}” is no topic: small letters and digits, joined by -")
    if _has_id(one.question, topic):
        return replace(one, question=replace(one.question, topic=own))
    number = next(n for n in range(1, len(known) + 2) if f"{own}-{n:02d}" not in known)
    id_ = f"{own}-{number:02d}"
    known.add(id_)
    return replace(one, question=replace(one.question, topic=own, id=id_))
