"""Keeping what members find wrong with questions they were asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.question import Bank, Question
from bot.model.ruling import MemberReport, Wrong
from bot.storage import groups, mock_exams, people, postings, quizzes, rulings
from bot.study.reviews import as_ruled, named
from bot.study.work import reads, writes

COMMENT_LENGTH = 1000

Said = tuple[Wrong, str]
"""What is wrong, and in the member's own words."""


@reads
def newest_question(tx: Connection, group: int) -> int:
    """Return the posting of a group's newest question that members saw; raise Refused `nothing-asked`."""
    found = postings.open_daily(tx, group) or postings.last_revealed(tx, group)
    if found is None:
        raise Refused("nothing-asked")
    return found.posting


@writes
def report_daily(tx: Connection, actor: Actor, posting: int, said: Said, now: datetime) -> None:
    """Keep a report on a daily question; raise Refused `question-gone` for one of another workspace."""
    daily = postings.daily(tx, posting)
    group = groups.by_id(tx, daily.group) if daily else None
    if daily is None or group is None or postings.workspace_of(tx, posting) != (actor.adapter, actor.workspace):
        raise Refused("question-gone")
    _keep(tx, actor, group.exam, daily.question, said, now)


@writes
def report_quiz(tx: Connection, actor: Actor, quiz: int, position: int, said: Said, now: datetime) -> None:
    """Keep a report on the question at `position` of one's own quiz; raise Refused `quiz-gone`."""
    known = people.find(tx, actor.realm, actor.user)
    found = quizzes.find(tx, quiz, known[0], actor.adapter, actor.workspace) if known else None
    if found is None or not 0 <= position < len(found.items):
        raise Refused("quiz-gone")
    _keep(tx, actor, found.exam, found.items[position].question, said, now)


@writes
def report_exam(tx: Connection, actor: Actor, exam: int, position: int, said: Said, now: datetime) -> None:
    """Keep a report on the question at `position` of one's own mock exam; raise Refused `exam-gone`."""
    known = people.find(tx, actor.realm, actor.user)
    found = mock_exams.find(tx, exam, known[0]) if known else None
    if found is None or not 0 <= position < found.length:
        raise Refused("exam-gone")
    _keep(tx, actor, found.exam, found.items[position].question, said, now)


@writes
def report_review(tx: Connection, actor: Actor, banks: Mapping[str, Bank], key: str, said: Said, now: datetime) -> None:
    """Keep a report on a question that one has reviewed; raise Refused `question-gone` if it reads otherwise by now."""
    known = people.find(tx, actor.realm, actor.user)
    found = named(tx, known[0], as_ruled(tx, banks), key) if known else None
    if found is None:
        raise Refused("question-gone")
    card, question = found
    _keep(tx, actor, card.exam, question, said, now)


def _keep(tx: Connection, actor: Actor, exam: str, question: Question, said: Said, now: datetime) -> None:
    """Keep a report; a second one on the same question takes the place of the first."""
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    wrong, comment = said
    # It is shown in the operator's terminal: no control characters, no lines of its own.
    comment = "".join(one if one.isprintable() else " " for one in comment)
    comment = " ".join(comment.split())[:COMMENT_LENGTH]
    rulings.add_report(tx, person, MemberReport(exam, question.id, question.revision, wrong, comment, now))
