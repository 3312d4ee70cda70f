"""`studybot simulate …` prints what it found, in words that a script can read too."""

from __future__ import annotations

import re

import pytest

from bot.cli.main import main


def test_learners_are_simulated_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["simulate", "learners", "--learners", "60", "--seed", "4"])
    said = capsys.readouterr().out
    held = re.search(r"^coverage: (\d+\.\d)%", said, re.MULTILINE)
    off = re.search(r"^expected calibration error: (0\.\d{3})", said, re.MULTILINE)
    assert held
    assert off
    assert code == (0 if 75 <= float(held[1]) <= 85 and float(off[1]) <= 0.05 else 1)
    assert "learners had answered 40 questions or more" in said


def test_too_few_learners_to_judge_are_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "learners", "--learners", "0"]) == 0
    assert "0 learners" in capsys.readouterr().out


def test_ways_to_choose_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "selection", "--groups", "1"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {rule} " in said for rule in ("by chance", "topics in turn", "weakness first"))
    assert re.search(r"weakness first, against by chance: ready [+-]\d+\.\d questions sooner", said)
