"""What a quiz asks: what was wrong or is new comes first, by the weights of the exam, and nothing that is held back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.question import Bank
from bot.model.quiz import About
from bot.rules.practice import Met, choose_quiz, questions_about
from tests.rules.banks import DVA, bank, bank_of, question

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BANK = bank(DVA, [6, 5, 4, 3])
IDS = sorted(BANK.questions)
METS = st.dictionaries(
    st.sampled_from(IDS), st.builds(Met, st.booleans(), st.integers(0, 99).map(lambda n: NOON - timedelta(days=n)))
)
HELD_BACK = st.frozensets(st.sampled_from(IDS))
ABOUTS = st.sampled_from([None, About("domain", "d1", ""), About("topic", "d0t1", ""), About("task", "1.1", "")])
SECOND = About("domain", "d1", "")


def chosen(met: dict[str, Met], about: About | None = None, count: int = 30, seed: int = 1) -> list[str]:
    return [one.id for one in choose_quiz(BANK, met, frozenset(), count, Random(seed), about)]


@given(METS, HELD_BACK, st.integers(1, 30), ABOUTS, st.integers())
def test_a_quiz_asks_each_question_once_and_none_that_is_held_back(met, held, count, about, seed) -> None:  # type: ignore[no-untyped-def]
    asked = [one.id for one in choose_quiz(BANK, met, held, count, Random(seed), about)]
    usable = {one.id for one in questions_about(BANK, about)} - held
    assert len(set(asked)) == len(asked) == min(count, len(usable))
    assert set(asked) <= usable


@given(METS, HELD_BACK, st.integers(1, 30), ABOUTS, st.integers())
def test_nothing_known_is_asked_while_anything_wrong_or_new_is_left(met, held, count, about, seed) -> None:  # type: ignore[no-untyped-def]
    asked = [one.id for one in choose_quiz(BANK, met, held, count, Random(seed), about)]
    known = [id in met and met[id].correct for id in asked]
    assert known == sorted(known)
    left = {one.id for one in questions_about(BANK, about)} - held - set(asked)
    assert not any(known) or all(id in met and met[id].correct for id in left)


def test_about_one_thing_the_order_is_wrong_then_new_then_known_and_longest_ago_first() -> None:
    days = {"d1q000": (True, 9), "d1q001": (False, 1), "d1q002": (True, 10), "d1q003": (False, 2)}
    met = {id: Met(right, NOON - timedelta(days=ago)) for id, (right, ago) in days.items()}
    assert chosen(met, SECOND) == ["d1q003", "d1q001", "d1q004", "d1q002", "d1q000"]


def test_new_questions_come_by_chance_but_the_same_chance_gives_the_same() -> None:
    orders = {tuple(chosen({}, SECOND, seed=seed)) for seed in range(40)}
    assert len(orders) > 20
    assert chosen({}, seed=7) == chosen({}, seed=7)


@given(st.integers(), st.integers(1, 20))
def test_about_everything_the_domains_keep_their_weights(seed: int, count: int) -> None:
    plenty = bank(DVA, [20, 20, 20, 20])
    asked = choose_quiz(plenty, {}, frozenset(), count, Random(seed), None)
    for n in range(1, count + 1):
        so_far = Counter(one.domain for one in asked[:n])
        assert all(abs(so_far[f"d{at}"] - weight * n / 100) < 1 for at, weight in enumerate(DVA))


def test_within_a_domain_what_was_wrong_comes_before_what_is_new() -> None:
    met = {"d0q003": Met(False, NOON)}
    first = next(id for id in chosen(met) if id.startswith("d0"))
    assert first == "d0q003"


def test_retired_questions_are_not_asked_and_an_empty_pool_gives_none() -> None:
    small = bank_of([100], [question("one", "d0", "t", retired=True), question("two", "d0", "t")])
    assert [one.id for one in choose_quiz(small, {}, frozenset(), 5, Random(1), None)] == ["two"]
    assert choose_quiz(small, {}, frozenset({"two"}), 5, Random(1), None) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_key_has_no_part_in_the_choice(seed: int) -> None:
    turned = {id: question(id, one.domain, one.topic, shuffle=False) for id, one in BANK.questions.items()}
    other = Bank(BANK.exam, turned)
    ids = [[one.id for one in choose_quiz(each, {}, frozenset(), 9, Random(seed), None)] for each in (BANK, other)]
    assert ids[0] == ids[1]
