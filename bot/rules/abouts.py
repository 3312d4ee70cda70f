"""Finding what a quiz or a note may be about, by what people type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bot.errors import Refused
from bot.model.exam import Exam
from bot.model.question import Bank
from bot.model.quiz import About
from bot.rules.practice import questions_about, section_id

EVERYTHING = "all"
MOST_FOUND = 25
_EVERYTHING = frozenset({"", "all", "everything", "any", "anything"})
_LONGEST = 80
"""Characters looked at: no title is much longer."""
_ALIKE = 0.75
"""How alike a word and what was typed must be (`difflib`'s ratio): one wrong letter in four at most."""


def abouts(bank: Bank) -> list[About]:
    """Return everything that a quiz of this bank may be about: domains, task statements, course sections, topics.

    What has no question in use is left out.
    """
    exam = bank.exam
    used = questions_about(bank, None)
    known = {value for question in used for value in (question.domain, question.task, question.topic)}
    known |= {section_id(exam.topic_by_id[one.topic].section) for one in used if one.topic in exam.topic_by_id}
    return known_abouts(exam, known)


def known_abouts(exam: Exam, ids: Collection[str]) -> list[About]:
    """Return the domains, task statements, course sections and topics of these ids, in this order."""
    sections = (About("section", section_id(one.number), one.title) for one in exam.sections)
    every = (
        *(About("domain", one.id, one.title) for one in exam.domains),
        *(About("task", one.id, one.title) for one in exam.tasks),
        *sections,
        *(About("topic", one.id, one.title) for one in exam.topics),
    )
    return [about for about in every if about.id in ids]


def find_about(bank: Bank, text: str) -> list[About]:
    """Return up to 25 things that a quiz about `text` may be about; see `find_in`."""
    return find_in(abouts(bank), text)


def find_in(every: Sequence[About], text: str) -> list[About]:
    """Return up to 25 of the things there are that `text` may mean, best first; for an empty text the first ones.

    Every word typed must begin a word of the title or id, or stand in it, or (only if nothing else is found) be spelled
    much like one; `code deploy` finds CodeDeploy.
    """
    wanted = _words(text)
    if not wanted:
        return list(every[:MOST_FOUND])
    return [fit.about for fit in _fits(every, text)][:MOST_FOUND]


def resolve_about(bank: Bank, text: str) -> About | None:
    """Return what a quiz about `text` is about; see `resolve_in`."""
    return resolve_in(abouts(bank), text)


def resolve_in(every: Sequence[About], text: str) -> About | None:
    """Return which of the things there are `text` means; None is everything.

    It is what alone has that id or title, or whose whole title was typed or begun, or that begins with the words typed,
    or that fits at all.

    Raises Refused `about-unknown`, or `about-unclear` with `near` (up to 25 Abouts that may be meant).
    """
    if " ".join(text.split()).casefold() in _EVERYTHING:
        return None
    fits = _fits(every, text)
    if not fits:
        raise Refused("about-unknown", text=text.strip()[:_LONGEST])
    begun = [fit for fit in fits if not fit.loose]
    ways = (
        [fit for fit in fits if fit.exact],
        [fit for fit in begun if not fit.rest],
        begun,
        [fit for fit in fits if not fit.rest],
    )
    clear = next((way for way in ways if way), fits)
    if len(clear) > 1:
        raise Refused("about-unclear", text=text.strip()[:_LONGEST], near=tuple(fit.about for fit in fits[:MOST_FOUND]))
    return clear[0].about


def by_id(bank: Bank, id: str) -> About | None:
    """Return what has this id, or None (also for something whose questions are gone)."""
    return next((about for about in abouts(bank) if about.id == id), None)


@dataclass(frozen=True)
class _Fit:
    """How something fits: `loose` 0 begins a word, 1 stands in one, 2 is spelled alike; `rest` words were not typed."""

    about: About
    exact: bool
    loose: int
    rest: int


def _fits(every: Sequence[About], text: str) -> list[_Fit]:
    """Return what fits, best first; what is only spelled alike counts where nothing fits better."""
    fits = [fit for about in every if (fit := _fit(about, text, spelled=False)) is not None]
    fits = fits or [fit for about in every if (fit := _fit(about, text, spelled=True)) is not None]
    return sorted(fits, key=lambda fit: (not fit.exact, fit.loose, fit.rest > 0))


def _fit(about: About, text: str, *, spelled: bool) -> _Fit | None:
    typed, title = _words(text), _words(about.title)
    named = [about.kind, *_words(about.id)] if about.kind in {"domain", "task"} else []
    if text.strip().casefold() == about.id or (typed and typed in (title, named)):
        return _Fit(about, exact=True, loose=0, rest=0)
    if not typed:
        return None
    words = [*title, *named, *(_words(about.id) if about.kind == "topic" else ())]
    joined = _looseness("".join(typed), words, spelled=False)
    each = [_looseness(token, words, spelled=spelled) for token in typed]
    ways = [max(loose for loose in each if loose is not None)] if None not in each else []
    ways += [joined] if joined is not None else []
    tokens = [*typed, "".join(typed)]
    rest = sum(all(_match(token, word, spelled=spelled) is None for token in tokens) for word in title)
    return _Fit(about, exact=False, loose=min(ways), rest=rest) if ways else None


def _looseness(token: str, words: Sequence[str], *, spelled: bool) -> int | None:
    """Return how loosely a token fits a word, or begins a run of words written as one; None if it does not."""
    if any("".join(words[start:]).startswith(token) for start in range(len(words))):
        return 0
    return min((loose for word in words if (loose := _match(token, word, spelled=spelled)) is not None), default=None)


def _match(token: str, word: str, *, spelled: bool) -> int | None:
    if word.startswith(token):
        return 0
    if len(token) >= 3 and token in word:
        return 1
    if spelled and len(token) >= 4 and _alike(token, word):
        return 2
    return None


@lru_cache(maxsize=2048)  # the same words stand in many titles
def _alike(token: str, word: str) -> bool:
    beginnings = {word[: len(token) + more] for more in (0, 1)}
    matchers = (SequenceMatcher(None, beginning, token, autojunk=False) for beginning in beginnings)
    return any(matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE for matcher in matchers)


def _words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    return re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
