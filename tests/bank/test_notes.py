"""Study notes and the glossary of services are read and held against their rules, each fault with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.bank.check import check_folder
from bot.bank.faults import errors
from bot.bank.load import load_bank
from bot.model.glossary import Service, named
from tests.bank.builders import edit, note_file, services_file, write_exam

ORDER = ("what", "when", "number", "trap", "trap")
LONG = "Its length is a setting of the queue, and one message may have its own."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_exam(tmp_path / "small")


@pytest.fixture
def note(folder: Path) -> Path:
    return note_file(folder)


def found(folder: Path) -> set[tuple[str, int, str]]:
    """Return file name, line and rule of everything but targets and warnings on questions."""
    faults = check_folder(folder, date(2026, 12, 1)).faults
    return {(one.path.name, one.line, one.rule) for one in faults if one.severity != "target"}


def test_a_note_becomes_part_of_the_bank(folder: Path, note: Path) -> None:
    assert found(folder) == set()
    read = load_bank(folder).notes["delays"]
    assert tuple(line.kind for line in read.lines) == ORDER
    assert read.lines[1].text == "Use it where `ReceiveMessage` must not see what may still be taken back."
    assert (read.references[0].title, read.facts) == ("Guide", (1,))


def test_an_exam_without_notes_has_none(folder: Path) -> None:
    bank = load_bank(folder)
    assert (bank.notes, bank.services) == ({}, ())


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("topic: delays", "topic: delay", "F05"),
        ("topic: delays", "topic: retries", "F05"),
        ("- number:", "- limit:", "F03"),
        ("facts: [1]", "fact: [1]", "F03"),
        ("checked: 2026-11-23", "checked: soon", "F04"),
        ("facts: [1]", "facts: [1, 2]", "F08"),
        ("- number:", '- number: "And a trap with it."\n    trap:', "N01"),
        ('- number: "' + LONG + '"', '- number: ""', "N01"),
        ("- when:", '- what: "A delay is a setting of a queue, and of a message."\n  - when:', ""),
        ("references:", '  - what: "A delay is a setting of a queue, and of a message."\nreferences:', "N01"),
        (LONG, "Its length is a setting of the queue.", "N03"),
        (LONG, LONG * 4, "N03"),
        (LONG, "It is long. It is a setting of the queue. It may be longer.", "N04"),
        (LONG, LONG + " It is 900 seconds at most.", "N06"),
        ("facts: [1]", "facts: []", "N06"),
        (LONG, "It takes the permission sqs>SendMessage, as any other message does.", "Q16"),
        ("https://docs.aws.amazon.com/guide.html", "https://example.org/guide.html", "Q17"),
        ("guide.html", "guide.md", "Q21"),
        ("https://docs.aws.amazon.com/guide.html", "https://docs.aws.amazon.com/a/guide", "Q23"),
        ("evidence: stored", "evidence: recalled", "Q24"),
        ("checked: 2026-11-23", "checked: 2027-11-23", "Q25"),
    ],
)
def test_a_note_is_held_to_its_rules(folder: Path, note: Path, old: str, new: str, rule: str) -> None:
    edit(note, old, new)
    assert {one for _, _, one in found(folder)} == ({rule} if rule else set())
    assert {name for name, _, _ in found(folder)} <= {"delays.yaml"}


def test_a_fault_of_a_line_stands_at_its_line(folder: Path, note: Path) -> None:
    line = edit(note, LONG, "Too short.")
    assert found(folder) == {("delays.yaml", line, "N03")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  - what: "A delay hides a new message before anybody can receive it."\n', ""),
        ("- when:", "- trap:"),
        ("- when:", "- number:"),
        ("- number:", "- when:"),
    ],
)
def test_a_note_has_enough_lines_of_each_kind(folder: Path, note: Path, old: str, new: str) -> None:
    edit(note, old, new)
    wrong = old != "- number:"
    assert {rule for _, _, rule in found(folder)} == ({"N02"} if wrong else set())


def test_a_note_has_neither_too_many_lines_nor_too_many_references(folder: Path, note: Path) -> None:
    text = note.read_text()
    line, page = text.splitlines()[4], text.splitlines()[8]
    note.write_text(text.replace(line, "\n".join([line] * 4)).replace(page, "\n".join([page] * 5)))
    assert {rule for _, _, rule in found(folder)} == {"N02", "N05"}


def test_a_topic_has_one_note_in_a_file_of_its_name(folder: Path, note: Path) -> None:
    (note.parent / "more-delays.yaml").write_text(note.read_text())
    (note.parent / "notes.txt").write_text("")
    assert found(folder) == {("more-delays.yaml", 1, "F05"), ("notes.txt", 1, "F05")}


def test_an_exam_that_says_nothing_of_notes_takes_none(folder: Path, note: Path) -> None:
    text = (folder / "exam.yaml").read_text()
    (folder / "exam.yaml").write_text(text[: text.index("\n  notes:")] + "\n")
    assert found(folder) == {("delays.yaml", 1, "F05")}
    assert "T11" not in {target.rule for target in check_folder(folder).targets}


def test_every_topic_that_is_not_meta_wants_a_note_once_the_exam_is_complete(folder: Path, note: Path) -> None:
    (target,) = (one for one in check_folder(folder).targets if one.rule == "T11")
    assert (target.have, target.of, target.met) == (1, 3, False)
    assert target.detail == "topics have a note: old-days has none; retries has none"
    edit(folder / "exam.yaml", "complete: false", "complete: true")
    assert "T11" in {fault.rule for fault in errors(check_folder(folder).faults)}
    for topic in ("old-days", "retries"):
        (note.parent / f"{topic}.yaml").write_text(note.read_text().replace("delays", topic).replace("[1]", "[]"))
    assert "T11" not in {fault.rule for fault in errors(check_folder(folder).faults)}


def test_a_number_that_the_fact_sheet_says_in_a_word_is_known(folder: Path, note: Path) -> None:
    edit(note, LONG, "Its length is 7 units of time, `10` in code, and 1,000 for another one.")
    edit(folder / "facts" / "delays.yaml", "A delay hides.", "A delay hides for seven or 1000 units.")
    assert found(folder) == set()


def test_what_a_note_shares_with_a_given_text_is_found(folder: Path, note: Path) -> None:
    given = ["It is said that a queue that keeps the order knows no delay of a single message at all."]
    (fault,) = (one for one in check_folder(folder, against=given).faults if one.rule == "Q26")
    assert (fault.path, "note on delays" in fault.message) == (note, True)


def test_the_glossary_becomes_part_of_the_bank_and_names_what_is_used(folder: Path) -> None:
    services_file(folder)
    assert load_bank(folder).services[0] == Service("Amazon SQS", "queues", ("SQS",))
    assert found(folder) == {("services.yaml", 3, "S02")}
    edit(note_file(folder), LONG, "Its length is a setting of the queue. Lambda waits as others do.")
    assert found(folder) == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('name: "AWS Lambda"', 'name: "Amazon SQS"', "S01"),
        ("also: [Lambda]", "also: [SQS]", "S01"),
        ('is: "functions"', 'what: "functions"', "F03"),
        ('is: "functions"', 'is: ""', "F04"),
    ],
)
def test_the_glossary_is_held_to_its_rules(folder: Path, old: str, new: str, rule: str) -> None:
    line = edit(services_file(folder), old, new)
    assert ("services.yaml", line, rule) in found(folder)


def test_a_longer_name_is_not_taken_for_a_shorter_one() -> None:
    logs, watch = Service("CloudWatch Logs", "logs"), Service("CloudWatch", "metrics", ("Watch",))
    services = (watch, logs)
    assert named(services, "CloudWatch Logs first, then CloudWatch and CloudWatch Logs.") == (logs, watch)
    assert named(services, "Watches, NightWatch, a-Watch and watch are others.") == ()
    assert named((), "CloudWatch") == ()
