"""The authors' commands, as an author meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.load import load_bank
from bot.bank.read import read_exam
from bot.cli.main import FAULTY, WELL, main
from tests.bank.builders import QUESTION, questions_file, write_exam

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small exam of one's own, in the folder that STUDYBOT_CONTENT_DIR names."""
    monkeypatch.setenv("STUDYBOT_CONTENT_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'studybot.db'}")
    return write_exam(tmp_path / "own" / "small")


def test_new_begins_a_question_and_check_says_what_it_lacks(folder: Path, capsys: Said) -> None:
    assert main(["content", "new", "retries"]) == WELL
    assert "retries-01 is to be written now" in capsys.readouterr().out
    assert main(["content", "check", str(folder)]) == WELL
    said = capsys.readouterr().out
    assert "gap/retries.yaml:8: draft F04 `stem` is empty: write it" in said
    assert said.endswith("met, 1 not finished\n")


def test_drafts_are_told_of_and_can_be_shown_and_solved_once_their_form_is_whole(folder: Path, capsys: Said) -> None:
    main(["content", "new", "retries"])
    assert main(["content", "stats", str(folder)]) == WELL
    assert "1 questions, 0 reviewed, 0 retired, 1 not finished" in capsys.readouterr().out
    assert main(["content", "show", "retries-01"]) == FAULTY
    assert "retries-01 is a draft with gaps" in capsys.readouterr().err
    path = folder / "questions" / "gap" / "retries.yaml"
    path.write_text("topic: retries\nquestions:\n" + QUESTION.replace("delays-01\n", "retries-01\n    draft: true\n"))
    assert main(["content", "show", "retries-01"]) == WELL
    assert "task 2.1, draft)" in capsys.readouterr().out
    assert main(["content", "show", "retries-01", "--on", "web"]) == WELL
    assert "<!doctype html>" in capsys.readouterr().out
    assert main(["content", "sheet", str(folder)]) == WELL
    assert "retries-01" not in capsys.readouterr().out
    assert main(["content", "sheet", str(folder), "--ids", "retries-01"]) == WELL
    assert "retries-01" in capsys.readouterr().out


def test_new_names_topics_that_begin_alike(capsys: Said) -> None:
    assert main(["content", "new", "retry"]) == FAULTY
    assert "retries" in capsys.readouterr().err


def test_a_sheet_has_what_is_not_yet_solved(folder: Path, capsys: Said) -> None:
    assert main(["content", "sheet", str(folder)]) == WELL
    assert "delays-01" in capsys.readouterr().out
    revision = read_exam(folder).bank.questions["delays-01"].revision
    (folder / "reviews").mkdir()
    (folder / "reviews" / "a.csv").write_text(
        f"question,revision,chosen,date,remark\ndelays-01,{revision},a,2026-11-23,\n"
    )
    assert main(["content", "sheet", str(folder)]) == WELL
    assert "Every question is solved" in capsys.readouterr().out
    assert main(["content", "sheet", str(folder), "--ids", "delays-01", "--seed", "1"]) == WELL
    assert "delays-01" in capsys.readouterr().out


def test_a_sheet_of_an_unknown_question_is_refused(capsys: Said) -> None:
    assert main(["content", "sheet", "--ids", "delays-77"]) == FAULTY
    assert "delays-77" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("to", "starts"), [("anki", b"PK"), ("gift", b"$CATEGORY"), ("csv", b"id,topic"), ("json", b"{")]
)
def test_export_writes_the_named_exam(to: str, starts: bytes, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "out"
    assert main(["content", "export", str(file), "--to", to, "--exam", "small"]) == WELL
    assert file.read_bytes().startswith(starts)
    assert "1 questions of small" in capsys.readouterr().out


def test_export_asks_which_exam_where_there_are_several(tmp_path: Path, capsys: Said) -> None:
    assert main(["content", "export", str(tmp_path / "out"), "--to", "csv"]) == FAULTY
    assert "--exam: dva-c02, small" in capsys.readouterr().err


def test_what_was_exported_is_imported_into_an_exam_of_the_same_topics(tmp_path: Path, capsys: Said) -> None:
    file, other = tmp_path / "out.csv", write_exam(tmp_path / "other", "other")
    main(["content", "export", str(file), "--to", "csv", "--exam", "small"])
    (other / "questions" / "09" / "delays.yaml").unlink()
    assert main(["content", "import", str(file), "--from", "csv", "--into", str(other)]) == WELL
    assert "1 of 1 questions were written" in capsys.readouterr().out
    assert main(["content", "check", str(other)]) == WELL


def test_an_import_overwrites_nothing(folder: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "in.gift"
    file.write_text("Which?{=a ~b}")
    before = (folder / "questions" / "09" / "delays.yaml").read_text()
    asked = ["content", "import", str(file), "--from", "gift", "--into", str(folder), "--topic"]
    assert main([*asked, "delays"]) == FAULTY
    assert "is there already and stays as it is" in capsys.readouterr().err
    assert (folder / "questions" / "09" / "delays.yaml").read_text() == before
    assert main([*asked, "clouds"]) == FAULTY
    assert "clouds is no topic of" in capsys.readouterr().err


def test_an_import_into_any_folder_says_what_became_of_each(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "in.gift"
    file.write_text("::one::Which?{=a#So. ~b#No.}\n\n::two::How many?{#3}\n")
    into = tmp_path / "new"
    asked = ["content", "import", str(file), "--from", "gift", "--into", str(into), "--topic", "delays"]
    assert main(asked) == FAULTY
    said = capsys.readouterr().out
    assert f"{file}:1: delays-01: add the references" in said
    assert f"{file}:3: two: not taken: it asks for a number" in said
    assert "1 of 2 questions were written" in said
    assert "references: []" in (into / "delays.yaml").read_text()


def test_what_an_import_leaves_to_its_author_is_a_draft_and_nothing_else_is(
    folder: Path, tmp_path: Path, capsys: Said
) -> None:
    whole, file = tmp_path / "whole.csv", tmp_path / "in.csv"
    main(["content", "export", str(whole), "--to", "csv", "--exam", "small"])
    questions_file(folder).unlink()
    head, *rows = whole.read_text().splitlines(keepends=True)
    bare = "id,topic,stem,key,a,b\nretries-01,retries,Which?,a,So,No\n"
    for text in (head + "".join(rows), bare):
        file.write_text(text)
        assert main(["content", "import", str(file), "--from", "csv", "--into", str(folder)]) == WELL
    capsys.readouterr()
    assert main(["content", "check", str(folder)]) == WELL
    assert "retries-01 is a draft" in capsys.readouterr().out
    assert set(load_bank(folder).questions) == {"delays-01"}


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_can_not_be_read_is_named(content: bytes | None, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "in.csv"
    if content:
        file.write_bytes(content)
    assert main(["content", "import", str(file), "--from", "csv", "--into", str(tmp_path)]) == FAULTY
    assert f"{file} can't be read" in capsys.readouterr().err


def test_check_holds_the_questions_against_given_texts(folder: Path, tmp_path: Path, capsys: Said) -> None:
    text = tmp_path / "book.txt"
    text.write_text("… first see each message two minutes after it was sent, because …")
    assert main(["content", "check", str(folder), "--against", str(text)]) == FAULTY
    assert "Q26 delays-01, stem" in capsys.readouterr().out
    assert main(["content", "check", str(folder), "--against", str(tmp_path / "none.txt")]) == FAULTY
    assert "none.txt can't be read" in capsys.readouterr().err


def test_show_prints_what_a_platform_gets(capsys: Said) -> None:
    assert main(["content", "show", "delays-01", "--on", "web"]) == WELL
    asked, revealed = capsys.readouterr().out.split("<!doctype html>")[1:]
    assert "A delivery delay of the whole queue" in asked
    assert "It hides every new message." not in asked
    assert "It hides every new message." in revealed
    assert "https://docs.aws.amazon.com/guide.html" in revealed


def test_show_on_an_unknown_platform_names_the_installed_ones(capsys: Said) -> None:
    assert main(["content", "show", "delays-01", "--on", "telegraph"]) == 2
    assert "there is no 'telegraph'" in capsys.readouterr().err
