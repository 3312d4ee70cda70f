"""Which question comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.question import Bank
from bot.rules.selection import Accuracy, Asked, choose_daily, option_order, room, seed_for
from tests.rules.banks import DVA, bank, bank_of, left, question

NONE: frozenset[str] = frozenset()
weights = st.lists(st.integers(1, 99), min_size=1, max_size=8)


def ask(
    bank: Bank, history: Sequence[Asked], seed: int, closed: frozenset[str] = NONE, weak: Accuracy | None = None
) -> Asked:
    chosen = choose_daily(bank, history, closed, weak or {}, Random(seed))
    assert chosen is not None
    return Asked(chosen.id, chosen.domain, chosen.topic)


def ask_all(bank: Bank, days: int, seed: int = 0) -> list[Asked]:
    history: list[Asked] = []
    for day in range(days):
        history.append(ask(bank, history, seed + day))
    return history


def stray(weights: Sequence[int], history: Sequence[Asked]) -> float:
    """Return the largest distance of a domain from its share of the history, in questions."""
    asked = Counter(entry.domain for entry in history)
    shares = {f"d{number}": weight / sum(weights) for number, weight in enumerate(weights)}
    return max(abs(asked[domain] - share * len(history)) for domain, share in shares.items())


def test_the_order_of_domains_for_this_exams_weights() -> None:
    domains = "".join(entry.domain[1] for entry in ask_all(bank(DVA, [20] * 4), 25))
    assert domains == "0123012031201032012301201"


def test_no_domain_of_this_exam_strays_by_more_than_seven_tenths_of_a_question() -> None:
    history = ask_all(bank(DVA, [70] * 4), 200)
    assert max(stray(DVA, history[:n]) for n in range(201)) <= 0.70


@settings(max_examples=150, deadline=None)
@given(weights, st.integers(0, 2**32), st.data())
def test_no_domain_strays_by_a_question_while_all_have_some_left(
    weights: list[int], seed: int, data: st.DataObject
) -> None:
    sizes = data.draw(st.lists(st.integers(1, 30), min_size=len(weights), max_size=len(weights)))
    small, history = bank(weights, sizes), list[Asked]()
    while len(left(small, {entry.id for entry in history})) == len(weights):
        history.append(ask(small, history, seed + len(history)))
        assert stray(weights, history) < 1


def test_weights_on_which_the_largest_remainder_passes_one_stay_below_it() -> None:
    weights = (5, 1, 50, 1, 50)
    history = ask_all(bank(weights, [60] * 5), 107)
    assert max(stray(weights, history[:n]) for n in range(108)) < 1


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 3), st.integers(1, 12), st.integers(0, 2**32))
def test_a_domain_that_was_closed_for_a_while_is_made_good(domain: int, days: int, seed: int) -> None:
    full, history = bank(DVA, [60] * 4), list[Asked]()
    closed = frozenset(id_ for id_, question in full.questions.items() if question.domain == f"d{domain}")
    for day in range(days):
        history.append(ask(full, history, seed + day, closed))
        assert history[-1].id not in closed
    for day in range(60):
        history.append(ask(full, history, seed - day))
    assert stray(DVA, history) < 1


@settings(max_examples=50, deadline=None)
@given(weights, st.integers(0, 2**32), st.data())
def test_every_question_comes_once_before_any_comes_again_and_then_the_oldest_first(
    weights: list[int], seed: int, data: st.DataObject
) -> None:
    sizes = data.draw(st.lists(st.integers(0, 6), min_size=len(weights), max_size=len(weights)).filter(any))
    small = bank(weights, sizes)
    history = [entry.id for entry in ask_all(small, 2 * sum(sizes), seed)]
    first, again = history[: sum(sizes)], history[sum(sizes) :]
    assert sorted(first) == sorted(small.questions)
    assert again == first


def test_a_question_that_is_not_available_or_retired_is_never_asked() -> None:
    questions = [question(f"q{n}", "d0", f"t{n}", retired=n == 3) for n in range(5)]
    small, closed, history = bank_of([1], questions), frozenset({"q1"}), list[Asked]()
    for day in range(12):
        history.append(ask(small, history, day, closed))
    assert {entry.id for entry in history} == {"q0", "q2", "q4"}


def test_without_any_question_to_ask_there_is_none() -> None:
    retired = bank_of([1], [question("q0", "d0", "t", retired=True), question("q1", "d0", "t")])
    used = [Asked("q0", "d0", "t"), Asked("q1", "d0", "t")]
    for history in ([], used):
        assert choose_daily(retired, history, frozenset({"q1"}), {}, Random(1)) is None
    assert choose_daily(bank([1], [0]), [], NONE, {}, Random(1)) is None


def test_a_domain_without_weight_comes_only_when_all_others_are_used_up() -> None:
    history = ask_all(bank([1, 0, 2], [2, 2, 2]), 6)
    assert [entry.domain for entry in history[-2:]] == ["d1", "d1"]


def test_topics_take_turns_when_none_is_weaker() -> None:
    history = ask_all(bank([1], [20], topics=5), 20)
    rounds = [[entry.topic for entry in history[n : n + 5]] for n in range(0, 20, 5)]
    assert all(sorted(each) == sorted(rounds[0]) for each in rounds)
    assert all(each == rounds[0] for each in rounds)


def test_the_weakest_topic_comes_first_of_all() -> None:
    weak = {"d0t0": (9, 10), "d0t1": (5, 10), "d0t2": (4, 10)}
    assert {ask(bank([1], [9]), [], seed, weak=weak).topic for seed in range(20)} == {"d0t2"}


def test_a_weak_topic_comes_more_often_but_never_twice_running_and_the_strong_still_come() -> None:
    small, history, weak = bank([1], [120], topics=4), list[Asked](), {"d0t0": (1, 10), "d0t1": (10, 10)}
    for day in range(36):
        history.append(ask(small, history, day, weak=weak))
    times = Counter(entry.topic for entry in history)
    assert times["d0t0"] > times["d0t2"] > times["d0t1"] > 0
    assert all(one.topic != other.topic for one, other in pairwise(history))


@given(st.dictionaries(st.sampled_from([f"d{d}t{t}" for d in range(4) for t in range(3)]), st.integers(0, 9)))
def test_weakness_never_changes_which_domain_comes(right: dict[str, int]) -> None:
    full, history = bank(DVA, [20] * 4), ask_all(bank(DVA, [20] * 4), 10)
    weak = {topic: (number, 9) for topic, number in right.items()}
    assert ask(full, history, 5, weak=weak).domain == ask(full, history, 5).domain


def test_the_same_seed_chooses_the_same_whatever_the_order_of_the_bank() -> None:
    full = bank(DVA, [20] * 4)
    turned = Bank(full.exam, dict(reversed(list(full.questions.items()))))
    assert ask_all(full, 40, seed=7) == ask_all(turned, 40, seed=7)
    assert ask_all(full, 40, seed=7) != ask_all(full, 40, seed=8)


def test_the_seed_belongs_to_group_and_day_and_stays_the_same_for_ever() -> None:
    assert seed_for(1, date(2026, 1, 5)) == 0xBE0C14DDF412D0A7
    seeds = {seed_for(group, date(2026, 1, day)) for group in range(1, 31) for day in range(1, 31)}
    assert len(seeds) == 900


@pytest.mark.parametrize("shuffle", [True, False])
def test_options_are_shuffled_unless_their_order_has_meaning(shuffle: bool) -> None:
    asked = question("q", "d0", "t", shuffle=shuffle)
    orders = {option_order(asked, Random(seed)) for seed in range(500)}
    assert len(orders) == (24 if shuffle else 1)
    assert all(sorted(order) == ["a", "b", "c", "d"] for order in orders)


def test_a_workspace_has_room_for_as_many_groups_as_its_smallest_domain_has_questions() -> None:
    assert room(bank((32, 26, 42), (5, 3, 4))) == 3
    retired = question("d1q", "d1", "t", retired=True)
    assert room(bank_of((1, 1), [question("d0q", "d0", "t"), retired])) == 0
