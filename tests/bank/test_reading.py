"""An exam folder is read with all its faults at once, each with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.check import check_folder
from bot.bank.faults import BankError, Fault, errors, format_fault
from bot.bank.load import load_bank, load_exam
from tests.bank.builders import QUESTION, edit, questions_file, write_exam


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_exam(tmp_path / "small")


def found(folder: Path) -> set[tuple[str, int, str]]:
    """Return file name, line and rule of each error of the folder."""
    return {(fault.path.name, fault.line, fault.rule) for fault in errors(check_folder(folder).faults)}


def test_a_good_folder_becomes_an_exam_and_its_bank(folder: Path) -> None:
    loaded = load_exam(folder)
    question = loaded.bank.questions["delays-01"]
    assert found(folder) == set()
    assert (question.topic, question.task, question.domain) == ("delays", "1.1", "1")
    assert question.key == {"a"}
    assert question.stem.endswith("need?")
    assert [topic.folder for topic in loaded.exam.topics] == ["09", "09", "gap"]
    assert (loaded.exam.form.pass_mark, loaded.exam.sections[0].title) == (700, "Messages")
    assert loaded.origins["delays-01"].line(("stem",)) == 6
    assert loaded.facts["delays"].facts[0].id == 1


def test_all_faults_come_at_once_with_their_lines(folder: Path) -> None:
    path = questions_file(folder)
    lines = {
        ("delays.yaml", edit(path, '"A delivery delay of the whole queue"', "60"), "F04"),
        ("delays.yaml", edit(path, "difficulty: 1", "difficulty: 4"), "F04"),
        ("delays.yaml", edit(path, "why: That is long polling.", "wy: That is long polling."), "F03"),
        ("delays.yaml", edit(path, "- id: c", "- id: c"), "F04"),  # its why is missing
        ("delays.yaml", edit(path, "checked: 2026-11-23", "checked: 2026-11-31"), "F04"),
        ("topics.yaml", edit(folder / "topics.yaml", "id: retries", "id: retries, flags: low"), "F03"),
        ("exam.yaml", edit(folder / "exam.yaml", "minutes: 20", "minutes: soon"), "F04"),
    }
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    blueprint = {line for line in lines if line[0] != "delays.yaml"}
    assert {(fault.path.name, fault.line, fault.rule) for fault in caught.value.faults} == blueprint
    edit(folder / "topics.yaml", ", flags: low", "")
    edit(folder / "exam.yaml", "minutes: soon", "minutes: 20")
    assert found(folder) == lines - blueprint


def test_a_faulty_file_does_not_hide_the_faults_of_another(folder: Path) -> None:
    broken_yaml = folder / "questions" / "gap" / "retries.yaml"
    broken_yaml.parent.mkdir()
    broken_yaml.write_text("topic: retries\nquestions: [\n")
    line = edit(questions_file(folder), "Which setting meets this need?", "Which? And which?")
    stem = line - 2
    assert found(folder) == {("retries.yaml", 3, "F01"), ("delays.yaml", stem, "Q01")}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("difficulty: 1", "difficulty: 1\n    difficulty: 2", "F02"),
        ("difficulty: 1", "difficulty: 1\n    level: 2", "F03"),
        ('title: "Guide"', "title: 7", "F04"),
        ('title: "Guide"', "title: " + "7" * 5000, "F04"),
        ("correct: true", "correct: yes", "F04"),
        ("evidence: stored", "evidence: seen", "F04"),
        ("url: \"https", "url: \"http", "F04"),
        ("topic: delays", "topic: delay", "F05"),
        ("topic: delays", "topic: retries", "F05"),
        ("id: delays-01", "id: delay-01", "F06"),
        ("facts: [1]", "facts: [1, 2]", "F08"),
    ],
)  # fmt: skip
def test_a_question_file_is_held_to_its_form(folder: Path, old: str, new: str, rule: str) -> None:
    edited = edit(questions_file(folder), old, new)
    line = edited + new.count("\n")
    assert ("delays.yaml", line, rule) in found(folder)


def test_an_id_stands_for_one_question(folder: Path) -> None:
    path = questions_file(folder)
    second = len(path.read_text().splitlines()) + 1
    path.write_text(path.read_text() + QUESTION)
    assert found(folder) == {("delays.yaml", second, "F06")}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("exam.yaml", "weight: 60", "weight: 61"),
        ("exam.yaml", "pass_mark: 700", "pass_mark: 7000"),
        ("exam.yaml", 'id: "2.1", domain: "2"', 'id: "2.1", domain: "3"'),
        ("exam.yaml", "tasks:", 'tasks:\n  - {id: "1.1", domain: "2", title: Twice}'),
        ("exam.yaml", "form: '[a-z]", "form: '([a-z]"),
        ("topics.yaml", 'title: Retries, task: "2.1"', 'title: Retries, task: "2.2"'),
        ("topics.yaml", 'title: Retries, task: "2.1"', "title: Retries"),
        ("topics.yaml", "id: retries", "id: delays"),
    ],
)
def test_a_blueprint_is_whole(folder: Path, file: str, old: str, new: str) -> None:
    edit(folder / file, old, new)
    assert {(name, rule) for name, _, rule in found(folder)} == {(file, "F07")}


def test_files_in_the_wrong_place_are_not_passed_over(folder: Path) -> None:
    questions_file(folder).rename(folder / "questions" / "delays.yaml")
    (folder / "questions" / "more.yml").write_text("topic: retries\nquestions: []\n")
    (folder / "questions" / ".hidden").write_text("")
    (folder / "facts" / "delays.yaml").rename(folder / "facts" / "delay.yaml")
    assert found(folder) == {("delays.yaml", 1, "F05"), ("more.yml", 1, "F05"), ("delay.yaml", 1, "F05")}


def test_fact_ids_are_unique(folder: Path) -> None:
    sheet = folder / "facts" / "delays.yaml"
    lines = sheet.read_text().splitlines()
    sheet.write_text("\n".join([*lines, lines[-1]]) + "\n")
    assert found(folder) == {("delays.yaml", 4, "F08")}


@pytest.mark.parametrize("text", ["", "- &a [*a]\n", "a: *b\n", "a: 1\n---\nb: 2\n", "\tx", "? [a]\n: 1\n", "a: \x00"])
def test_what_is_no_plain_yaml_is_one_clear_error(folder: Path, text: str) -> None:
    questions_file(folder).write_text(text)
    faults = errors(check_folder(folder).faults)
    assert len(faults) == 1
    assert faults[0].rule in {"F01", "F02"}


def test_words_and_dates_are_no_booleans_and_no_numbers(folder: Path) -> None:
    edit(questions_file(folder), 'text: "A longer receive wait time"', "text: no")
    edit(questions_file(folder), 'text: "A shorter retention period"', "text: 2026-11-23")
    edit(questions_file(folder), 'text: "A delivery delay of the whole queue"', "text: 12:30:45")
    edit(questions_file(folder), 'text: "A longer visibility timeout"', "text: on")
    texts = [option.text for option in load_bank(folder).questions["delays-01"].options]
    assert texts == ["12:30:45", "on", "no", "2026-11-23"]


def test_a_retired_question_is_held_to_its_form_alone(folder: Path) -> None:
    edit(questions_file(folder), "Which setting meets this need?", "Which? And which?")
    edit(questions_file(folder), "facts: [1]", "facts: [9]\n    retired: true")
    assert found(folder) == set()
    assert load_bank(folder).questions["delays-01"].retired


def test_a_fault_is_one_line_that_editors_understand() -> None:
    fault = Fault(Path("a/b.yaml"), 7, "Q07", "two keys")
    assert format_fault(fault) == "a/b.yaml:7: Q07 two keys"
    assert format_fault(Fault(Path("a/b.yaml"), 7, "Q19", "shared", "warning")) == "a/b.yaml:7: warning Q19 shared"
