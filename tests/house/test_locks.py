"""The lock check finds what a lock lacks, and the committed locks pass it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check_locks

ROOT = Path(__file__).parents[2]
PROJECT = """
[project]
dependencies = ["some-lib[fast]>=2,<3"]
[dependency-groups]
build = ["setuptools>=80"]
dev = [{ include-group = "build" }, "Test.Lib>=1; platform_machine == 'x86_64'"]
"""
RUN = """\
some-lib==2.4 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
    # via studybot
setuptools==81.0 \\
    --hash=sha256:bb
"""
DEV = RUN + "test-lib==1.0 ; platform_machine == 'x86_64' \\\n    --hash=sha256:cc\n"


def faults(folder: Path, run: str = RUN, dev: str = DEV) -> list[str]:
    """Return what the check finds in a checkout with these locks."""
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "requirements.txt").write_text(run)
    (folder / "requirements-dev.txt").write_text(dev)
    return check_locks.check(folder)


def test_the_committed_locks_satisfy_the_project() -> None:
    assert check_locks.check(ROOT) == []


def test_sound_locks_have_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("some-lib==2.4", "some-lib==1.9", "requirements.txt: has some-lib==1.9, pyproject.toml asks for some-lib"),
        ("some-lib==2.4", "other-lib==2.4", "requirements.txt: lacks some-lib"),
        ("some-lib==2.4", "some-lib>=2.4", "requirements.txt: some-lib>=2.4 is not pinned"),
        ("setuptools==81.0", "wheel==81.0", "requirements.txt: lacks setuptools>=80"),
        (" \\\n    --hash=sha256:bb", "", "requirements.txt: setuptools==81.0 has no hash"),
        ("some-lib==2.4", "-e .\nsome-lib==2.4", "requirements.txt: not a pinned requirement: -e ."),
    ],
)
def test_what_a_running_lock_lacks_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    found = faults(tmp_path, run=RUN.replace(old, new), dev=DEV.replace(old, new))
    assert any(line.startswith(fault) for line in found), found


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https:" + "//mirror.example/simple",
        "--extra-index-url=file:" + "///some/where",
        "--find-links /some/wheels",
        "-i https:" + "//mirror.example/simple",
        "# from https:" + "//mirror.example/simple",
        "some-lib @ file:" + "///some/where",
    ],
)
def test_no_address_may_stand_in_a_lock(tmp_path: Path, line: str) -> None:
    assert f"requirements.txt: names an address: {line}" in faults(tmp_path, run=f"{line}\n{RUN}")


def test_what_is_tested_is_what_runs(tmp_path: Path) -> None:
    found = faults(tmp_path, dev=DEV.replace("some-lib==2.4", "some-lib==2.5"))
    assert found == ["requirements-dev.txt: some-lib is not the one of requirements.txt"]


def test_a_requirement_of_development_alone_must_be_in_its_lock(tmp_path: Path) -> None:
    assert faults(tmp_path, dev=RUN) == ['requirements-dev.txt: lacks Test.Lib>=1; platform_machine == "x86_64"']
