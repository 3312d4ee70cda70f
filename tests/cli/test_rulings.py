"""`studybot questions` and the members' part of `studybot reports`, over a real database."""

from __future__ import annotations

import pytest

from bot.cli.main import FAULTY, WELL, main
from bot.model.question import Bank
from bot.model.ruling import MemberReport, Wrong
from bot.storage import people, rulings
from bot.storage.engine import Database
from bot.storage.tables import attempts
from bot.study.work import transact
from tests.support.answered import answered
from tests.support.clock import START

Said = pytest.CaptureFixture[str]
ID = "delays-01"


def report(database: Database, bank: Bank, comment: str) -> None:
    question = bank.questions[ID]
    said = MemberReport(bank.exam.id, ID, question.revision, Wrong.KEY, comment, START)
    transact(database.writer, lambda tx: rulings.add_report(tx, people.ensure(tx, "r1", comment, comment, START), said))


def right(database: Database) -> int:
    """Return how many answers are graded as right."""
    query = attempts.select().where(attempts.c.correct)
    return len(transact(database.reader, lambda tx: tx.execute(query).all()))


def test_what_members_report_is_listed_until_somebody_rules(bank_database: Database, bank: Bank, capsys: Said) -> None:
    report(bank_database, bank, "It is b")
    report(bank_database, bank, "b, surely")
    assert main(["reports"]) == FAULTY
    said = capsys.readouterr().out
    assert f"{ID} (revision {bank.questions[ID].revision}, 2026-03-02): key: It is b" in said
    assert "2 reports of members wait for a ruling" in said
    assert main(["questions", "dispute", ID, "--note", "Two say b"]) == WELL
    assert f"{ID} is disputed; 2 reports are settled." in capsys.readouterr().out
    assert main(["reports"]) == WELL
    assert main(["questions", "list"]) == WELL
    assert f"{ID}: disputed on " in capsys.readouterr().out


def test_a_corrected_key_grades_all_anew(bank_database: Database, bank: Bank, capsys: Said) -> None:
    answered(bank_database, bank, "a" * 3 + "b" * 5)
    assert right(bank_database) == 3
    assert main(["questions", "correct", ID, "--key", "b"]) == WELL
    said = capsys.readouterr().out
    assert f"{ID} has the key b from now on." in said
    assert "8 answers were graded anew in" in said
    assert right(bank_database) == 5
    assert main(["db", "verify"]) == WELL
    assert main(["questions", "list"]) == WELL
    assert f"{ID}: corrected to b on " in capsys.readouterr().out


def test_a_ruling_can_be_lifted(bank_database: Database, bank: Bank, capsys: Said) -> None:
    assert main(["questions", "retire", ID]) == WELL
    assert main(["questions", "uphold", ID]) == WELL
    assert "The ruling on it is lifted; 0 reports are settled." in capsys.readouterr().out
    assert main(["questions", "uphold", ID]) == WELL
    assert "There was no ruling on it" in capsys.readouterr().out
    assert main(["questions", "list"]) == WELL
    assert capsys.readouterr().out == "0 rulings hold.\n"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["dispute", "nonsense"], "There is no question nonsense."),
        (["correct", ID, "--key", "z"], "can't have the key z: its options are a, b, c, d."),
        (["correct", ID, "--key", "a,b"], "can't have the key a,b: its stem asks for 1."),
        (["correct", ID, "--key", "a"], "is its key already"),
        (["uphold", "nonsense"], "There is no question nonsense."),
    ],
)
def test_what_can_not_be_ruled_says_why(
    arguments: list[str], fault: str, bank_database: Database, capsys: Said
) -> None:
    assert main(["questions", *arguments]) == FAULTY
    assert fault in capsys.readouterr().out
    assert main(["questions", "list"]) == WELL
    assert capsys.readouterr().out == "0 rulings hold.\n"
