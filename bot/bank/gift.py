"""Questions as Moodle's GIFT (https://docs.moodle.org/en/GIFT_format).

GIFT has a place for stem, options, key and whys. Id, topic, difficulty and the like stand in the comment before each
question, as the id number and tags that Moodle reads there. References, facts and `stale_if` have no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.exam import Exam
from bot.model.question import Option, Question

_SPECIAL = re.compile(r"[\\~=#{}:]")
_LOOKS_MARKED = re.compile(r"[\[%]")
"""A text that begins so could be read as a format or a weight; it is given one, and then begins later."""


def gift_text(exam: Exam, questions: Iterable[Question]) -> str:
    """Return the questions as GIFT, by domain, each domain a category."""
    listed = list(questions)
    parts: list[str] = []
    for domain in exam.domains:
        inside = [question for question in listed if question.domain == domain.id]
        if inside:
            names = (name.replace("/", "//") for name in (exam.title, domain.title))
            parts += [f"$CATEGORY: {'/'.join(names)}", *(_question(question) for question in inside)]
    return "\n\n".join(parts) + "\n"


def tags(question: Question) -> list[str]:
    """Return what GIFT has no place for, as tags."""
    found = [f"topic-{question.topic}", f"task-{question.task}", f"difficulty-{question.difficulty}"]
    found += ["recall"] * question.recall + ["ordered"] * (not question.shuffle) + ["retired"] * question.retired
    ids = "".join(option.id for option in question.options)
    return found if "abcdef".startswith(ids) else [*found, f"options-{ids}"]


def _question(question: Question) -> str:
    marks = "".join(f" [tag:{tag}]" for tag in tags(question))
    lines = [f"// [id:{question.id}]{marks}", f"::{_escaped(question.id)}::[plain]{_escaped(question.stem)}{{"]
    lines += [f"{_weighed(question, option)}#{_plain(option.why)}" for option in question.options]
    return "\n".join([*lines, "}"])


def _weighed(question: Question, option: Option) -> str:
    if question.choose == 1:
        mark, weight = ("=", "%100%") if option.correct else ("~", "%0%")
        return f"{mark}{weight if option.text[:1] == '%' else ''}{_plain(option.text)}"
    share = f"{100 / question.choose:.5f}".rstrip("0").rstrip(".")
    return f"~%{'' if option.correct else '-'}{share}%{_plain(option.text)}"


def _plain(text: str) -> str:
    return f"{'[plain]' if _LOOKS_MARKED.match(text) else ''}{_escaped(text)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")
