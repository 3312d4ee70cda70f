"""What is said on the way to an exam, to a person and to a group alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.cards import Text, text
from bot.i18n import Words
from bot.model.exam import Exam


def tasks_line(w: Words, exam: Exam, tasks: Sequence[str]) -> Text:
    """Return which task statements to practise."""
    titles = [exam.task_by_id[id].title for id in tasks if id in exam.task_by_id]
    return text(w.t("Practice pays most at: {tasks}.", tasks=w.list(titles)))


def mock_line(w: Words, mock_on: date | None, next_mock: date | None) -> Text:
    """Return when to sit a mock exam, this week or next."""
    if mock_on is not None:
        return text(w.t("Sit a mock exam this week, best on {day}: /exam.", day=w.day(mock_on)))
    if next_mock is not None:
        return text(w.t("The next mock exam is best sat on {day}.", day=w.day(next_mock)))
    return text(w.t("No more mock exams: what is left is for going over what you have met."))
