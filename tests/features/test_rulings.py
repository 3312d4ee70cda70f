"""Reports and rulings: what members say is wrong, and what changes once the operator agrees."""

from __future__ import annotations

from bot.model.question import Question
from bot.model.ruling import Kind, Ruling
from bot.study.rulings import groups_reached, regrade_group, reports_of, rule
from bot.study.verify import differences
from tests.features.look import said
from tests.features.scene import ADA, BEN, BERLIN, CLEO, LOUNGE, Scene, asked, told
from tests.support.world import right, wrong


def another_key(question: Question) -> frozenset[str]:
    """Return a key of as many options that the question does not have."""
    others = [option.id for option in question.options if not option.correct]
    return frozenset([*others, *question.key][: question.choose])


async def correct(scene: Scene, question: Question, key: frozenset[str], note: str = "") -> int:
    """Correct a question's key as the program does; return how many answers changed."""
    exam = scene.bank.exam.id
    ruling = Ruling(exam, question.id, Kind.CORRECTED, question.revision, key, note, scene.clock())
    await scene.work.write(rule, ruling)
    reached = await scene.work.read(groups_reached, exam, question)
    changed = [
        await scene.work.write(regrade_group, group, exam, question, key, scene.clock()) for group in [*reached, None]
    ]
    return sum(changed)


async def test_a_member_reports_the_question_that_was_asked_last(real: Scene) -> None:
    await real.begin()
    form = asked(await real.command(BEN, "report"))
    assert [field.name for field in form.fields] == ["wrong", "comment"]
    for comment in ("It is B", "It is C,\n\x1b surely"):
        thanked = told(await real.submit(BEN, form, wrong="key", comment=comment))
        assert thanked.title == "Thank you, it is noted"
    [report] = await real.work.read(reports_of, real.bank.exam.id)
    daily = await real.open_daily()
    assert (report.question, report.wrong, report.comment) == (daily.question.id, "key", "It is C, surely")


async def test_feedback_and_quizzes_have_a_button_that_reports(scene: Scene) -> None:
    await scene.begin()
    feedback = told(await scene.press(BEN, scene.posted(), right(await scene.open_daily())))
    told(await scene.submit(BEN, asked(await scene.press(BEN, feedback, "Report a mistake"))))
    quiz = told(await scene.command(BEN, "quiz"))
    answered = told(await scene.press(BEN, quiz, "A"))
    told(await scene.submit(BEN, asked(await scene.press(BEN, answered, "Report a mistake")), comment="?"))
    reports = await scene.work.read(reports_of, scene.bank.exam.id)
    assert len(reports) == 2


async def test_somebody_elses_quiz_can_not_be_reported(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(BEN, "quiz"))
    assert "not yours" in said(told(await scene.send(CLEO, "1:report-quiz-form:1:0", {"wrong": "key"})))


async def test_a_disputed_question_is_not_asked_any_more(real: Scene) -> None:
    told(await real.command(ADA, "setup", **BERLIN))
    exam = real.bank.exam.id
    kept = list(real.bank.questions.values())[-1]
    for question in real.bank.questions.values():
        if question is not kept:
            kind = Kind.DISPUTED if question.id < kept.id else Kind.RETIRED
            await real.work.write(rule, Ruling(exam, question.id, kind, question.revision, None, "", real.clock()))
    await real.at(2, 8)
    assert (await real.open_daily()).question.id == kept.id
    assert "nothing to ask" in said(told(await real.command(BEN, "quiz")))


async def test_a_question_edited_since_is_free_of_its_ruling(scene: Scene) -> None:
    exam = scene.bank.exam.id
    for question in scene.bank.questions.values():
        await scene.work.write(rule, Ruling(exam, question.id, Kind.RETIRED, "0" * 12, None, "", scene.clock()))
    await scene.begin()
    assert (await scene.open_daily()).question.id in scene.bank.questions


async def test_a_corrected_key_grades_every_answer_anew(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    key = another_key(daily.question)
    told(await real.press(BEN, real.posted(), right(daily)))
    told(await real.press(CLEO, real.posted(), daily.letters(key)))
    await real.at(3, 8)
    before = len(real.platform.in_channel())
    assert await correct(real, daily.question, key, "The page says so since `May`.") == 2
    await real.settle()
    board = said(told(await real.command(CLEO, "leaderboard")))
    assert board.index("Cleo") < board.index("Ben")
    assert not await real.work.read(differences, 1)
    mine = told(await real.act(CLEO, f"1:mine:{daily.posting}"))
    assert mine.title == f"Right! The answer is {daily.letters(key)}."
    message, *_, last = (one.card for one in real.platform.in_channel())
    assert message.title.endswith(f"the answer is {daily.letters(key)}")
    assert "was corrected, and everybody was graded by the new one" in said(message)
    assert last.title == f"Corrected: the answer to the question of Mon, Mar 2 is {daily.letters(key)}"
    assert "The page says so since May." in said(last)
    assert len(real.platform.in_channel()) == before + 1
    assert "Mon, Mar 2\nCorrection\nPosted" in said(told(await real.command(BEN, "why")))


async def test_correcting_again_changes_nothing_and_tells_nobody(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    told(await real.press(BEN, real.posted(), right(daily)))
    await real.at(3, 8)
    key = another_key(daily.question)
    assert await correct(real, daily.question, key) == 1
    await real.settle()
    told_once = len(real.platform.in_channel())
    assert await correct(real, daily.question, key) == 0
    await real.settle()
    assert len(real.platform.in_channel()) == told_once


async def test_an_open_question_that_is_corrected_keeps_its_secret_until_its_reveal(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    told(await real.press(BEN, real.posted(), right(daily)))
    key = another_key(daily.question)
    assert await correct(real, daily.question, key) == 1
    await real.settle()
    assert len(real.platform.in_channel()) == 1
    assert daily.letters(key) not in real.posted().title
    letters = daily.letters(key)
    assert told(await real.press(CLEO, real.posted(), letters)).title == f"Right! The answer is {letters}."
    await real.at(3, 8)
    revealed = real.platform.in_channel()[0].card
    assert revealed.title.endswith(f"the answer is {letters}")
    assert "was corrected" in said(revealed)


async def test_quizzes_of_every_group_and_of_none_are_graded_anew(real: Scene) -> None:
    await real.begin()
    told(await real.command(ADA, "setup", LOUNGE, **BERLIN))
    quiz = told(await real.command(BEN, "quiz", LOUNGE, count="1"))
    posed = next(one for one in real.bank.questions.values() if one.stem.split("\n")[0] in said(quiz))
    letters = "A" if posed.choose == 1 else "AB"
    feedback = told(await real.press(BEN, quiz, letters, LOUNGE))
    was_right = feedback.title.startswith("Right!")
    chosen_key = another_key(posed)
    assert await correct(real, posed, chosen_key) >= int(was_right)
    for group in (1, 2):
        assert not await real.work.read(differences, group)


async def test_a_dispute_is_said_at_the_reveal(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    told(await scene.press(BEN, scene.posted(), wrong(daily)))
    ruling = Ruling(
        scene.bank.exam.id, daily.question.id, Kind.DISPUTED, daily.question.revision, None, "", scene.clock()
    )
    await scene.work.write(rule, ruling)
    await scene.at(3, 8)
    assert "is in doubt" in said(scene.platform.in_channel()[0].card)
