"""The program's commands: their manual pages, and one line for whatever is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.main import FAULTY, INTERRUPTED, WELL, WRONG_SETTING, main
from bot.cli.stopping import TERMINATED
from tests.bank.builders import write_exam

COMMANDS = (
    ["run"],
    ["post"],
    ["doctor"],
    ["db"],
    ["db", "upgrade"],
    ["db", "verify"],
    ["db", "copy"],
    ["content"],
    ["content", "check"],
    ["content", "stats"],
    ["content", "show"],
    ["content", "new"],
    ["content", "sheet"],
    ["content", "export"],
    ["content", "import"],
    ["simulate"],
    ["simulate", "groups"],
    ["reports"],
    ["key"],
    ["postings"],
    ["postings", "list"],
    ["postings", "history"],
    ["postings", "retry"],
    ["postings", "skip"],
    ["questions"],
    ["questions", "list"],
    ["questions", "dispute"],
    ["questions", "retire"],
    ["questions", "uphold"],
    ["questions", "correct"],
)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'studybot.db'}")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith(f"usage: studybot {' '.join(command)}")
    assert "." in said.split("\n\n")[1]  # a description in sentences


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("STUDYBOT_DATABASE_URL", "mysql://localhost/studybot", "SQLite and PostgreSQL are supported"),
        ("STUDYBOT_DATABASE_URL", "nonsense", "is not a database URL"),
        ("STUDYBOT_DATABASE_URL", "sqlite://", "names no file"),
        ("STUDYBOT_HTTP_PORT", "80a", "is not a port"),
        ("STUDYBOT_HTTP_PORT", "70000", "is not a port"),
        ("STUDYBOT_HTTP_HOST", "my machine", "is not an address"),
        ("STUDYBOT_HTTP_HOST", "0.0.0.0", "STUDYBOT_WEB_PASSWORD"),
        ("STUDYBOT_PUBLIC_URL", "studybot.example.org", "is not a web address"),
        ("STUDYBOT_CONTENT_DIR", "/nowhere/at/all", "there is no folder"),
        ("STUDYBOT_ADAPTERS", "telegraph", "there is no 'telegraph'"),
        ("STUDYBOT_WEB_PASSWORD", "short", "shorter than"),
        ("STUDYBOT_DATABASE_URL_FILE", "/nowhere/secret", "given together with"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(
    name: str, value: str, fault: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["run"]) == WRONG_SETTING
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert name in said[0] or "STUDYBOT_WEB_PASSWORD" in said[0]
    assert fault in said[0]
    assert "Example: STUDYBOT_" in said[0]


def test_the_manual_explains_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    explained = capsys.readouterr().out.partition("Exit codes: ")[2]
    for code in (WELL, FAULTY, WRONG_SETTING, INTERRUPTED, TERMINATED):
        assert re.search(rf"\b{code}\b", explained), code


def test_a_setting_may_come_from_a_file(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings / "url").write_text(f"sqlite:///{settings / 'from-file.db'}\n")
    monkeypatch.delenv("STUDYBOT_DATABASE_URL")
    monkeypatch.setenv("STUDYBOT_DATABASE_URL_FILE", str(settings / "url"))
    assert main(["db", "upgrade"]) == WELL
    assert "revision" in capsys.readouterr().out
    assert (settings / "from-file.db").exists()


def test_a_misspelt_setting_is_found_by_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == WELL
    assert "All is well." in capsys.readouterr().out
    monkeypatch.setenv("STUDYBOT_HTPP_PORT", "8080")
    assert main(["doctor"]) == FAULTY
    said = capsys.readouterr().out
    assert "STUDYBOT_HTPP_PORT: nothing reads it" in said
    assert "write STUDYBOT_HTTP_PORT if that is meant, or remove it" in said


def test_a_start_warns_of_settings_that_nothing_reads_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYBOT_DISCORD_TOKE", "very-secret")
    monkeypatch.setenv("STUDYBOT_FAVOURITE_COLOUR", "green")
    assert main(["post"]) == WELL
    misspelt, unheard = (record.getMessage() for record in caplog.records if "nothing reads it" in record.getMessage())
    assert misspelt == (
        "setting STUDYBOT_DISCORD_TOKE: nothing reads it; write STUDYBOT_DISCORD_TOKEN if that is meant, or remove it"
    )
    assert unheard.startswith("setting STUDYBOT_FAVOURITE_COLOUR: nothing reads it; correct its name")
    assert "very-secret" not in "".join([caplog.text, *capsys.readouterr()])


def test_a_start_that_fails_has_warned_before(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("STUDYBOT_DISCORD_TOKE", "t")
    monkeypatch.setenv("STUDYBOT_WEB_PASSWORD", "short")
    assert main(["run"]) == WRONG_SETTING
    assert "STUDYBOT_DISCORD_TOKE: nothing reads it" in caplog.text


def test_the_doctor_tells_of_drafts_which_are_no_fault(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYBOT_CONTENT_DIR", str(write_exam(settings / "own")))
    assert main(["content", "new", "retries"]) == WELL
    assert main(["doctor"]) == WELL
    assert "drafts: 1 question is left out; `studybot content check`" in capsys.readouterr().out


def test_the_doctor_tells_of_a_database_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert main(["doctor"]) == FAULTY
    said = capsys.readouterr().out
    assert "WRONG  database" in said
    assert "secret" not in said


def test_post_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["post"]) == WELL
    assert "0 fell due, 0 sent or settled." in capsys.readouterr().out


def test_the_shipped_questions_are_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check"]) == WELL
    assert " 0 errors" in capsys.readouterr().out


def test_a_broken_folder_is_reported_with_file_line_and_fault(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings / "exam.yaml").write_text("id: 7\n")
    assert main(["content", "check", str(settings)]) == FAULTY
    assert f"{settings / 'exam.yaml'}:1: " in capsys.readouterr().out


def test_a_question_is_shown_with_its_key_and_revision(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "show", "sqs-visibility-timeout-01"]) == WELL
    said = capsys.readouterr().out
    assert "revision " in said
    assert said.count("\nright ") + said.count("\nwrong ") == 4
    assert "https://docs.aws.amazon.com/" in said


def test_an_unknown_question_names_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "show", "sqs-visibility-99"]) == FAULTY
    assert "sqs-visibility-timeout-01" in capsys.readouterr().err


def test_stats_count_by_domain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "stats"]) == WELL
    said = capsys.readouterr().out
    assert "Domains" in said
    assert "(wanted 32 %)" in said
