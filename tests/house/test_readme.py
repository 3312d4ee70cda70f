"""The README keeps up with the program."""

from __future__ import annotations

from pathlib import Path

from bot.bank.load import load_bank
from bot.config import CORE_SETTINGS
from bot.features.all import FEATURES
from bot.installed import adapters, load_adapter
from bot.service import CONTENT

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_every_setting_is_in_the_readme() -> None:
    core = {setting.name for setting in CORE_SETTINGS}
    theirs = {setting.name for name in adapters() for setting in load_adapter(name).settings}
    assert {name for name in core | theirs if f"`{name}`" not in README} == set()


def test_every_default_in_the_readme_is_the_real_one() -> None:
    rows = [line.split("|") for line in README.splitlines() if line.startswith("| `STUDYBOT_")]
    said = {row[1].strip(" `"): row[2].strip(" `") for row in rows}
    assert {setting.name: setting.default for setting in CORE_SETTINGS}.items() <= said.items()


def test_every_command_is_in_the_readme() -> None:
    commands = [command.name for feature in FEATURES for command in feature.commands]
    assert [name for name in commands if f"`/{name}`" not in README] == []


def test_the_shipped_exam_has_the_blueprint_of_the_guide() -> None:
    exam = load_bank(CONTENT / "dva-c02").exam
    assert [domain.weight for domain in exam.domains] == [32, 26, 24, 18]
    assert len(exam.tasks) == 13
    assert (exam.form.questions, exam.form.minutes, exam.form.pass_mark) == (65, 130, 720)
