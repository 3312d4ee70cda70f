"""What helps authors: templates, blind sheets, the page on reviews, runs shared with given texts, days to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bot.bank.check import check_folder
from bot.bank.faults import BankError
from bot.bank.read import read_exam
from bot.bank.reviewpage import review_page
from bot.bank.sheet import blind_sheet
from bot.bank.template import add_template
from tests.bank.builders import QUESTION, edit, good_question, questions_file, write_exam

GOOD = good_question()
HEAD = "question,revision,chosen,date,remark\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_exam(tmp_path / "small")


def added(folder: Path, topic: str, kind: str = "single") -> tuple[Path, int, str]:
    loaded = read_exam(folder)
    return add_template(loaded, loaded.exam.topic_by_id[topic], kind)


@pytest.mark.parametrize("indent", [0, 2, 4])
def test_a_template_joins_the_file_as_it_is_indented(folder: Path, indent: int) -> None:
    path = questions_file(folder)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], *(" " * indent + line[2:] for line in lines[2:])]) + "\n")
    before = path.read_text()
    where, line, id_ = added(folder, "delays")
    assert (where, id_) == (path, "delays-02")
    assert path.read_text().startswith(before)
    assert path.read_text().splitlines()[line - 1] == " " * indent + "- id: delays-02"
    assert added(folder, "delays")[2] == "delays-03"  # although the file is faulty now


def test_a_template_of_a_new_topic_makes_its_file(folder: Path) -> None:
    path, line, id_ = added(folder, "retries", "multiple")
    assert (path, line, id_) == (folder / "questions" / "gap" / "retries.yaml", 3, "retries-01")
    said = " ".join(fault.message for fault in check_folder(folder).faults if fault.path == path)
    assert "`text` is empty: write it" in said
    assert "`difficulty`" in said


def test_a_filled_template_lacks_its_references_alone(folder: Path) -> None:
    path, _, _ = added(folder, "retries")
    text = QUESTION.replace("delays-01", "retries-01").replace("facts: [1]", "facts: []")
    start = text.index("    references:")
    path.write_text("topic: retries\nquestions:\n" + text[:start] + "    references: []\n")
    faults = [fault for fault in check_folder(folder).faults if fault.path == path]
    assert [fault.rule for fault in faults] == ["Q17"]


def test_a_file_that_can_not_be_added_to_is_left_alone(folder: Path) -> None:
    path = folder / "questions" / "gap" / "retries.yaml"
    path.parent.mkdir()
    path.write_text("topic: retries\nquestions: []\n")
    with pytest.raises(BankError, match="by hand"):
        added(folder, "retries")
    assert path.read_text() == "topic: retries\nquestions: []\n"


def test_a_blind_sheet_tells_everything_but_the_key() -> None:
    sheet = blind_sheet([GOOD], Random(1))
    assert f"{GOOD.id},{GOOD.revision}" in sheet
    assert all(f"{option.id}) {option.text}" in sheet for option in GOOD.options)
    assert not any(option.why in sheet for option in GOOD.options)
    assert GOOD.references[0].url not in sheet


def test_a_blind_sheet_draws_its_order_from_the_seed() -> None:
    several = [replace(GOOD, id=f"delays-{n:02}") for n in range(8)]
    assert blind_sheet(several, Random(1)) == blind_sheet(several, Random(1))
    assert blind_sheet(several, Random(1)) != blind_sheet(several, Random(2))
    fixed = blind_sheet([replace(GOOD, shuffle=False)], Random(2))
    assert [fixed.index(f"\n{letter}) ") for letter in "abcd"] == sorted(fixed.index(f"\n{c}) ") for c in "abcd")


def review(folder: Path, *rows: str) -> None:
    (folder / "reviews").mkdir(exist_ok=True)
    (folder / "reviews" / "first.csv").write_text(HEAD + "".join(row + "\n" for row in rows))


def test_the_page_on_reviews_counts_first_answers_and_follows_disagreements(folder: Path) -> None:
    revision = read_exam(folder).bank.questions["delays-01"].revision
    review(folder, "delays-01,000000000000,c,2026-11-22,it is | unclear", f"delays-01,{revision},a,2026-11-23,")
    page = review_page(read_exam(folder))
    assert "| solved blind in their present revision | 1 of 1 (100 %) |" in page
    assert "| first answers that are the key | 0 of 1 (0 %) |" in page
    assert (
        "| delays-01 | 2026-11-22 | c, not the key | it is \\| unclear | rewritten, then solved with the key |" in page
    )
    assert "| first.csv | 2 | 1 | 1 |" in page


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("delays-01,REV,c,2026-11-23,", "| open |"),
        ("delays-01,REV,a,2026-11-23,easy", "| stands: the answer was the key |"),
        ("delays-01,000000000000,c,2026-11-23,", "| rewritten, to be solved again |"),
    ],
)
def test_the_page_says_what_became_of_an_objection(folder: Path, row: str, outcome: str) -> None:
    review(folder, row.replace("REV", read_exam(folder).bank.questions["delays-01"].revision))
    assert outcome in review_page(read_exam(folder))


def test_a_page_without_objections_says_so(folder: Path) -> None:
    assert "None so far." in review_page(read_exam(folder))


def shared(folder: Path, text: str) -> list[str]:
    return [fault.message for fault in check_folder(folder, against=[text]).faults if fault.rule == "Q26"]


def test_eight_words_of_a_given_text_are_an_error_at_their_place(folder: Path) -> None:
    text = "They said: Consumers must first see each message two minutes after it was sent; so be it."
    (fault,) = (one for one in check_folder(folder, against=[text]).faults if one.rule == "Q26")
    assert (fault.path, fault.severity) == (questions_file(folder), "error")
    assert "“consumers must first see each message two minutes after it was sent”" in fault.message


def test_seven_words_and_names_of_services_are_none(folder: Path) -> None:
    assert shared(folder, "Consumers must first see each message two.") == []
    edit(questions_file(folder), "A ticket shop puts", "Amazon DynamoDB Lambda SQS GetItem PutItem CloudWatch S3 puts")
    assert shared(folder, "Amazon DynamoDB Lambda SQS GetItem PutItem CloudWatch S3 puts many things.") == []


def test_facts_are_held_against_given_texts_too(folder: Path) -> None:
    edit(folder / "facts" / "delays.yaml", "A delay hides.", "A delay hides what is new from all who might read it.")
    (said,) = shared(folder, "a delay hides what is new from all who might")
    assert said.startswith("fact 1 of delays")


@pytest.mark.parametrize(("today", "rules"), [("2026-11-22", []), ("2026-11-21", ["Q25", "Q25", "Q25"])])
def test_a_day_after_tomorrow_is_a_warning_wherever_it_stands(folder: Path, today: str, rules: list[str]) -> None:
    review(folder, "delays-01,000000000000,a,2026-11-23,")
    faults = [one for one in check_folder(folder, date.fromisoformat(today)).faults if one.rule == "Q25"]
    assert [one.rule for one in faults] == rules
    assert {one.severity for one in faults} <= {"warning"}
    assert "Q25" not in {one.rule for one in check_folder(folder).faults}  # a start does not ask the clock
