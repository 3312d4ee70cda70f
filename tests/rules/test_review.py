"""When a question comes again: later and later while it is known, soon once it is not, and once more before an exam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.review import Felt, Rating, ReviewCard
from bot.rules.calendar import to_utc
from bot.rules.review import (
    LAST_DAYS,
    after_answer,
    as_felt,
    comes_at,
    day_begins,
    exam_day,
    felt,
    in_order,
    key_of,
    posed,
    study_day,
)
from tests.rules.zone_histories import ZONES
from tests.support.bank import EXAM, small_bank

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

moments = st.timedeltas(timedelta(), timedelta(days=1000)).map(lambda since: MONDAY + since)
zones = st.sampled_from(ZONES)
gaps = st.timedeltas(timedelta(), timedelta(days=60))
histories = st.lists(st.tuples(st.booleans(), gaps), min_size=1, max_size=8)


def card_after(
    answers: list[tuple[bool, timedelta]], begun: datetime = MONDAY, zone: str = "UTC", question: str = "q1"
) -> ReviewCard:
    """Return the card after answers, each so long after the one before."""
    card, now = None, begun
    for correct, gap in answers:
        now += gap
        card = after_answer(card, EXAM, question, correct=correct, now=now, zone=zone)
    assert card is not None
    return card


def days_until(card: ReviewCard) -> int:
    """Return in how many days a card is due again."""
    return (study_day(card.due_at, "UTC") - card.memory.day).days


@given(histories, moments, zones)
def test_a_question_comes_again_at_the_beginning_of_a_later_day(
    answers: list[tuple[bool, timedelta]], begun: datetime, zone: str
) -> None:
    card = card_after(answers, begun, zone)
    assert card.due_at > card.answered_at
    assert study_day(card.due_at, zone) > study_day(card.answered_at, zone)
    assert card.due_at == day_begins(study_day(card.due_at, zone), zone)


@given(histories, moments, zones)
def test_the_same_answers_give_the_same_dates(
    answers: list[tuple[bool, timedelta]], begun: datetime, zone: str
) -> None:
    assert card_after(answers, begun, zone) == card_after(answers, begun, zone)


@given(histories, gaps)
def test_a_right_answer_comes_back_no_sooner_than_a_wrong_one(
    answers: list[tuple[bool, timedelta]], gap: timedelta
) -> None:
    right, wrong = (card_after([*answers, (correct, gap)]) for correct in (True, False))
    assert right.due_at >= wrong.due_at
    assert right.memory.stability > wrong.memory.stability


@given(histories, gaps)
def test_what_felt_easy_comes_later_and_what_felt_hard_sooner(
    answers: list[tuple[bool, timedelta]], gap: timedelta
) -> None:
    card = card_after([*answers, (True, gap)])
    hard, easy = as_felt(card, Felt.HARD, "UTC"), as_felt(card, Felt.EASY, "UTC")
    assert hard.due_at <= card.due_at <= easy.due_at
    assert [felt(one) for one in (hard, card, easy)] == [Felt.HARD, None, Felt.EASY]


@given(histories, st.lists(st.sampled_from(Felt), min_size=1, max_size=4))
def test_of_what_is_said_about_an_answer_the_last_word_holds(
    answers: list[tuple[bool, timedelta]], said: list[Felt]
) -> None:
    card = told = card_after(answers)
    for one in said:
        told = as_felt(told, one, "UTC")
    assert told == as_felt(card, said[-1], "UTC")


def test_a_wrong_answer_can_be_called_neither_hard_nor_easy() -> None:
    card = card_after([(False, DAY)])
    assert as_felt(card, Felt.EASY, "UTC") == card


def test_known_answers_give_the_intervals_of_the_published_model() -> None:
    card: ReviewCard | None = None
    now, intervals = MONDAY, []
    for correct in (True, True, True, False, True):
        card = after_answer(card, EXAM, "q1", correct=correct, now=now, zone="UTC")
        intervals.append(days_until(card))
        now = card.due_at + timedelta(hours=3)
    assert intervals == [2, 11, 46, 1, 5]


def test_only_what_was_known_can_be_forgotten() -> None:
    lapses = [card_after([(right, DAY) for right in rights]).lapses for rights in [[False], [True, False]]]
    assert lapses == [0, 1]
    assert card_after([(True, DAY), (False, DAY), (False, DAY), (True, DAY), (False, DAY)]).lapses == 2


def test_late_at_night_is_still_the_day_before() -> None:
    night = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert study_day(night, "UTC") == study_day(evening, "UTC") == date(2026, 3, 2)
    cards = [after_answer(None, EXAM, "q1", correct=False, now=now, zone="UTC") for now in (night, evening)]
    assert {card.due_at for card in cards} == {datetime(2026, 3, 3, 4, 0, tzinfo=UTC)}


questions = st.integers(0, 500).map(lambda n: f"question-{n}")


@given(histories, zones, questions, st.integers(-10, 400))
def test_an_exam_ahead_never_puts_anything_off(
    answers: list[tuple[bool, timedelta]], zone: str, question: str, ahead: int
) -> None:
    card = card_after(answers, zone=zone, question=question)
    at = comes_at(card, card.memory.day + ahead * DAY, zone)
    assert card.answered_at < at <= card.due_at
    assert comes_at(card, None, zone) == card.due_at


@given(histories, zones, questions, st.integers(LAST_DAYS + 1, 400))
def test_what_was_met_before_the_last_days_comes_again_before_the_exam(
    answers: list[tuple[bool, timedelta]], zone: str, question: str, ahead: int
) -> None:
    card = card_after(answers, zone=zone, question=question)
    exam_on = card.memory.day + ahead * DAY
    day = study_day(comes_at(card, exam_on, zone), zone)
    assert card.memory.day < day < exam_on


@given(histories, zones, questions, st.integers(2, LAST_DAYS))
def test_what_is_missed_in_the_last_days_comes_again_before_the_exam(
    answers: list[tuple[bool, timedelta]], zone: str, question: str, ahead: int
) -> None:
    card = card_after([*answers, (False, DAY)], zone=zone, question=question)
    exam_on = card.memory.day + ahead * DAY
    assert card.memory.day < study_day(comes_at(card, exam_on, zone), zone) < exam_on


@given(
    st.lists(st.tuples(st.booleans(), st.timedeltas(timedelta(hours=4), 5 * DAY)), min_size=1, max_size=30), questions
)
def test_whoever_does_what_is_due_has_met_everything_in_the_week_before_the_exam(
    answers: list[tuple[bool, timedelta]], question: str
) -> None:
    """A person answers on the day on which a question comes, or some days late, as long as there are days left."""
    exam_on = date(2026, 5, 1)
    card = after_answer(None, EXAM, question, correct=True, now=MONDAY, zone="UTC")
    for correct, late in answers:
        comes = comes_at(card, exam_on, "UTC")
        if study_day(comes, "UTC") >= exam_on:
            break
        day = min(study_day(comes + late, "UTC"), exam_on - DAY)
        card = after_answer(card, EXAM, question, correct=correct, now=to_utc(day, time(12), "UTC"), zone="UTC")
    still_to_come = study_day(comes_at(card, exam_on, "UTC"), "UTC") < exam_on
    assert still_to_come or card.memory.day >= exam_on - LAST_DAYS * DAY


def test_before_the_exam_questions_are_spread_over_the_last_days() -> None:
    cards = [card_after([(True, DAY), (True, DAY), (True, 40 * DAY)], question=f"q-{n}") for n in range(700)]
    exam_on = cards[0].memory.day + 20 * DAY
    on = [study_day(comes_at(card, exam_on, "UTC"), "UTC") for card in cards]
    assert {exam_on - n * DAY for n in range(1, LAST_DAYS + 1)} == set(on)
    assert max(map(on.count, set(on))) < 150


@pytest.mark.parametrize(
    ("own", "groups", "meant"),
    [
        (None, [], None),
        (None, [date(2026, 5, 1), date(2026, 4, 1)], date(2026, 4, 1)),
        (None, [date(2026, 3, 1), date(2026, 4, 1)], date(2026, 4, 1)),
        (date(2026, 6, 1), [date(2026, 4, 1)], date(2026, 6, 1)),
        (date(2026, 3, 1), [date(2026, 4, 1)], None),
        (date(2026, 3, 2), [], date(2026, 3, 2)),
    ],
)
def test_ones_own_exam_goes_before_the_groups(own: date | None, groups: list[date], meant: date | None) -> None:
    assert exam_day(own, groups, date(2026, 3, 2)) == meant


def test_secrets_and_questions_out_of_use_are_not_in_the_order() -> None:
    bank = small_bank()
    ids = sorted(bank.questions)[:3]
    cards = [card_after([(True, gap)], question=id) for id, gap in zip(ids, (3 * DAY, 2 * DAY, DAY), strict=True)]
    cards.append(card_after([(True, DAY)], question="long-gone"))
    banks = {EXAM: bank}
    assert [card.question for _, card in in_order(cards, banks, set(), {}, "UTC")] == ids[::-1]
    assert [card.question for _, card in in_order(cards, banks, {ids[1]}, {}, "UTC")] == [ids[2], ids[0]]


def test_the_order_of_options_stays_until_a_question_is_answered_again() -> None:
    question = small_bank().questions["q-1-00"]
    assert posed(question, 1, 3) == posed(question, 1, 3)
    assert len({posed(question, person, answers).order for person in range(4) for answers in range(4)}) > 4


def test_a_question_that_reads_otherwise_is_named_otherwise() -> None:
    one, other = small_bank().questions["q-1-00"], small_bank().questions["q-1-01"]
    assert len({key_of(EXAM, one), key_of("else", one), key_of(EXAM, other)}) == 3
    assert Rating.AGAIN < Rating.HARD < Rating.GOOD < Rating.EASY
