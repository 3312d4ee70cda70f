"""The cards of a mock exam that is over: its result, every question explained, and what a channel may see of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Style, Table, Tone, text
from bot.features.cards import about as topic_line
from bot.features.cards import explained_options, readings, stem, verdict
from bot.features.reporting import report_button
from bot.i18n import Words
from bot.model.board import Tally
from bot.model.exam import Exam
from bot.model.mock_exam import BY_TIME, Finished, Sat, Score
from bot.model.question import Bank
from bot.rules.scoring import percent

WHICH = ("all", "missed")
"""What can be gone through afterwards: every question, or those that were not right."""

_NOTHING = "–"


def result_card(w: Words, banks: Mapping[str, Bank], done: Finished, *, shareable: bool) -> Card:
    """Return how a mock exam went: the scaled score, by domain and task statement, beside earlier ones."""
    score = done.score
    bank = banks.get(done.exam.exam)
    over = (text(w.t("Time was up, so it was submitted as it stood.")),) if done.exam.ended_by == BY_TIME else ()
    return Card(
        _headline(w, done),
        (
            *over,
            _figures(w, done),
            *_left_out(w, done),
            *(_parts(w, bank.exam, score) if bank else ()),
            *_comparison(w, done),
            *_ways(w, done, shareable),
        ),
        Tone.GOOD if score.passed else Tone.PLAIN,
        _about_the_scale(w, done),
    )


def explained_card(w: Words, banks: Mapping[str, Bank], done: Finished, at: int, which: str) -> Card:
    """Return a question of a mock exam that is over, with its key and every why; nothing of one that rests."""
    posed, given, result = done.exam.items[at], done.exam.answers[at], done.graded[at]
    number = w.t("Question {n} of {whole}", n=w.number(at + 1), whole=w.number(done.exam.length))
    if at in done.resting:
        said = w.t("It is a daily question right now, so its answer rests until its reveal.")
        return Card(w.t("Not yet"), (text(said), _through(w, done, at, which)), Tone.WARNING, number)
    if given:
        title = verdict(w, posed, given, result.right)
    else:
        title = w.t("You left this one open: the answer is {key}.", key=w.list(posed.letters(posed.question.key)))
    void = () if result.counts else (text(w.t("It was a daily question at the time, so it does not count here.")),)
    return Card(
        title,
        (
            *void,
            topic_line(w, banks, done.exam.exam, posed.question),
            *stem(posed.question),
            explained_options(posed, given),
            *readings(posed.question),
            _through(w, done, at, which),
        ),
        Tone.GOOD if result.right else Tone.BAD,
        number,
    )


def shared_card(w: Words, banks: Mapping[str, Bank], done: Finished, name: str) -> Card:
    """Return what a channel sees of a result: who, how many questions, the score. No question, and no weak spot."""
    score, form = done.score, done.exam.form
    values = {"name": name, "score": score.scaled, "most": form.scale_max}
    if score.passed:
        title = w.t("{name} passed a mock exam: {score} of {most}", **values)
    else:
        title = w.t("{name} sat a mock exam: {score} of {most}", **values)
    bank = banks.get(done.exam.exam)
    right = w.t("{right} of {n} right", right=w.number(score.total.correct), n=w.number(score.total.answers))
    what = (text(bank.exam.title, Style.QUIET),) if bank else ()
    passing = w.t("{mark} passes. Your own mock exam begins with /exam.", mark=form.pass_mark)
    return Card(title, (*what, text(right)), Tone.GOOD if score.passed else Tone.PLAIN, passing)


def over_card(w: Words, exam: int) -> Card:
    """Return the direct message that tells that the time of a mock exam was up. It says nothing of how it went."""
    said = w.t("Its time was up, so it was submitted as it stood. Your answers until then are all there.")
    see = Buttons((Button(w.t("See the result"), pack("exam-result", exam), Tone.PRIMARY),))
    return Card(w.t("Your mock exam is over"), (text(said), see))


def _headline(w: Words, done: Finished) -> str:
    values = {"score": done.score.scaled, "most": done.exam.form.scale_max}
    if done.score.passed:
        return w.t("Mock exam passed: {score} of {most}", **values)
    return w.t("Mock exam: {score} of {most}, not yet a pass", **values)


def _figures(w: Words, done: Finished) -> Fields:
    exam, score = done.exam, done.score
    ended = exam.submitted_at or exam.ends_at
    used = -(-int((ended - exam.begun_at).total_seconds()) // 60)
    time = w.t("{used} of {whole} minutes", used=w.number(used), whole=w.number(exam.minutes))
    left_open = sum(not given for given in exam.answers)
    return Fields(
        (
            Field(w.t("Right"), _of(w, score.total)),
            Field(w.t("To pass"), w.t("{mark} of {most}", mark=exam.form.pass_mark, most=exam.form.scale_max)),
            Field(w.t("Time used"), time),
            Field(w.t("Left open"), w.number(left_open)),
            Field(w.t("Begun"), w.moment(exam.begun_at, done.zone)),
        )
    )


def _left_out(w: Words, done: Finished) -> tuple[Block, ...]:
    void = sum(not one.counts for one in done.graded)
    rests = done.score.left_out - void
    said = (
        w.tn(
            "{n} question is left out of all this: it was a daily question when the exam ended.",
            "{n} questions are left out of all this: they were daily questions when the exam ended.",
            void,
        ),
        w.tn(
            "{n} question is not counted for now: it is a daily question, and rests until its reveal.",
            "{n} questions are not counted for now: they are daily questions, and rest until their reveal.",
            rests,
        ),
    )
    return tuple(text(words, Style.QUIET) for n, words in zip((void, rests), said, strict=True) if n)


def _parts(w: Words, exam: Exam, score: Score) -> tuple[Block, ...]:
    domains = tuple(_part(w, one.title, score.domains[one.id]) for one in exam.domains if one.id in score.domains)
    tasks = tuple(_part(w, one.title, score.tasks[one.id]) for one in exam.tasks if one.id in score.tasks)
    return tuple(
        Table((heading, w.t("Right"), w.t("Share")), rows, numeric=(1, 2))
        for heading, rows in ((w.t("Domain"), domains), (w.t("Task statement"), tasks))
        if rows
    )


def _part(w: Words, title: str, tally: Tally) -> tuple[str, ...]:
    return (title, _of(w, tally), _share(w, tally))


def _comparison(w: Words, done: Finished) -> tuple[Block, ...]:
    """Return this exam and those before it, newest first, each with how its score moved from the one before."""
    if not done.before:
        return ()
    exam = done.exam
    this = Sat(exam.id, exam.length, exam.begun_at, done.score)
    sat = (this, *done.before)
    columns = (w.t("Mock exam of"), w.t("Questions"), w.t("Right"), w.t("Score"), w.t("Change"))
    rows = tuple(_compared(w, one, before, done.zone) for one, before in zip(sat, (*sat[1:], None), strict=True))
    return (text(w.t("Beside your earlier ones:"), Style.STRONG), Table(columns, rows, numeric=(1, 2, 3, 4)))


def _compared(w: Words, one: Sat, before: Sat | None, zone: str) -> tuple[str, ...]:
    change = _NOTHING
    if before is not None:
        moved = one.score.scaled - before.score.scaled
        change = w.t("+{n}", n=moved) if moved > 0 else w.t("−{n}", n=-moved) if moved < 0 else w.t("same")
    share = _share(w, one.score.total)
    return (w.moment(one.begun_at, zone), w.number(one.length), share, str(one.score.scaled), change)


def _ways(w: Words, done: Finished, shareable: bool) -> tuple[Block, ...]:
    id, missed = done.exam.id, _places(done, "missed")
    through = [Button(w.t("Go through all questions"), pack("exam-explain", id, 0, "all"), Tone.PRIMARY)]
    if missed:
        through.append(Button(w.t("Only what I missed"), pack("exam-explain", id, missed[0], "missed")))
    others = [Button(w.t("Show in channel"), pack("exam-share", id))] if shareable else []
    return (Buttons(tuple(through)), Buttons((*others, Button(w.t("Start another"), pack("exam-again")))))


def _through(w: Words, done: Finished, at: int, which: str) -> Buttons:
    id = done.exam.id
    places = _places(done, which)
    before, after = [one for one in places if one < at], [one for one in places if one > at]
    steps = []
    if before:
        steps.append(Button(w.t("Back"), pack("exam-explain", id, before[-1], which)))
    if after:
        steps.append(Button(w.t("Next"), pack("exam-explain", id, after[0], which), Tone.PRIMARY))
    steps.append(Button(w.t("Result"), pack("exam-result", id)))
    if at not in done.resting:
        steps.append(report_button(w, "report-exam", id, at))
    return Buttons(tuple(steps))


def _places(done: Finished, which: str) -> Sequence[int]:
    """Return the positions to go through. What rests is always among them: to leave it out would tell how it went."""
    return [at for at, one in enumerate(done.graded) if which == "all" or at in done.resting or not one.right]


def _about_the_scale(w: Words, done: Finished) -> str:
    form = done.exam.form
    mark = w.percent(percent(form.pass_mark, form.scale_max))
    return w.t(
        "Scaled from {least} to {most} by our own rule: {share} right pass. The real exam's scale is not public.",
        least=form.scale_min,
        most=form.scale_max,
        share=mark,
    )


def _of(w: Words, tally: Tally) -> str:
    return w.t("{right} of {n}", right=w.number(tally.correct), n=w.number(tally.answers))


def _share(w: Words, tally: Tally) -> str:
    return w.percent(percent(tally.correct, tally.answers)) if tally.answers else _NOTHING
