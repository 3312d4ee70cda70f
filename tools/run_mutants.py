"""Faults that the tests must see: each patch in tests/mutants/ is applied to a copy of the tree, and its tests go red.

A patch begins with what is wrong in it and then names its tests, one a line (`Red: tests/….py::test_…`): all of them
are green without it and red with it. A patch that no longer applies, and a test that does not do so, is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parents[1]
MUTANTS = ROOT / "tests" / "mutants"
AT_ONCE = min(os.cpu_count() or 1, 4)
SECONDS = 180  # for the tests of one patch; a fault may make one wait for what never comes
_RED = re.compile(r"^Red: (.+)$", re.MULTILINE)
_COUNTS = re.compile(r"\b(\d+) (passed|failed|error|errors|skipped|deselected)\b")


@dataclass(frozen=True)
class Mutant:
    """A patch, with what is wrong in it and the tests that must see it."""

    path: Path
    what: str
    tests: tuple[str, ...]


def read(path: Path) -> Mutant:
    """Return a patch; raise ValueError if it names no test."""
    head, _, _ = path.read_text(encoding="utf-8").partition("\n--- ")
    tests = tuple(_RED.findall(head))
    if not tests:
        raise ValueError(f"{path.name} names no test that must go red")
    return Mutant(path, head.partition("\n")[0], tests)


def counts(folder: Path, tests: Sequence[str]) -> dict[str, int]:
    """Run tests in a tree, and return how many of them passed, failed, and so on."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "--timeout=60", *tests]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"timeout": 1}
    last = run.stdout.strip().splitlines()[-1:] or [run.stderr.strip()]
    return {what.removesuffix("s"): int(count) for count, what in _COUNTS.findall(last[0])} or {last[0]: 1}


def copy(folder: Path) -> None:
    """Copy what git knows of the tree, as it stands."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().rstrip("\0").split("\0"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, target)


def fault(mutant: Mutant) -> str:
    """Return what is wrong with a mutant, empty if its tests see it."""
    with tempfile.TemporaryDirectory(prefix="studybot-mutant-") as place:
        folder = Path(place)
        copy(folder)
        applied = subprocess.run(
            ["git", "apply", "-C1", str(mutant.path)],
            cwd=folder,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},  # whatever repository that may be in
            capture_output=True,
            text=True,
            check=False,
        )
        if applied.returncode:
            return f"the patch no longer applies:\n{applied.stderr}"
        found = counts(folder, mutant.tests)
    if set(found) - {"failed"}:
        return f"its tests do not see it: {found}"
    return ""


def green(tests: Sequence[str]) -> str:
    """Return what is wrong with the tests in the tree as it is, empty if all pass."""
    found = counts(ROOT, tests)
    return "" if set(found) == {"passed"} else f"the named tests are not green as it is: {found}"


def main(names: Sequence[str]) -> int:
    """Try every mutant, or those named; return the exit code."""
    began = monotonic()
    mutants = [read(path) for path in sorted(MUTANTS.glob("*.patch")) if not names or path.stem in names]
    if not mutants:
        known = ", ".join(sorted(path.stem for path in MUTANTS.glob("*.patch")))
        print(f"tests/mutants holds no patch of that name; it holds {known}")
        return 1
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        as_it_is = pool.submit(green, tests)
        faults = list(pool.map(fault, mutants))
    for mutant, found in zip(mutants, faults, strict=True):
        print(f"{'FAILED' if found else 'seen  '}  {mutant.path.stem}: {mutant.what}{found and f' {found}'}")
    if wrong := as_it_is.result():
        print(wrong)
    print(f"{len(mutants)} faults planted, {len(mutants) - sum(map(bool, faults))} seen, {monotonic() - began:.0f} s")
    return 1 if wrong or any(faults) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
