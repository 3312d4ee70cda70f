"""What no committed file may hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Put together from parts, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    r"(--(extra-)?index-url|--find-links|index-url\s*=|find-links\s*=|registry\s*=)[\s=\"']*[\w+]*:/"
    r"|:/" + r"/[^\s\"')]*(pypi\.|pythonhosted\.|/simple\b|registry\.npmjs)",
    re.IGNORECASE,
)


def committed() -> list[Path]:
    """Return the files that git knows; skip the test outside a checkout (a container has none)."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there are no committed files to read")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def addresses(text: str) -> list[str]:
    """Return the lines that name a package registry."""
    return [line for line in text.splitlines() if REGISTRY.search(line)]


def test_no_committed_file_holds_the_address_of_a_registry() -> None:
    found = {
        path.relative_to(ROOT): lines
        for path in committed()
        if path.parent != ROOT / "tests/house" and (lines := addresses(path.read_text(errors="ignore")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https:" + "//mirror.example/anything",
        "extra-index-url = file:" + "///some/where",
        "see https:" + "//pypi.org/project/some",
        '"resolved": "https:' + '//registry.npmjs.org/some"',
        "https:" + "//mirror.example/root/simple/",
    ],
)
def test_a_planted_address_is_found(line: str) -> None:
    assert addresses(f"before\n{line}\nafter") == [line]
