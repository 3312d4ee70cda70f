"""A question that is still being written is named with what it lacks, and keeps nothing else from being asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.bank.check import check_folder
from bot.bank.faults import BankError, Fault, errors
from bot.bank.holder import BankHolder
from bot.bank.load import load_bank, load_banks, load_exam
from bot.bank.read import read_exam
from bot.bank.reviewpage import review_page
from bot.bank.stats import bank_stats
from tests.bank.builders import QUESTION, SHIPPED, edit, questions_file, write_exam

TEMPLATE = """\
  - id: delays-02
    draft: true
    type: single
    stem: ""
"""
FINISHED = QUESTION.replace("delays-01\n", "delays-02\n    draft: true\n").replace("ticket shop", "concert hall")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_exam(tmp_path / "content" / "small")


def add(folder: Path, *drafts: str) -> Path:
    """Put drafts before the file's question, so that its place among all is not the one among those asked."""
    path = questions_file(folder)
    edit(path, "questions:\n", "questions:\n" + "".join(drafts))
    return path


def drafted(folder: Path) -> list[tuple[int, str]]:
    """Return line and rule of everything that is said of drafts."""
    return [(fault.line, fault.rule) for fault in check_folder(folder).faults if fault.severity == "draft"]


def target(folder: Path) -> Fault | None:
    return next((fault for fault in check_folder(folder).faults if fault.rule == "T12"), None)


def test_a_draft_is_named_with_what_it_lacks_and_is_no_error(folder: Path) -> None:
    add(folder, TEMPLATE)
    report = check_folder(folder)
    assert drafted(folder) == [(3, "D01"), *[(3, "F04")] * 3, (6, "F04")]
    assert [fault.message for fault in report.faults if fault.line == 6] == ["`stem` is empty: write it"]
    assert (errors(report.faults), report.drafts) == ((), 1)


def test_the_bank_is_loaded_without_its_drafts(folder: Path) -> None:
    add(folder, TEMPLATE, FINISHED.replace("delays-02", "delays-03"))
    banks = load_banks(folder.parent)
    assert set(banks.banks["small"].questions) == {"delays-01"}
    assert (banks.drafts, banks.faults) == ({"small": 2}, ())
    stats = bank_stats(load_exam(folder))
    assert (stats.questions, stats.retired) == (1, 0)
    assert "| solved blind in their present revision | 0 of 1 (0 %) |" in review_page(read_exam(folder))


def test_a_finished_draft_is_told_that_it_may_be_let_in(folder: Path) -> None:
    path = add(folder, FINISHED)
    (said,) = [fault for fault in check_folder(folder).faults if fault.severity == "draft"]
    assert said.message == "delays-02 is a draft and lacks nothing: take `draft: true` away, and it is asked"
    edit(path, "    draft: true\n", "")
    assert set(load_bank(folder).questions) == {"delays-01", "delays-02"}
    assert check_folder(folder).drafts == 0


def test_a_draft_is_held_against_the_rules_once_its_form_is_whole(folder: Path) -> None:
    path = add(folder, FINISHED)
    edit(path, "facts: [1]", "facts: [7]")
    edit(path, "Which setting meets this need?", "Say it.")
    assert [rule for _, rule in drafted(folder)] == ["D01", "Q01", "F08"]
    assert questions_file(folder).read_text().splitlines()[drafted(folder)[1][0] - 1] == "    stem: >"
    assert errors(check_folder(folder).faults) == ()


def test_an_error_of_another_question_is_one_at_its_own_line(folder: Path) -> None:
    path = add(folder, TEMPLATE)
    line = edit(path, "difficulty: 1", "difficulty: 4")
    assert [(fault.line, fault.rule) for fault in errors(check_folder(folder).faults)] == [(line, "F04")]
    with pytest.raises(BankError):
        load_bank(folder)


@pytest.mark.parametrize("mark", ["draft: yes", "status: draft"])
def test_only_the_one_mark_makes_a_draft(folder: Path, mark: str) -> None:
    add(folder, TEMPLATE.replace("draft: true", mark))
    assert errors(check_folder(folder).faults)
    assert check_folder(folder).drafts == 0


def test_an_id_is_free_among_questions_and_drafts(folder: Path) -> None:
    add(folder, FINISHED, FINISHED, FINISHED.replace("delays-02", "delays-01"), FINISHED.replace("delays-", "other-"))
    told = [fault for fault in check_folder(folder).faults if fault.rule == "F06"]
    assert [fault.severity for fault in told] == ["draft"] * 3
    assert [fault.message.split(" is taken")[0] for fault in told] == [
        "the id delays-02",
        "the id delays-01",
        "the id other-02 must be delays- and a number",
    ]
    assert errors(check_folder(folder).faults) == ()


def test_a_draft_may_be_solved_before_it_is_let_in(folder: Path) -> None:
    path = add(folder, FINISHED)
    (draft,) = read_exam(folder).drafts
    assert draft.question
    (folder / "reviews").mkdir()
    row = f"delays-02,{draft.question.revision},c,2026-11-23,\n"
    (folder / "reviews" / "first.csv").write_text("question,revision,chosen,date,remark\n" + row)
    assert errors(check_folder(folder).faults) == ()
    edit(path, "    draft: true\n", "")
    assert [fault.rule for fault in errors(check_folder(folder).faults)] == ["R02"]


def test_drafts_are_a_target_that_a_complete_exam_misses_while_its_start_insists_on_none(folder: Path) -> None:
    path = add(folder, FINISHED)
    found = target(folder)
    assert found
    assert (found.severity, found.message) == ("target", "1 of 2 questions are finished; drafts are not asked")
    edit(folder / "exam.yaml", "complete: false", "complete: true")
    assert {"T05", "T12"} <= {fault.rule for fault in errors(check_folder(folder).faults)}
    assert set(load_bank(folder).questions) == {"delays-01"}
    edit(path, "    draft: true\n", "")
    assert target(folder) is None
    with pytest.raises(BankError, match="T05"):
        load_bank(folder)


def test_the_shipped_bank_starts_with_a_draft_and_fails_its_check(tmp_path: Path) -> None:
    folder = tmp_path / "dva-c02"
    shutil.copytree(SHIPPED / "dva-c02", folder)
    path = next(iter(sorted((folder / "questions").glob("*/*.yaml"))))
    edit(path, "questions:\n", "questions:\n" + TEMPLATE.replace("delays", path.stem))
    assert [fault.rule for fault in errors(check_folder(folder).faults)] == ["T12"]
    assert load_banks(tmp_path).drafts == {"dva-c02": 1}


def test_a_bank_that_is_kept_keeps_its_drafts(folder: Path, tmp_path: Path) -> None:
    own = write_exam(tmp_path / "own", "own")
    add(own, TEMPLATE)
    holder = BankHolder(folder.parent, [own])
    edit(questions_file(own), "difficulty: 1", "difficulty: 4")
    assert holder.reload()
    assert holder.current.drafts == {"small": 0, "own": 1}
