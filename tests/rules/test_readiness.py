"""Readiness: what answers say about the exam, and what they must never say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.board import Tally
from bot.model.question import Bank
from bot.model.readiness import Counts, Evidence, Readiness, TooFew
from bot.rules.readiness import FEWEST, readiness, without
from tests.features.samples import EXAM as TWO_DOMAINS
from tests.support.bank import small_bank

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BANK = small_bank(30)
NOBODY: Counts = {}
CLOSE = 1e-7

answers = st.lists(
    st.tuples(st.sampled_from(sorted(BANK.questions)), st.booleans(), st.floats(0, 200)), min_size=FEWEST, max_size=90
)


def evidence(question: str, right: bool, days: float = 0.0, bank: Bank = BANK) -> Evidence:
    asked = bank.questions[question]
    return Evidence(question, asked.revision, asked.domain, right, NOW - timedelta(days=days))


def history(drawn: Sequence[tuple[str, bool, float]]) -> list[Evidence]:
    return sorted((evidence(*one) for one in drawn), key=lambda one: one.at)


def estimate(given: Sequence[Evidence], others: Counts = NOBODY, bank: Bank = BANK) -> Readiness:
    found = readiness(bank, given, others, NOW)
    assert isinstance(found, Readiness)
    return found


def pattern(per_domain: int, right_of_ten: int, days: float = 0.0, multiple: bool = False) -> list[Evidence]:
    """Return as many first answers in every domain, to single response unless told otherwise, evenly right."""
    ids = {
        domain: [one.id for one in BANK.questions.values() if one.domain == domain and (one.choose > 1) == multiple]
        for domain in "1234"
    }
    return [
        evidence(ids[domain][at], (at * right_of_ten) % 10 + right_of_ten >= 10, days)
        for at in range(per_domain)
        for domain in "1234"
    ]


@pytest.mark.parametrize("number", [0, 1, FEWEST - 1])
def test_nothing_is_said_of_few_answers_but_how_many_are_missing(number: int) -> None:
    given = [evidence("q-1-00", True)] * number
    assert readiness(BANK, given, NOBODY, NOW) == TooFew(FEWEST - number)
    assert isinstance(readiness(BANK, [evidence("q-1-00", True)] * FEWEST, NOBODY, NOW), Readiness)


@settings(max_examples=80, deadline=None)
@given(answers, st.data())
def test_a_right_answer_in_place_of_a_wrong_one_never_lowers_anything(
    drawn: list[tuple[str, bool, float]], data: st.DataObject
) -> None:
    given = history(drawn)
    at = data.draw(st.integers(0, len(given) - 1))
    lower = estimate([*given[:at], replace(given[at], right=False), *given[at + 1 :]])
    upper = estimate([*given[:at], replace(given[at], right=True), *given[at + 1 :]])
    assert lower.score <= upper.score
    assert lower.low <= upper.low
    assert lower.high <= upper.high
    assert lower.chance <= upper.chance + CLOSE
    assert all(lower.domains[id].share <= upper.domains[id].share + CLOSE for id in lower.domains)


@settings(max_examples=60, deadline=None)
@given(answers)
def test_every_estimate_is_one_that_an_exam_can_have(drawn: list[tuple[str, bool, float]]) -> None:
    found = estimate(history(drawn))
    assert 100 <= found.low <= found.score <= found.high <= 1000
    assert 0 <= found.chance <= 1
    assert sum(one.questions for one in found.domains.values()) == 65
    assert all(0 <= one.low <= one.high <= 1 for one in found.domains.values())


@pytest.mark.parametrize("right_of_ten", [3, 5, 7, 9])
def test_more_answers_narrow_the_range(right_of_ten: int) -> None:
    few, many = (estimate(pattern(number, right_of_ten)) for number in (10, 20))
    assert many.high - many.low <= few.high - few.low
    assert all(
        many.domains[id].high - many.domains[id].low <= few.domains[id].high - few.domains[id].low for id in "1234"
    )


@pytest.mark.parametrize("right_of_ten", [5, 7, 9])
def test_a_domain_with_few_answers_widens_the_range_and_is_named(right_of_ten: int) -> None:
    whole = pattern(20, right_of_ten)
    thin = [one for at, one in enumerate(whole) if one.domain != "1" or at < 8]
    full, less = estimate(whole), estimate(thin)
    assert full.thin == ()
    assert less.thin == ("1",)
    assert less.high - less.low > full.high - full.low
    assert less.domains["1"].high - less.domains["1"].low > full.domains["1"].high - full.domains["1"].low


def test_what_is_known_of_other_domains_tells_something_of_one_without_answers() -> None:
    strong, weak = (
        estimate([one for one in pattern(20, right) if one.domain != "2"]).domains["2"].share for right in (9, 4)
    )
    assert strong > weak + 0.1


@pytest.mark.parametrize("right_of_ten", [2, 9])
def test_answers_weigh_less_the_older_they_are(right_of_ten: int) -> None:
    unknown = estimate(pattern(20, right_of_ten, days=5000))
    new, old = (estimate(pattern(20, right_of_ten, days)) for days in (0, 90))
    assert abs(old.score - unknown.score) < abs(new.score - unknown.score)
    assert new.high - new.low < old.high - old.low <= unknown.high - unknown.low
    assert (new.stale, old.stale) == (False, True)


@pytest.mark.parametrize("right_of_ten", [4, 6, 8])
def test_the_newest_answer_says_more_than_the_oldest(right_of_ten: int) -> None:
    given = [replace(one, at=NOW - timedelta(days=100 - at)) for at, one in enumerate(pattern(20, right_of_ten))]

    def difference(at: int) -> float:
        """Return what it makes to the domain whether the answer at a place is right."""
        wrong, right = (
            estimate([*given[:at], replace(given[at], right=one), *given[at + 1 :]]) for one in (False, True)
        )
        return right.domains[given[at].domain].share - wrong.domains[given[at].domain].share

    assert difference(len(given) - 4) > difference(0) > 0


def test_a_repeated_question_tells_less_than_a_new_one() -> None:
    before = pattern(10, 6, days=3)
    known, new = before[0].question, "q-1-28"
    base = estimate(before).domains["1"].share
    again, fresh = (estimate([*before, evidence(one, True)]).domains["1"].share for one in (known, new))
    assert base < again < fresh


def test_right_where_guessing_hardly_helps_says_more() -> None:
    single, multiple = (estimate(pattern(10, 6, multiple=several)).score for several in (False, True))
    assert multiple > single


def test_as_many_right_of_harder_questions_says_more() -> None:
    given = pattern(10, 6)
    mine = {one.question for one in given}
    questions = [one for one in BANK.questions.values() if one.choose == 1]
    hard, easy = (
        {(one.id, one.revision): Tally(60, 20 if (one.id in mine) == mine_hard else 45) for one in questions}
        for mine_hard in (True, False)
    )
    assert estimate(given, hard).score > estimate(given, easy).score + 50


def test_one_who_knows_it_all_passes_and_one_who_guesses_does_not() -> None:
    sure, hopeless = estimate(pattern(20, 10)), estimate(pattern(20, 2))
    assert sure.chance > 0.97
    assert sure.low >= 720
    assert hopeless.chance < 0.01
    assert hopeless.high < 720


def test_the_costliest_domain_is_the_one_that_loses_most_questions() -> None:
    given = [replace(one, right=one.right and one.domain != "3") for one in pattern(20, 9)]
    found = estimate(given)
    assert found.costliest == "3"
    assert found.domains["3"].lost == max(one.lost for one in found.domains.values())


def test_questions_that_are_gone_or_were_edited_still_tell_something() -> None:
    given = pattern(12, 8)
    gone = [replace(one, question=f"gone-{at}") for at, one in enumerate(given)]
    edited = [replace(one, revision="0" * 12) for one in given]
    nothing = estimate(pattern(12, 8, days=5000))
    for known in (gone, edited):
        found = estimate(known)
        assert found.high - found.low < nothing.high - nothing.low


def test_an_exam_of_two_domains_one_of_them_without_questions() -> None:
    bank = Bank(TWO_DOMAINS, {})
    given = [Evidence(f"q{at}", "", "d1", at % 3 > 0, NOW) for at in range(60)]
    found = estimate(given, bank=bank)
    assert set(found.domains) == {"d1", "d2"}
    assert found.thin == ("d2",)


def test_ones_own_first_answers_are_left_out_of_everybodys() -> None:
    first, again = evidence("q-1-00", True, 2), evidence("q-1-00", False, 1)
    key = (first.question, first.revision)
    assert without({key: Tally(5, 3)}, [first, again]) == {key: Tally(4, 2)}
    assert without({key: Tally(5, 3)}, [again, first]) == {key: Tally(4, 3)}
    assert without({}, [first]) == {key: Tally(0, 0)}
