"""An adapter from elsewhere: installed beside the program, it works without a line changed in `bot`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = "import sys; from bot.cli.main import main; sys.exit(main(sys.argv[1:]))"
IMPORT_ALL = """
import importlib, pkgutil, sys
for absent in ("discord", "slack_bolt", "slack_sdk"):
    sys.modules[absent] = None  # as if it were not installed
import bot
found = [module.name for module in pkgutil.walk_packages(bot.__path__, "bot.")]
for name in found:
    importlib.import_module(name)
print(len(found))
"""
QUESTION = re.compile(r"POSTED room .+")


@pytest.fixture
def installed(tmp_path: Path) -> Mapping[str, str]:
    """An environment in which the tiny adapter is installed; nothing else of the tests is to be seen."""
    site, data = tmp_path / "site", tmp_path / "data"
    described = site / "tinychat-1.0.dist-info"
    described.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("tinychat.py"), site / "tinychat.py")
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: tinychat\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[studybot.adapters]\ntinychat = tinychat:adapter\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STUDYBOT_")}
    ours = {
        "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]),
        "STUDYBOT_DATABASE_URL": f"sqlite:///{data / 'tiny.db'}",
        "STUDYBOT_HTTP_PORT": "0",
    }
    return {**kept, **ours}


@contextmanager
def running(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the service as a program."""
    command = [sys.executable, "-c", RUN, "run"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: subprocess.Popen[str], wanted: re.Pattern[str]) -> str:
    """Return the first line that matches; fail with all that was said if the program ends without it."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if wanted.match(line):
            return line
    pytest.fail("".join(said))


@pytest.mark.parametrize("chosen", [{"STUDYBOT_ADAPTERS": "tinychat"}, {"STUDYBOT_TINYCHAT_ROOM": "room"}])
def test_it_is_found_by_its_entry_point_and_posts_the_daily_question(
    installed: Mapping[str, str], chosen: Mapping[str, str]
) -> None:
    with running({**installed, **chosen}) as process:
        assert "Daily question" in until(process, QUESTION)
        process.terminate()
        until(process, re.compile("STOPPED"))
        assert process.wait() == 0


def test_an_adapter_that_is_not_installed_is_named_with_those_that_are(installed: Mapping[str, str]) -> None:
    with running({**installed, "STUDYBOT_ADAPTERS": "telepathy"}) as process:
        said = until(process, re.compile(r"studybot: STUDYBOT_ADAPTERS"))
        assert process.wait() == 2
    assert "telepathy" in said
    assert "tinychat, web" in said


def test_all_of_bot_can_be_imported_without_any_platforms_library() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 80
