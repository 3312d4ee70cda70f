"""Commands that look at a database leave it as it is, and say so if it is not there, not theirs or none at all."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from bot.cli.main import FAULTY, WELL, WRONG_SETTING, main

Said = pytest.CaptureFixture[str]
LOOKING = (
    ["db", "verify"],
    ["postings", "list"],
    ["postings", "history"],
    ["postings", "skip", "1"],
    ["reports"],
    ["content", "stats", "--people"],
)


@pytest.fixture(autouse=True)
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the database is to be; nothing is there."""
    path = tmp_path / "data" / "studybot.db"
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", f"sqlite:///{path}")
    return path


def revise(file: Path, revision: str) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as made:
        made.executescript(
            f"CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('{revision}')"
        )
    made.close()


@pytest.mark.parametrize("command", [*LOOKING, ["doctor"]], ids=" ".join)
def test_looking_makes_no_database(command: list[str], file: Path, capsys: Said) -> None:
    main(command)
    assert "not there" in capsys.readouterr().out
    assert not file.parent.exists()


def test_a_ruling_makes_no_database_either(file: Path, capsys: Said) -> None:
    assert main(["questions", "retire", "sqs-visibility-timeout-01"]) == FAULTY
    assert f"There is no database {file}: correct STUDYBOT_DATABASE_URL" in capsys.readouterr().out
    assert not file.parent.exists()


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_an_older_database_is_to_be_upgraded_first(command: list[str], file: Path, capsys: Said) -> None:
    revise(file, "0001")
    assert main(command) == WRONG_SETTING
    assert "run `studybot db upgrade` first" in capsys.readouterr().err


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_a_newer_database_needs_the_newer_program(command: list[str], file: Path, capsys: Said) -> None:
    revise(file, "9999")
    assert main(command) == WRONG_SETTING
    assert "run the newer studybot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("revision", "outcome", "said"),
    [("0001", WELL, "revision 0001; `studybot run` brings it to"), ("9999", FAULTY, "run the newer studybot")],
)
def test_the_doctor_tells_of_another_version(revision: str, outcome: int, said: str, file: Path, capsys: Said) -> None:
    revise(file, revision)
    assert main(["doctor"]) == outcome
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("command", [*LOOKING[:4], ["db", "upgrade"], ["run"], ["doctor"]], ids=" ".join)
def test_a_file_that_is_no_database_is_told_in_a_line_and_left_alone(
    command: list[str], file: Path, capsys: Said
) -> None:
    file.parent.mkdir()
    file.write_text("What somebody wrote down, and would miss.")
    assert main(command) == FAULTY
    assert "file is not a database" in "".join(capsys.readouterr())
    assert file.read_text() == "What somebody wrote down, and would miss."


def test_a_folder_in_which_nothing_can_be_made_is_found_by_the_doctor(file: Path, capsys: Said) -> None:
    file.parent.write_text("a file where a folder is to be")
    assert main(["doctor"]) == FAULTY
    assert f"{file} can't be created in {file.parent}" in capsys.readouterr().out


def test_a_key_that_is_none_is_found_by_the_doctor(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("STUDYBOT_SECRET_KEY", "half-a-key")
    assert main(["doctor"]) == FAULTY
    said = capsys.readouterr().out
    assert "WRONG  secret key: STUDYBOT_SECRET_KEY: holds something that is no key" in said
    assert "half-a-key" not in said


def test_what_a_server_says_in_several_lines_is_told_in_one(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert main(["db", "upgrade"]) == FAULTY
    [line] = capsys.readouterr().err.splitlines()
    assert "?" not in line
    assert line.startswith("studybot: postgresql://nobody:***@127.0.0.1:1/none: conn")
    assert line.endswith(". `studybot doctor` looks for the cause.")


@pytest.mark.parametrize("command", [["run"], ["db", "upgrade"]], ids=" ".join)
def test_a_start_without_its_database_names_it_and_what_it_means(command: list[str], file: Path, capsys: Said) -> None:
    file.mkdir(parents=True)
    assert main(command) == FAULTY
    assert capsys.readouterr().err == (
        f"studybot: sqlite:///{file}: unable to open database file (the file or its folder can't be read or written)."
        " `studybot doctor` looks for the cause.\n"
    )
