"""How a recap is drawn: its text, which stands on its own, and the words of its picture."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Image, Jump, Link, Style, Table, Tone, text
from bot.features.note_cards import note_buttons
from bot.features.way import mock_line, tasks_line
from bot.i18n import Words
from bot.model.board import BoardRow, Tally
from bot.model.exam import Exam
from bot.model.question import Bank
from bot.model.recap import DomainWeek, Report
from bot.pictures.recap import Bar, Day, Poster
from bot.rules.plan import mocks, questions_left
from bot.rules.scoring import percent


def recap_card(
    w: Words, bank: Bank, report: Report, image: Image | None, controls: tuple[Button, ...], *, jump: bool
) -> Card:
    """Return a recap; `jump` links the hardest question's message, which works in its own channel only."""
    blocks = _quiet(w, report) if report.recap.quiet else _figures(w, bank, report, image, jump=jump)
    return Card(
        _title(w, report),
        (*blocks, *_month(w, report), *_way(w, bank.exam, report), *((Buttons(controls),) if controls else ())),
        Tone.PRIMARY,
        w.t("A preview, for you alone. The week is not over, and open questions are left out of the rates.")
        if report.so_far
        else _footer(w, report),
    )


def poster_of(w: Words, exam: Exam, report: Report) -> Poster:
    """Return the words of a recap's picture."""
    recap = report.recap
    title, dates = w.t("Weekly recap"), _dates(w, report)
    days = tuple(Day(w.weekday(n), people, w.number(people)) for n, people in enumerate(recap.days, start=1))
    by_day = w.list([w.t("{day} {people}", day=day.label, people=day.people_text) for day in days])
    return Poster(
        title=title,
        dates=dates,
        bars=tuple(_bar(w, exam, one) for one in recap.domains),
        days_title=w.t("People who answered, by day"),
        days=days,
        said=w.t("Recap of {dates} as a picture.", dates=dates),
        days_said=w.t("People who answered: {days}.", days=by_day),
    )


def _bar(w: Words, exam: Exam, one: DomainWeek) -> Bar:
    tally, domain = one.tally, exam.domain_by_id[one.domain].title
    if not tally.answers:
        return Bar(domain, None, "–", None, "", w.t("{domain}: no answers.", domain=domain))
    share = percent(tally.correct, tally.answers)
    if one.change is None:
        said = w.t("{domain}: {share} right.", domain=domain, share=w.percent(share))
    else:
        change = _signed(w, one.change)
        said = w.t("{domain}: {share} right, {change} points.", domain=domain, share=w.percent(share), change=change)
    return Bar(domain, share, w.percent(share), one.change, _signed(w, one.change), said)


def _title(w: Words, report: Report) -> str:
    if report.so_far:
        return w.t("Preview · the week of {dates} so far", dates=_dates(w, report))
    return w.t("Weekly recap · {dates}", dates=_dates(w, report))


def _dates(w: Words, report: Report) -> str:
    return w.days(report.recap.monday, report.recap.monday + timedelta(days=6))


def _footer(w: Words, report: Report) -> str:
    if report.recap.given > report.recap.total.answers:
        return w.t("Rates are of revealed questions only; one that is still open is left out.")
    return w.t("Rates are of this group's daily questions.")


def _quiet(w: Words, report: Report) -> tuple[Block, ...]:
    said = w.t("A quiet week: nobody answered. That happens.")
    if report.recap.given:
        said = w.tn(
            "A quiet week, with {n} answer. It counts all the same.",
            "A quiet week, with {n} answers. They count all the same.",
            report.recap.given,
        )
    return (text(said), text(w.t("One question a day is enough. The next one is a fresh start.")))


def _figures(w: Words, bank: Bank, report: Report, image: Image | None, *, jump: bool) -> tuple[Block, ...]:
    exam = bank.exam
    return (
        _totals(w, report),
        *((image,) if image else ()),
        _domains(w, exam, report),
        *_days(w, report),
        *_weakest(w, exam, report),
        *_hardest(w, exam, report, jump=jump),
        *_reading(w, report, note_buttons(w, bank, report.topics)),
        *_people(w, report),
        *_focus(w, exam, report),
    )


def _totals(w: Words, report: Report) -> Fields:
    recap = report.recap
    return Fields(
        (
            Field(w.t("Answers"), w.number(recap.given)),
            Field(w.t("People"), w.number(recap.people)),
            Field(w.t("Right"), _rate(w, recap.total)),
        )
    )


def _domains(w: Words, exam: Exam, report: Report) -> Table:
    columns = (w.t("Domain"), w.t("Answers"), w.t("Right"), w.t("Change"))
    rows = tuple(
        (
            exam.domain_by_id[one.domain].title,
            w.number(one.tally.answers),
            _rate(w, one.tally),
            _signed(w, one.change) or "–",
        )
        for one in report.recap.domains
    )
    return Table(columns, rows, numeric=(1, 2, 3))


def _days(w: Words, report: Report) -> tuple[Block, ...]:
    columns = tuple(w.weekday(day) for day in range(1, 8))
    row = tuple(w.number(people) for people in report.recap.days)
    heading = text(w.t("People who answered, by day"), Style.STRONG)
    return (heading, Table(columns, (row,), numeric=tuple(range(7))))


def _weakest(w: Words, exam: Exam, report: Report) -> tuple[Block, ...]:
    known = [(exam.task_by_id[id_], tally) for id_, tally in report.recap.weakest if id_ in exam.task_by_id]
    if not known:
        return ()
    rows = tuple((task.title, w.number(tally.answers), _rate(w, tally)) for task, tally in known)
    columns = (w.t("Task statement"), w.t("Answers"), w.t("Right"))
    return (text(w.t("Worth another look"), Style.STRONG), Table(columns, rows, numeric=(1, 2)))


def _hardest(w: Words, exam: Exam, report: Report, *, jump: bool) -> tuple[Block, ...]:
    daily, hardest = report.hardest, report.recap.hardest
    if daily is None or hardest is None:
        return ()
    topic = exam.topic_by_id.get(daily.question.topic)
    said = w.t(
        "The hardest question was that of {day}, on {topic}: {share} got it right.",
        day=w.day(daily.for_date),
        topic=topic.title if topic else daily.question.topic,
        share=_rate(w, hardest[1]),
    )
    link = (Jump(w.t("See it again"), daily.message_ref),) if jump and daily.message_ref else ()
    return (text(said), *link)


def _reading(w: Words, report: Report, notes: tuple[Button, ...]) -> tuple[Block, ...]:
    if not report.reading:
        return ()
    links = tuple(Link(reference.title, reference.url) for reference in report.reading)
    return (text(w.t("To read about what was missed"), Style.STRONG), *links, *((Buttons(notes),) if notes else ()))


def _people(w: Words, report: Report) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if report.best:
        blocks.append(text(w.t("Most points of the week: {people}.", people=_with_points(w, report.best))))
    if report.movers:
        moved = [w.t("{name} up {n}", name=row.name, n=w.number(row.moved or 0)) for row in report.movers]
        blocks.append(text(w.t("Most places won: {people}.", people=w.list(moved))))
    return tuple(blocks)


def _month(w: Words, report: Report) -> tuple[Block, ...]:
    if report.month is None:
        return ()
    month = w.month(report.month)
    said = w.t("{month} is over. Most points: {people}.", month=month, people=_with_points(w, report.month_best))
    return (text(said, Style.STRONG),)


def _with_points(w: Words, rows: tuple[BoardRow, ...]) -> str:
    unnamed = w.t("a member who stays unnamed")
    return w.list([w.t("{name} ({points})", name=row.name or unnamed, points=w.number(row.points)) for row in rows])


def _focus(w: Words, exam: Exam, report: Report) -> tuple[Block, ...]:
    if report.recap.focus is None:
        return ()
    domain = exam.domain_by_id[report.recap.focus]
    said = w.t(
        "Focus of next week: {domain}. It is {weight} of the exam.",
        domain=domain.title,
        weight=w.percent(domain.weight),
    )
    return (text(said, Style.STRONG),)


def _way(w: Words, exam: Exam, report: Report) -> tuple[Block, ...]:
    """Return what to do in the week after the one reported, where the group has an exam ahead of it."""
    exam_on, monday = report.group.exam_on, report.recap.monday + timedelta(days=7)
    if exam_on is None or exam_on <= monday:
        return ()
    ahead = w.tn(
        "{n} day to the exam on {day}. Daily questions until then: {questions}.",
        "{n} days to the exam on {day}. Daily questions until then: {questions}.",
        (exam_on - monday).days,
        day=w.day(exam_on),
        questions=w.number(questions_left(report.group.schedule, monday, exam_on)),
    )
    weakest = [task for task, _ in report.recap.weakest]
    tasks = (tasks_line(w, exam, weakest),) if weakest else ()
    return (text(ahead, Style.STRONG), *tasks, mock_line(w, *mocks(exam_on, monday, sat_this_week=False)))


def _rate(w: Words, tally: Tally) -> str:
    return w.percent(percent(tally.correct, tally.answers)) if tally.answers else "–"


def _signed(w: Words, change: int | None) -> str:
    if change is None:
        return ""
    return f"+{w.number(change)}" if change > 0 else w.number(change)
