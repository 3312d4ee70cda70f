"""Stems that are one question in other clothes, found by the runs of words that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.bank.exam_rules import NearDuplicate
from bot.bank.texts import without_ending, words
from bot.model.question import Question

_BOILERPLATE = 20
"""A run of words in so many stems (“which solution meets these requirements”) tells nothing about two of them."""


def near_duplicates(questions: Sequence[Question], limit: NearDuplicate) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of question ids with the share, in percent, of the shorter stem's runs that the other has too."""
    runs = {question.id: _runs(question.stem, limit.words) for question in questions}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, found in runs.items():
        for run in found:
            holders[run].append(id_)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if len(ids) < _BOILERPLATE:
            shared.update(combinations(sorted(ids), 2))
    for (one, other), count in sorted(shared.items()):
        share = 100 * count / min(len(runs[one]), len(runs[other]))
        if share >= limit.share:
            yield one, other, share


def _runs(stem: str, length: int) -> set[tuple[str, ...]]:
    said = words(without_ending(stem))
    return {tuple(said[start : start + length]) for start in range(max(1, len(said) - length + 1))}
