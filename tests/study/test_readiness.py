"""Readiness as it is read from the database: whose answers, which of them, and what others' say of the questions."""

from __future__ import annotations

from datetime import timedelta

from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.question import Question
from bot.model.readiness import Readiness, TooFew
from bot.model.ruling import Kind, Ruling
from bot.rules.readiness import FEWEST
from bot.storage import attempts, firsts, people
from bot.study.answers import answer
from bot.study.readiness import progress_and_readiness, readiness_of
from bot.study.rulings import regrade_group, rule
from bot.study.work import reads
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.given import give
from tests.support.store import Store
from tests.support.world import actor, ask, make_group, reveal, right, schedule

BANK = small_bank(12)
QUESTIONS = sorted(BANK.questions.values(), key=lambda one: one.id)
ADA, BEN = actor("ada"), actor("ben")
counts = reads(firsts.first_counts)


def give_many(store: Store, clock: Clock, group: Group, who: Actor, correct: bool = True, number: int = FEWEST) -> None:
    """Answer as many different questions, one an hour."""
    for at in range(number):
        store.write(
            give, who, group, clock.advance(hours=1), correct, source="quiz", source_id=1, question=QUESTIONS[at]
        )


def readiness(store: Store, clock: Clock, who: Actor = ADA) -> Readiness:
    found = store.read(readiness_of, who, BANK, clock())
    assert isinstance(found, Readiness)
    return found


def test_forty_answers_are_enough_and_fewer_say_how_many_are_missing(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert store.read(readiness_of, ADA, BANK, clock()) == TooFew(FEWEST)
    assert store.read(progress_and_readiness, ADA, BANK, group, clock()) is None
    give_many(store, clock, group, ADA, number=FEWEST - 1)
    assert store.read(readiness_of, ADA, BANK, clock()) == TooFew(1)
    store.write(give, ADA, group, clock(), question=QUESTIONS[-1])
    found = store.read(progress_and_readiness, ADA, BANK, group, clock())
    assert found is not None
    assert found[0].total.answers == FEWEST
    assert isinstance(found[1], Readiness)
    assert found[1].answers == FEWEST


def test_all_workspaces_of_a_realm_count_and_other_realms_don_t(store: Store, clock: Clock) -> None:
    here, second = actor("ada", "w2"), make_group(store, "general", "w2")
    give_many(store, clock, make_group(store), ADA, number=20)
    for one in QUESTIONS[20:FEWEST]:
        store.write(give, here, second, clock(), source="quiz", source_id=2, question=one)
    assert readiness(store, clock, actor("ada", "w2")).answers == FEWEST
    assert store.read(readiness_of, actor("ada", "w3", realm="r2"), BANK, clock()) == TooFew(FEWEST)


def test_who_is_right_more_often_is_readier(store: Store, clock: Clock) -> None:
    group = make_group(store)
    give_many(store, clock, group, ADA)
    give_many(store, clock, group, BEN, correct=False)
    assert readiness(store, clock).score > readiness(store, clock, BEN).score + 100


def test_only_first_answers_say_how_hard_a_question_is(store: Store, clock: Clock) -> None:
    group, question = make_group(store), QUESTIONS[0]
    for number, (who, correct) in enumerate(((ADA, False), (ADA, True), (BEN, True), (BEN, True))):
        store.write(give, who, group, clock(), correct, source="quiz", source_id=number, question=question)
    store.write(give, BEN, group, clock(), False, source="review", question=QUESTIONS[1])
    found = store.read(counts, EXAM)
    assert {key[0]: (one.answers, one.correct) for key, one in found.items()} == {
        question.id: (2, 1),
        QUESTIONS[1].id: (1, 0),
    }
    assert store.read(counts, "another") == {}


def test_what_others_answered_tells_how_hard_the_questions_were(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for at in range(FEWEST):
        store.write(give, ADA, group, clock(), at % 3 > 0, source="quiz", source_id=1, question=QUESTIONS[at])
    alone = readiness(store, clock)
    for number in range(10):
        give_many(store, clock, group, actor(f"weak{number}"), correct=number < 3)
    clock.now = clock.now - timedelta(hours=10 * FEWEST)
    again = readiness(store, clock)
    assert again.answers == alone.answers
    assert again != alone


def test_a_disputed_question_says_nothing_and_a_corrected_key_holds(store: Store, clock: Clock) -> None:
    group = make_group(store)
    give_many(store, clock, group, ADA)
    before = readiness(store, clock)
    doubted = QUESTIONS[0]
    store.write(
        rule,
        Ruling(EXAM, doubted.id, Kind.DISPUTED, doubted.revision, None, "", clock()),
    )
    assert store.read(readiness_of, ADA, BANK, clock()) == TooFew(1)
    key = frozenset("b")
    store.write(rule, Ruling(EXAM, doubted.id, Kind.CORRECTED, doubted.revision, key, "", clock()))
    store.write(regrade_group, group.id, EXAM, doubted, key, clock())
    after = readiness(store, clock)
    assert after.answers == before.answers
    assert after.domains[doubted.domain].share < before.domains[doubted.domain].share


def test_a_private_answer_to_what_is_open_as_a_daily_says_nothing_until_the_reveal(store: Store, clock: Clock) -> None:
    group = make_group(store, plan=schedule(reveal_hours=2))  # so that no other question opens with the reveal
    banks = {EXAM: BANK}
    daily = ask(store, clock, group, banks)
    others = [one for one in QUESTIONS if one.id != daily.question.id]
    _quiz(store, clock, group, others[: FEWEST - 1])
    _quiz(store, clock, group, [daily.question])
    assert store.read(readiness_of, ADA, BANK, clock()) == TooFew(1)
    reveal(store, clock, daily, banks)
    assert readiness(store, clock).answers == FEWEST


def test_an_answer_to_the_daily_itself_says_something_at_once(store: Store, clock: Clock) -> None:
    group = make_group(store)
    banks = {EXAM: BANK}
    daily = ask(store, clock, group, banks)
    _quiz(store, clock, group, [one for one in QUESTIONS if one.id != daily.question.id][: FEWEST - 1])
    store.write(answer, ADA, daily.posting, right(daily), clock())
    assert readiness(store, clock).answers == FEWEST


def _quiz(store: Store, clock: Clock, group: Group, questions: list[Question]) -> None:
    for one in questions:
        store.write(give, ADA, group, clock(), source="quiz", source_id=1, question=one)


def test_only_the_first_of_two_answers_at_one_question_is_marked_so(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for number in range(3):
        store.write(give, ADA, group, clock.advance(hours=1), source="quiz", source_id=number, question=QUESTIONS[0])
    person = store.read(reads(people.find), ADA.realm, ADA.user)
    assert person
    assert len(store.read(reads(attempts.of_person), person[0], EXAM)) == 3
    assert sum(one.answers for one in store.read(counts, EXAM).values()) == 1
