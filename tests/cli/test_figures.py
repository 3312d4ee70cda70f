"""`studybot reports` and `content stats --people`, over answers in a real database."""

from __future__ import annotations

import pytest

from bot.cli.main import FAULTY, WELL, main
from bot.model.question import Bank
from bot.storage.engine import Database
from tests.support.answered import answered

Said = pytest.CaptureFixture[str]


def test_a_key_that_looks_wrong_is_reported(bank_database: Database, bank: Bank, capsys: Said) -> None:
    answered(bank_database, bank, "a" * 20 + "b" * 25 + "c" * 5)
    assert main(["reports"]) == FAULTY
    said = capsys.readouterr().out
    assert "delays-01: 50 answers, 40% right; guessing gives 25%" in said
    assert "a distractor is chosen more often than the key" in said
    assert "chosen: a 20 (key), b 25, c 5, d 0" in said
    assert "small: 1 questions look wrong, of 1 with 50 first answers or more." in said


def test_sound_questions_are_not_reported(bank_database: Database, bank: Bank, capsys: Said) -> None:
    answered(bank_database, bank, "a" * 30 + "b" * 20)
    assert main(["reports"]) == WELL
    assert "small: 0 questions look wrong, of 1" in capsys.readouterr().out


def test_the_operator_says_how_many_answers_are_enough(bank_database: Database, bank: Bank, capsys: Said) -> None:
    answered(bank_database, bank, "abb")
    assert main(["reports"]) == WELL
    assert main(["reports", "--answers", "3"]) == FAULTY
    assert "a distractor is chosen" in capsys.readouterr().out


def test_an_empty_database_is_named_as_such(bank: Bank, capsys: Said) -> None:
    assert main(["reports"]) == WELL
    assert "nobody has answered anything yet" in capsys.readouterr().out


def test_stats_show_how_people_did_from_thirty_answers_on(bank_database: Database, bank: Bank, capsys: Said) -> None:
    answered(bank_database, bank, "a" * 35 + "b" * 15)
    assert main(["content", "stats", "--people"]) == WELL
    said = capsys.readouterr().out
    assert "small: 1 of 1 questions have 30 first answers or more" in said
    assert "delays-01 (c, d)" in said
    assert "70%" in said
