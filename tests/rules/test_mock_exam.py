"""What a mock exam asks: the weights to the question, new ones first, and every kind and task in its share."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.mock_exam import Graded, MockExam
from bot.model.posting import Posed
from bot.model.question import Bank, Question
from bot.rules.apportion import apportion
from bot.rules.mock_exam import compose, graded, minutes_for, score
from tests.rules.banks import DVA, bank, bank_of, exam, question

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLENTY = bank(DVA, [60, 60, 60, 60], topics=12)
FORM = PLENTY.exam.form
LENGTHS = st.integers(1, 65)


def several(one: Question) -> Question:
    """Return a question with two right options."""
    return replace(one, options=tuple(replace(option, correct=option.id in "ab") for option in one.options))


def mixed(sizes: list[int], every: int) -> Bank:
    """Return a bank whose every so many-th question has two right options, over two task statements a domain."""
    plain = bank(DVA, sizes, topics=6).questions.values()
    tasked = [replace(one, task=f"{one.domain}.{int(one.topic[-1]) % 2}") for one in plain]
    return bank_of(DVA, [several(one) if at % every == 0 else one for at, one in enumerate(tasked)])


def ids(asked: list[Question]) -> set[str]:
    return {one.id for one in asked}


@given(LENGTHS, st.integers())
def test_every_domain_has_exactly_its_part_and_no_question_comes_twice(length: int, seed: int) -> None:
    asked = compose(PLENTY, length, (), (), Random(seed))
    assert len(ids(asked)) == length
    weights = {f"d{at}": weight for at, weight in enumerate(DVA)}
    plenty = dict.fromkeys(weights, 60)
    assert Counter(one.domain for one in asked) == Counter(apportion(length, weights, plenty))


@given(LENGTHS, st.lists(st.integers(0, 25), min_size=4, max_size=4), st.integers())
def test_a_small_bank_is_used_up_before_fewer_are_asked(length: int, sizes: list[int], seed: int) -> None:
    small = bank(DVA, sizes)
    assert len(ids(compose(small, length, (), (), Random(seed)))) == min(length, sum(sizes))


@given(st.lists(st.integers(8, 60), min_size=4, max_size=4), LENGTHS, st.integers())
def test_nothing_of_the_last_exam_comes_back_as_far_as_each_domain_reaches(
    sizes: list[int], length: int, seed: int
) -> None:
    small = mixed(sizes, 5)
    rng = Random(seed)
    first = compose(small, length, (), (), rng)
    second = compose(small, length, ids(first), (), rng)
    quotas = Counter(one.domain for one in second)
    for domain, quota in quotas.items():
        new = sum(one.domain == domain and one.id not in ids(first) for one in small.questions.values())
        again = sum(one.domain == domain and one.id in ids(first) for one in second)
        assert again == max(0, quota - new)


@given(st.integers(2, 9), LENGTHS, st.integers())
def test_multiple_response_has_the_share_that_it_has_in_the_bank(every: int, length: int, seed: int) -> None:
    whole = mixed([60, 60, 60, 60], every)
    there = sum(one.choose > 1 for one in whole.questions.values())
    asked = compose(whole, length, (), (), Random(seed))
    assert abs(sum(one.choose > 1 for one in asked) - length * there / 240) <= 0.5


@given(st.integers(0, 40), LENGTHS, st.integers())
def test_a_bank_of_one_kind_still_fills_the_exam(plain: int, length: int, seed: int) -> None:
    lopsided = bank_of(DVA, [several(question(f"m{at}", f"d{at % 4}", "t")) for at in range(65)])
    both = replace(
        lopsided, questions={**lopsided.questions, **{f"s{at}": question(f"s{at}", "d0", "t") for at in range(plain)}}
    )
    assert len(compose(both, length, (), (), Random(seed))) == length


@given(st.integers())
def test_task_statements_and_topics_take_turns_within_a_domain(seed: int) -> None:
    asked = compose(mixed([60, 60, 60, 60], 1000), 65, (), (), Random(seed))
    for domain in ("d0", "d1", "d2", "d3"):
        for kind in ("task", "topic"):
            counts = Counter(getattr(one, kind) for one in asked if one.domain == domain)
            assert max(counts.values()) - min(counts.values()) <= 1


def test_retired_questions_and_those_held_back_are_never_asked() -> None:
    kept = [question("one", "d0", "t"), question("two", "d0", "t", retired=True), question("three", "d0", "t")]
    assert ids(compose(bank_of(DVA, kept), 65, (), {"three"}, Random(1))) == {"one"}
    assert compose(bank_of(DVA, kept), 65, (), {"one", "three"}, Random(1)) == []


def test_the_same_chance_gives_the_same_exam_and_another_one_another() -> None:
    orders = {tuple(one.id for one in compose(PLENTY, 65, (), (), Random(seed))) for seed in range(20)}
    assert len(orders) == 20
    assert compose(PLENTY, 65, (), (), Random(3)) == compose(PLENTY, 65, (), (), Random(3))


def test_the_key_has_no_part_in_the_choice() -> None:
    def other(one: Question) -> Question:
        return replace(one, options=tuple(replace(option, correct=option.id == "d") for option in one.options))

    turned = replace(PLENTY, questions={id: other(one) for id, one in PLENTY.questions.items()})
    asked = [[one.id for one in compose(each, 65, (), (), Random(5))] for each in (PLENTY, turned)]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("length", "minutes"), [(65, 130), (20, 40), (10, 20)])
def test_a_shorter_form_has_the_same_time_a_question(length: int, minutes: int) -> None:
    assert minutes_for(length, FORM) == minutes


def test_minutes_are_rounded_up() -> None:
    assert minutes_for(7, replace(FORM, minutes=100)) == 11


def sat(*given_: str) -> MockExam:
    """Return an exam over as many questions, key `a`, with these answers; a dot leaves one open."""
    items = tuple(Posed(question(f"q{at}", f"d{at % 2}", "t"), tuple("abcd")) for at in range(len(given_)))
    answers = tuple(frozenset(one.replace(".", "")) for one in given_)
    return MockExam(1, 1, "small", FORM, 1, ("web", "w1"), None, items, answers, frozenset(), 0, 10, START, START)


def test_what_is_left_open_is_wrong() -> None:
    assert [one.right for one in graded(sat("a", "b", ".", "ab"), ())] == [True, False, False, False]


def test_the_score_is_over_all_by_domain_and_by_task() -> None:
    found = score(graded(sat("a", "a", "a", "b"), ()), exam(DVA).form)
    assert (found.scaled, found.passed, found.left_out) == (750, True, 0)
    assert (found.total.answers, found.total.correct) == (4, 3)
    assert {id: (one.answers, one.correct) for id, one in found.domains.items()} == {"d0": (2, 2), "d1": (2, 1)}
    assert {id: (one.answers, one.correct) for id, one in found.tasks.items()} == {"1.1": (4, 3)}


@given(st.lists(st.sampled_from(["a", "b", "."]), min_size=1, max_size=20), st.data())
def test_what_does_not_count_or_rests_has_no_part_in_any_figure(answers: list[str], data: st.DataObject) -> None:
    places = st.frozensets(st.integers(0, len(answers) - 1))
    void, resting = data.draw(places), data.draw(places)
    turned = ["b" if one == "a" else "a" for one in answers]
    other = [turned[at] if at in void | resting else one for at, one in enumerate(answers)]
    scores = []
    for given_ in (answers, other):
        results = graded(sat(*given_), {f"q{at}" for at in void})
        scores.append(score(results, FORM, resting))
    assert scores[0] == scores[1]
    assert scores[0].left_out == len(void | resting)


def test_where_nothing_counts_the_score_is_the_lowest() -> None:
    found = score((Graded("q", "d0", "1.1", True, False),), FORM)
    assert (found.scaled, found.passed, found.total.answers) == (100, False, 0)
