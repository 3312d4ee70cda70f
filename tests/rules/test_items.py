"""The figures of questions: pinned by hand, and held against properties that any answers have."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.question import Question
from bot.rules.items import First, Item, band, correlation, items, suspicions
from tests.rules.banks import question

Q = [question(f"q-{n:02}", "1", "topic") for n in range(8)]
TARGET = Q[0]


def answer(person: int, at: Question, letter: str, revision: str = "") -> First:
    return First(person, at.id, revision or at.revision, frozenset(letter), letter == "a")


def figures(firsts: Sequence[First]) -> Item:
    return items(Q, firsts)[0]


def graded(strong: str, weak: str, each: int = 50) -> list[First]:
    """Return answers of strong people (all others right) and weak ones (none right) to the target, by letter."""
    firsts = []
    for person in range(2 * each):
        good = person < each
        firsts.append(answer(person, TARGET, strong if good else weak))
        firsts += [answer(person, other, "a" if good else "b") for other in Q[1:]]
    return firsts


def test_a_share_counts_first_answers_to_the_present_revision() -> None:
    item = figures([answer(1, TARGET, "a"), answer(2, TARGET, "b"), answer(3, TARGET, "a", "0" * 12)])
    assert (item.answers, item.right, item.share) == (2, 1, 0.5)
    assert dict(item.chosen) == {"a": 1, "b": 1, "c": 0, "d": 0}


def test_what_the_strong_get_right_discriminates() -> None:
    item = figures(graded("a", "c"))
    assert item.discrimination == pytest.approx(1)
    assert (item.compared, suspicions(item)) == (100, ())


def test_what_the_strong_get_wrong_and_the_weak_right_is_suspicious() -> None:
    item = figures(graded("b", "a"))
    assert item.discrimination == pytest.approx(-1)
    assert suspicions(item) == ("strong-wrong",)


def test_people_who_answered_little_else_say_nothing_about_strength() -> None:
    firsts = [one for one in graded("b", "a") if one.question in {q.id for q in Q[:5]}]
    assert (figures(firsts).compared, figures(firsts).discrimination) == (0, None)


def crowd(**counts: int) -> Item:
    letters = [letter for letter, count in counts.items() for _ in range(count)]
    return figures([answer(person, TARGET, letter) for person, letter in enumerate(letters)])


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (crowd(a=12, b=12, c=12, d=13), ()),  # 49 answers are too few
        (crowd(a=12, b=12, c=13, d=13), ("hardly-anybody", "distractor-first")),
        (crowd(a=20, b=20, c=10), ()),
        (crowd(a=20, b=21, c=9), ("distractor-first",)),
        (crowd(a=50), ()),
    ],
)
def test_a_key_is_suspected_from_fifty_answers_on(item: Item, found: tuple[str, ...]) -> None:
    assert suspicions(item) == found


def test_the_operator_may_look_at_fewer_answers() -> None:
    assert suspicions(crowd(a=1, b=4), act_from=5) == ("hardly-anybody", "distractor-first")


def test_a_distractor_under_five_percent_does_not_work() -> None:
    assert crowd(a=46, b=3, c=2).unused == ("c", "d")
    assert crowd(a=44, b=3, c=2).unused == ()  # too few answers to tell


def test_guessing_depends_on_how_many_are_to_be_chosen() -> None:
    assert crowd(a=1).chance == 0.25


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.4, "excellent"), (0.3, "good"), (0.2, "fair"), (0.19, "poor"), (0.0, "poor"), (-0.01, "negative")],
)
def test_bands_of_discrimination(value: float, word: str) -> None:
    assert band(value) == word


numbers = st.integers(-50, 50).map(float)


@given(st.lists(st.tuples(numbers, numbers), max_size=30))
def test_the_correlation_is_that_of_the_library(pairs: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    found = correlation(pairs)
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(statistics.correlation(xs, ys), abs=1e-9)


answers = st.dictionaries(
    st.tuples(st.integers(0, 12), st.sampled_from(Q)), st.sampled_from("abcd"), max_size=60
).map(lambda given: [answer(person, at, letter) for (person, at), letter in given.items()])  # fmt: skip


@given(answers, st.randoms(use_true_random=False))
def test_figures_add_up_and_do_not_depend_on_the_order_of_answers(
    firsts: list[First], rng: Random
) -> None:  # fmt: skip
    found = items(Q, firsts)
    assert sum(item.answers for item in found) == len(firsts)
    for item in found:
        assert sum(item.chosen.values()) == item.answers
        assert item.chosen["a"] == item.right
        assert item.discrimination is None or -1 <= item.discrimination <= 1
    shuffled = list(firsts)
    rng.shuffle(shuffled)
    again = items(Q, shuffled)
    assert [(item.answers, item.chosen) for item in again] == [(item.answers, item.chosen) for item in found]
