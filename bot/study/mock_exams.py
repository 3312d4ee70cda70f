"""Sitting a mock exam: one open a person in all workspaces of their realm, by the server's clock.

Every use case locks the person first and looks at the time, so that a press that comes late or twice changes nothing,
and an exam whose time is over is submitted as it stood, whatever was pressed. Of a question that has become open as a
daily one nothing is shown, and no answer to it is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor, Place
from bot.model.mock_exam import BY_PERSON, FEWEST, MockExam, Offer, Running, Standing
from bot.model.posting import Posed
from bot.model.question import Bank
from bot.rules.mock_exam import compose, minutes_for, usable
from bot.rules.rulings import ruled
from bot.rules.selection import option_order
from bot.storage import groups, mock_exams, people, quizzes, rulings
from bot.study.answers import chosen_options
from bot.study.exam_ends import end_in_time, finish, finished, secrets_of, zone_of
from bot.study.whose import group_meant
from bot.study.work import reads, writes

Banks = Mapping[str, Bank]


@writes
def look(tx: Connection, actor: Actor, now: datetime) -> Standing | None:
    """Return where a person's newest mock exam stands, None if they never had one."""
    known = people.find(tx, actor.realm, actor.user)
    if known is None:
        return None
    people.lock(tx, known[0])
    newest = mock_exams.newest(tx, known[0])
    return _standing(tx, actor, end_in_time(tx, newest, now), now) if newest else None


@reads
def offer(tx: Connection, actor: Actor, place: Place | None, banks: Banks, length: str) -> Offer:
    """Return what a mock exam of `length` questions would be; nothing typed means as many as in the real exam.

    It is shorter where the bank reaches no further. Raises Refused: `exam-length` for one out of bounds, `exam-empty`.
    """
    known = people.find(tx, actor.realm, actor.user)
    bank = _bank(tx, known[0] if known else None, actor, place, banks)
    secret = quizzes.open_dailies(tx, known[0] if known else 0, actor.adapter, actor.workspace)
    reach = min(_length(bank, length), len(usable(bank, secret)))
    if not reach:
        raise Refused("exam-empty")
    newest = mock_exams.newest(tx, known[0]) if known else None
    return Offer(bank.exam.id, reach, minutes_for(reach, bank.exam.form), newest.id if newest else 0)


@writes
def start(
    tx: Connection, actor: Actor, place: Place | None, banks: Banks, length: int, after: int, now: datetime
) -> Standing:
    """Begin a mock exam of `length` questions now, and return it; its clock runs from this moment.

    If the person's newest one is not `after` (any more), where that stands is returned instead: so a press that is
    repeated starts none, nor does an old message. Raises as `offer`.
    """
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    people.lock(tx, person)
    newest = mock_exams.newest(tx, person)
    if newest is not None and (newest.id != after or newest.submitted_at is None):
        return _standing(tx, actor, end_in_time(tx, newest, now), now)
    bank = _bank(tx, person, actor, place, banks)
    rng = Random(f"exam/{person}/{now.isoformat()}")
    secret = quizzes.open_dailies(tx, person, actor.adapter, actor.workspace)
    last = mock_exams.last_asked(tx, person, bank.exam.id)
    if not 1 <= length <= bank.exam.form.questions:
        raise _no_length(bank, str(length))
    questions = compose(bank, length, last, secret, rng)
    if not questions:
        raise Refused("exam-empty")
    group = group_meant(tx, person, actor, place)
    minutes = minutes_for(len(questions), bank.exam.form)
    begun = mock_exams.add(
        tx,
        [Posed(question, option_order(question, rng)) for question in questions],
        bank.exam.form,
        person_id=person,
        workspace_id=groups.ensure_workspace(tx, actor.adapter, actor.workspace, actor.realm, now),
        group_id=group.id if group else None,
        exam=bank.exam.id,
        minutes=minutes,
        begun_at=now,
        ends_at=now + timedelta(minutes=minutes),
    )
    return _standing(tx, actor, begun, now)


@writes
def stand(tx: Connection, actor: Actor, exam: int, now: datetime) -> Standing:
    """Return where a mock exam stands; raise Refused `exam-gone` if it is not this person's."""
    return _standing(tx, actor, _mine(tx, actor, exam, now), now)


@writes
def go_to(tx: Connection, actor: Actor, exam: int, position: int, now: datetime) -> Standing:
    """Go to the question at `position`; raise Refused `exam-gone`, also for a position that there is not."""
    sitting = _mine(tx, actor, exam, now, position)
    if sitting.submitted_at is None:
        sitting = _moved(tx, sitting, position)
    return _standing(tx, actor, sitting, now)


@writes
def seek(tx: Connection, actor: Actor, exam: int, what: str, now: datetime) -> Standing:
    """Go to the next question after the present one that is `open` or `flagged`, from the end on to the first.

    Stays where it is if there is none. Raises Refused `exam-gone`.
    """
    sitting = _mine(tx, actor, exam, now)
    standing = _standing(tx, actor, sitting, now)
    if not isinstance(standing, Running):
        return standing
    places = standing.flagged if what == "flagged" else standing.unanswered
    if not places:
        return standing
    onward = [at for at in places if at > sitting.position]
    return _standing(tx, actor, _moved(tx, sitting, (onward or places)[0]), now)


@writes
def choose(tx: Connection, actor: Actor, exam: int, position: int, letters: str, now: datetime) -> Standing:
    """Keep an answer in place of an earlier one, and return where the exam stands.

    Raises Refused `exam-gone`, or `choose` for a wrong number of letters.
    """
    sitting = _mine(tx, actor, exam, now, position)
    if sitting.submitted_at is not None:
        return _standing(tx, actor, sitting, now)
    posed = sitting.items[position]
    sitting = _moved(tx, sitting, position)
    if posed.question.id not in secrets_of(tx, sitting, actor):
        answers = list(sitting.answers)
        answers[position] = chosen_options(posed, letters)
        mock_exams.set_answers(tx, exam, answers)
        sitting = replace(sitting, answers=tuple(answers))
    return _standing(tx, actor, sitting, now)


@writes
def flag(tx: Connection, actor: Actor, exam: int, position: int, on: bool, now: datetime) -> Standing:
    """Mark a question to come back to, or not any more. Raises Refused `exam-gone`."""
    sitting = _mine(tx, actor, exam, now, position)
    if sitting.submitted_at is not None:
        return _standing(tx, actor, sitting, now)
    flags = sitting.flags | {position} if on else sitting.flags - {position}
    mock_exams.set_flags(tx, exam, flags)
    return _standing(tx, actor, _moved(tx, replace(sitting, flags=flags), position), now)


@writes
def submit(tx: Connection, actor: Actor, exam: int, sure: bool, now: datetime) -> Standing:
    """Submit a mock exam and return its result; unless one is `sure`, only if every question is answered.

    Raises Refused `exam-gone`.
    """
    sitting = _mine(tx, actor, exam, now)
    standing = _standing(tx, actor, sitting, now)
    if isinstance(standing, Running) and (sure or not standing.unanswered):
        return finished(tx, finish(tx, sitting, now, BY_PERSON, actor), actor)
    return standing


def _standing(tx: Connection, actor: Actor, exam: MockExam, now: datetime) -> Standing:
    if exam.submitted_at is not None:
        return finished(tx, exam, actor)
    secret = secrets_of(tx, exam, actor)
    hidden = frozenset(at for at, posed in enumerate(exam.items) if posed.question.id in secret)
    return Running(exam, hidden, zone_of(tx, exam), now)


def _moved(tx: Connection, exam: MockExam, position: int) -> MockExam:
    if exam.position != position:
        mock_exams.set_position(tx, exam.id, position)
    return replace(exam, position=position)


def _mine(tx: Connection, actor: Actor, exam: int, now: datetime, position: int = 0) -> MockExam:
    """Return a person's own mock exam, the person locked, and submitted if its time is over."""
    known = people.find(tx, actor.realm, actor.user)
    if known is not None:
        people.lock(tx, known[0])
    found = mock_exams.find(tx, exam, known[0]) if known else None
    if found is None or not 0 <= position < found.length:
        raise Refused("exam-gone")
    return end_in_time(tx, found, now)


def _bank(tx: Connection, person: int | None, actor: Actor, place: Place | None, banks: Banks) -> Bank:
    """Return the bank of the study group that is meant, or the first, as rulings leave it."""
    group = group_meant(tx, person or 0, actor, place)
    bank = banks.get(group.exam if group else "") or next(iter(banks.values()))
    return ruled(bank, rulings.of_exam(tx, bank.exam.id))


def _length(bank: Bank, typed: str) -> int:
    most = bank.exam.form.questions
    written = typed.strip() or str(most)
    if not written.isdecimal() or len(written) > 4 or not min(FEWEST, most) <= int(written) <= most:
        raise _no_length(bank, typed.strip())
    return int(written)


def _no_length(bank: Bank, typed: str) -> Refused:
    most = bank.exam.form.questions
    return Refused("exam-length", text=typed, least=min(FEWEST, most), most=most)
