"""Rules on the whole bank: reviews, targets, questions that are alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bank.check import check_folder
from bot.bank.faults import Fault, errors
from bot.bank.load import load_bank
from bot.bank.read import read_exam
from bot.bank.reviews import present_reviews
from bot.bank.targets import Target, measure, wanted
from bot.model.exam import Topic
from bot.model.question import Question
from tests.bank.builders import QUESTION, edit, good_question, questions_file, shipped_rules, with_texts, write_exam

HEAD = "question,revision,chosen,date,remark\n"
GOOD = good_question()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_exam(tmp_path / "small")


def rules_found(folder: Path) -> list[str]:
    return [fault.rule for fault in check_folder(folder).faults]


def review(folder: Path, *rows: str, name: str = "first.csv") -> str:
    """Write a review file and return the present revision; `REV` in a row stands for it."""
    revision = read_exam(folder).bank.questions["delays-01"].revision
    path = folder / "reviews" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "".join(row.replace("REV", revision) + "\n" for row in rows))
    return revision


def reviewed(folder: Path) -> int:
    return next(target.have for target in check_folder(folder).targets if target.rule == "T10")


def test_a_review_that_agrees_counts(folder: Path) -> None:
    assert reviewed(folder) == 0
    review(folder, "delays-01,REV,a,2026-11-23,")
    assert (reviewed(folder), errors(check_folder(folder).faults)) == (1, ())


def test_a_review_counts_for_its_revision_only(folder: Path) -> None:
    review(folder, "delays-01,REV,a,2026-11-23,")
    edit(questions_file(folder), "long polling.", "long polling, and saves money.")
    assert reviewed(folder) == 1
    edit(questions_file(folder), "Consumers must", "Its consumers must")
    assert reviewed(folder) == 0


def test_a_disagreement_is_an_error_at_its_row(folder: Path) -> None:
    review(folder, "delays-01,000000000000,c,2026-11-22,", 'delays-01,REV,a+c,2026-11-23,"c, too"')
    faults = errors(check_folder(folder).faults)
    assert [(fault.path.name, fault.line, fault.rule) for fault in faults] == [("first.csv", 3, "R02")]
    assert "chose a+c, the key is a" in faults[0].message


def test_the_latest_answer_decides_by_day_then_by_file_and_line(folder: Path) -> None:
    review(folder, "delays-01,REV,a,2026-11-24,", "delays-01,REV,b,2026-11-23,")
    assert "R02" not in rules_found(folder)
    review(folder, "delays-01,REV,b,2026-11-24,", name="second.csv")
    assert "R02" in rules_found(folder)
    loaded = read_exam(folder)
    assert present_reviews(loaded.reviews, loaded.bank.questions)["delays-01"].path.name == "second.csv"


@pytest.mark.parametrize(
    "row",
    [
        "delays-99,REV,a,2026-11-23,",
        "delays-01,REV,ac,2026-11-23,",
        "delays-01,REV,a,yesterday,",
        "delays-01,REV,a,2026-11-23,no, and again",
        "delays-01,REV,a",
    ],
)
def test_a_row_names_what_exists(folder: Path, row: str) -> None:
    review(folder, row)
    assert ("R01", 2) in {(fault.rule, fault.line) for fault in errors(check_folder(folder).faults)}


def test_a_review_file_has_its_columns(folder: Path) -> None:
    (folder / "reviews").mkdir()
    (folder / "reviews" / "a.csv").write_text("question,chosen\ndelays-01,a\n")
    assert "R01" in rules_found(folder)


def test_targets_are_reported_until_the_exam_is_complete_and_errors_then(folder: Path) -> None:
    targets = [fault for fault in check_folder(folder).faults if fault.severity == "target"]
    assert {fault.rule for fault in targets} == {"T01", "T02", "T04", "T05", "T06", "T07", "T08", "T10", "T11"}
    assert load_bank(folder).questions
    edit(folder / "exam.yaml", "complete: false", "complete: true")
    assert {fault.rule for fault in errors(check_folder(folder).faults)} == {fault.rule for fault in targets}


def test_a_target_says_n_of_m_and_where_it_is_set(folder: Path) -> None:
    fault = next(fault for fault in check_folder(folder).faults if fault.rule == "T05")
    assert fault.message == "0 of 2 topics have their questions: delays has 1 of 2; retries has 0 of 3"
    assert "topic_minimum" in (folder / "exam.yaml").read_text().splitlines()[fault.line - 1]


def bank(count: int, **changes: object) -> list[Question]:
    """Return `count` questions with these fields."""
    return [replace(GOOD, **changes) for _ in range(count)]  # type: ignore[arg-type]


def target(rule: str, questions: Iterable[Question], folder: Path) -> Target:
    found = measure(read_exam(folder).exam, shipped_rules(), list(questions), 0)
    return next(target for target in found if target.rule == rule)


NEGATIVE = GOOD.stem.replace("meets this need", "does NOT meet this need")
SHORT_KEY = with_texts(GOOD, "A delivery delay", "A wait", "A timeout", "A retention period").options
PLACES = [replace(GOOD, options=(*GOOD.options[1 : n + 1], GOOD.options[0], *GOOD.options[n + 1 :])) for n in range(4)]
TOPICS = [replace(GOOD, topic=f"topic-{n}") for n in range(25)]

REACHED = [
    ("T01", [*bank(60), *bank(40, domain="2")], [*bank(63), *bank(37, domain="2")]),
    ("T02", [*bank(1), *bank(2, difficulty=2), *bank(1, difficulty=3)], bank(4)),
    ("T03", [*bank(4), *bank(1, recall=True)], [*bank(3), *bank(1, recall=True)]),
    ("T04", [*bank(8), *bank(1, type="multiple")], [*bank(7), *bank(3, type="multiple")]),
    ("T05", [*bank(2), *bank(3, topic="retries")], [*bank(2), *bank(2, topic="retries")]),
    ("T06", TOPICS, TOPICS[1:]),
    ("T07", [*bank(3), *bank(7, options=SHORT_KEY)], [*bank(4), *bank(6, options=SHORT_KEY)]),
    ("T08", PLACES, [*PLACES, *bank(1)]),
    ("T09", [*bank(49), *bank(1, stem=NEGATIVE)], [*bank(48), *bank(1, stem=NEGATIVE)]),
]


@pytest.mark.parametrize(("rule", "reached", "missed"), REACHED, ids=[row[0] for row in REACHED])
def test_a_target_is_reached_or_missed(
    rule: str, reached: list[Question], missed: list[Question], folder: Path
) -> None:
    assert target(rule, reached, folder).met
    assert not target(rule, missed, folder).met


@pytest.mark.parametrize(
    ("flag", "section", "facts", "count"),
    [(None, 9, 3, 2), (None, 9, 14, 4), ("low", 9, 20, 1), (None, None, 0, 3), ("legacy", 9, 20, 0), ("meta", 1, 9, 0)],
)
def test_a_topic_wants_questions_by_its_kind(flag: str | None, section: int | None, facts: int, count: int) -> None:
    topic = Topic("a", "A", "1.1", "1", section, flag, facts)
    assert wanted(topic, shipped_rules().targets.topic_minimum) == count


def alike(folder: Path, second: str) -> list[Fault]:
    path = questions_file(folder)
    path.write_text(path.read_text() + second.replace("delays-01", "delays-02"))
    return [fault for fault in check_folder(folder).faults if fault.rule == "Q20"]


def test_nearly_the_same_stem_is_a_warning(folder: Path) -> None:
    faults = alike(folder, QUESTION.replace("ticket shop", "concert hall").replace("two minutes", "ten minutes"))
    assert [(fault.severity, fault.line) for fault in faults] == [("warning", 6)]
    assert "delays-02" in faults[0].message


def test_a_shared_question_sentence_is_no_likeness(folder: Path) -> None:
    start, end = QUESTION.index("      A ticket shop"), QUESTION.index("Which setting")
    other = "      A mail room sorts parcels by weight, and finds out late which of its belts stands still.\n      "
    assert alike(folder, QUESTION[:start] + other + QUESTION[end:]) == []


def test_a_question_on_a_retired_topic_is_a_warning(folder: Path) -> None:
    path = folder / "questions" / "09" / "old-days.yaml"
    path.write_text("topic: old-days\nquestions:\n" + QUESTION.replace("delays-01", "old-days-01"))
    edit(path, "facts: [1]", "facts: []")
    assert "Q22" in rules_found(folder)
    edit(path, "facts: []", "retired: true")
    assert "Q22" not in rules_found(folder)
