"""Shipped and own folders, and their renewal while the service runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.faults import BankError
from bot.bank.holder import BankHolder
from bot.bank.load import load_banks
from tests.bank.builders import edit, questions_file, write_exam

FAULT = ("Which setting meets this need?", "Say it.")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    write_exam(tmp_path / "content" / "small")
    (tmp_path / "content" / "schema").mkdir()
    return tmp_path / "content"


def test_own_exams_stand_beside_the_shipped_ones(shipped: Path, tmp_path: Path) -> None:
    itself = write_exam(tmp_path / "itself", "own-1")
    write_exam(tmp_path / "several" / "two", "own-2")
    write_exam(tmp_path / "several" / "three", "own-3")
    banks = load_banks(shipped, [itself, tmp_path / "several"])
    assert set(banks.banks) == {"small", "own-1", "own-2", "own-3"}
    assert banks.faults == ()


def test_a_faulty_own_exam_is_reported_and_left_out(shipped: Path, tmp_path: Path) -> None:
    bad = write_exam(tmp_path / "own" / "bad", "own-1")
    write_exam(tmp_path / "own" / "good", "own-2")
    edit(questions_file(bad), *FAULT)
    banks = load_banks(shipped, [tmp_path / "own"])
    assert set(banks.banks) == {"small", "own-2"}
    assert [(fault.rule, fault.path) for fault in banks.faults] == [("Q01", questions_file(bad))]
    assert banks.left_out == (bad,)


def test_a_fault_in_the_shipped_bank_stops_the_start(shipped: Path) -> None:
    edit(questions_file(shipped / "small"), *FAULT)
    with pytest.raises(BankError, match="Q01"):
        load_banks(shipped)


def test_the_faults_of_all_shipped_exams_come_at_once(shipped: Path) -> None:
    second = write_exam(shipped / "two", "two")
    edit(questions_file(shipped / "small"), *FAULT)
    edit(second / "exam.yaml", "complete: false", "complete: soon")
    with pytest.raises(BankError) as caught:
        load_banks(shipped)
    assert [fault.rule for fault in caught.value.faults] == ["Q01", "F04"]


def test_a_warning_or_an_unmet_target_stops_nothing(shipped: Path) -> None:
    edit(questions_file(shipped / "small"), "guide.html", "guide.md")
    assert load_banks(shipped).faults == ()


def test_an_own_exam_needs_an_id_of_its_own(shipped: Path, tmp_path: Path) -> None:
    banks = load_banks(shipped, [write_exam(tmp_path / "own", "small")])
    assert banks.folders["small"] == shipped / "small"
    assert "already" in banks.faults[0].message


@pytest.mark.parametrize(
    ("folder", "said"),
    [("questions", "has questions but no exam.yaml"), ("empty", "has no exam.yaml"), (None, "no such")],
)
def test_a_folder_without_an_exam_is_reported(shipped: Path, tmp_path: Path, folder: str | None, said: str) -> None:
    own = tmp_path / "own"
    if folder:
        (own / folder).mkdir(parents=True)
    banks = load_banks(shipped, [own])
    assert [fault.rule for fault in banks.faults] == ["F09"]
    assert said in banks.faults[0].message
    assert set(banks.banks) == {"small"}


def test_shipped_content_without_an_exam_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="F09"):
        load_banks(tmp_path)


def test_a_reload_takes_the_new_files(shipped: Path) -> None:
    holder = BankHolder(shipped)
    before = holder.current.banks["small"].questions["delays-01"]
    edit(questions_file(shipped / "small"), "Consumers must", "Its consumers must")
    assert holder.reload() == ()
    assert holder.current.banks["small"].questions["delays-01"].revision != before.revision


def test_a_reload_keeps_the_good_bank_when_the_shipped_one_is_faulty(shipped: Path) -> None:
    holder = BankHolder(shipped)
    before = holder.current
    edit(questions_file(shipped / "small"), *FAULT)
    assert [fault.rule for fault in holder.reload()] == ["Q01"]
    assert holder.current is before


def test_a_reload_keeps_the_good_bank_of_an_own_folder(shipped: Path, tmp_path: Path) -> None:
    own = write_exam(tmp_path / "own", "own-1")
    holder = BankHolder(shipped, [own])
    before = holder.current.banks["own-1"]
    edit(own / "exam.yaml", "id: own-1", "id: [")
    edit(questions_file(shipped / "small"), "Consumers must", "Its consumers must")
    assert {fault.path.name for fault in holder.reload()} == {"exam.yaml"}
    assert holder.current.banks["own-1"] is before
    assert "Its consumers" in holder.current.banks["small"].questions["delays-01"].stem


def test_a_reload_drops_an_own_exam_that_is_gone(shipped: Path, tmp_path: Path) -> None:
    write_exam(tmp_path / "own" / "one", "own-1")
    two = write_exam(tmp_path / "own" / "two", "own-2")
    holder = BankHolder(shipped, [tmp_path / "own"])
    two.rename(tmp_path / "away")
    assert holder.reload() == ()
    assert set(holder.current.banks) == {"small", "own-1"}
