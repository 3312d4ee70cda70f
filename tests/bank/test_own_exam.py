"""The page on an exam of one's own: its example is an exam that is checked and loaded beside the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.check import check_folder
from bot.bank.load import load_banks
from tests.bank.builders import REPOSITORY, SHIPPED


@pytest.fixture
def sailing(tmp_path: Path) -> Path:
    """The page's three files, as a reader would copy them."""
    page = (REPOSITORY / "docs" / "own-exam.md").read_text(encoding="utf-8")
    exam, topics, questions = (part.split("```")[0] for part in page.split("```yaml\n")[1:])
    folder = tmp_path / "exams" / "sailing"
    (folder / "questions" / "01").mkdir(parents=True)
    (folder / "exam.yaml").write_text(exam, encoding="utf-8")
    (folder / "topics.yaml").write_text(topics, encoding="utf-8")
    (folder / "questions" / "01" / "right-of-way.yaml").write_text(questions, encoding="utf-8")
    return folder


def test_the_example_breaks_no_rule(sailing: Path) -> None:
    assert [fault for fault in check_folder(sailing).faults if fault.severity != "target"] == []


@pytest.mark.parametrize("given", ["sailing", "."])
def test_it_is_loaded_beside_the_shipped_one(sailing: Path, given: str) -> None:
    banks = load_banks(SHIPPED, [sailing.parent / given])
    assert list(banks.banks) == ["dva-c02", "sailing"]
    assert list(banks.banks["sailing"].questions) == ["right-of-way-01"]
    assert banks.left_out == ()
