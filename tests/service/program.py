"""The real program in a process of its own, and somebody who uses its page over HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_UP = re.compile(r"Page\s+(http://\S+)")
_LINES = 200


class Program:
    """`studybot run` on a database of its own, on any free port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("STUDYBOT_")}
        where = {"STUDYBOT_DATABASE_URL": f"sqlite:///{folder / 'studybot.db'}", "STUDYBOT_HTTP_PORT": "0"}
        self._env = {**ours, **where, **settings}
        self._process: subprocess.Popen[str] | None = None
        self.address = ""
        self.said: list[str] = []

    def start(self) -> None:
        """Start and return once the page can be used; a program that ends instead fails the test with its words."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli.main", "run"],
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        self.said = []
        for line in self._process.stdout:
            self.said.append(line.rstrip())
            if found := _UP.search(line):
                self.address = found[1]
            if line.startswith("Stop it"):
                return
            assert len(self.said) < _LINES
        raise AssertionError("\n".join(self.said))

    def kill(self) -> None:
        """End it as a power failure would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        return self._end(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the running program."""
        assert self._process is not None
        self._process.send_signal(number)

    def line(self) -> str:
        """Return the next line that it says."""
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip()

    def _end(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.poll() is None:
            process.send_signal(number)
        self.said += process.communicate(timeout=60)[0].splitlines()
        return process.returncode


class Visitor:
    """A member on the page."""

    def __init__(self, program: Program, member: str, channel: str = "dva-c02") -> None:
        self._program = program
        self._who = {"as": member, "channel": channel}

    def command(self, line: str) -> dict[str, Any]:
        """Type a line."""
        return self._post("/api/line", line=line)

    def press(self, message: dict[str, Any], action: str) -> dict[str, Any]:
        """Press the button of a message that carries an action."""
        return self._post("/api/press", message=message["id"], action=action)

    def choose(self, message: dict[str, Any], action: str, chosen: Sequence[str]) -> dict[str, Any]:
        """Send what is chosen in the chooser of a message that carries an action."""
        return self._post("/api/press", message=message["id"], action=action, chosen=[*chosen])

    def answer(self, posting: int, letters: str) -> str:
        """Answer the open question by its buttons or its chooser; return the title of what only this member sees."""
        question = next(message for message in self.feed() if f'"1:answer:{posting}' in message["html"])
        if f'"1:answer:{posting}"' in question["html"]:
            self.choose(question, f"1:answer:{posting}", [*letters])
        else:
            self.press(question, f"1:answer:{posting}:{letters}")
        return str(self.feed()[-1]["title"])

    def move(self, by: str) -> None:
        """Move the time on by an hour, a day or a week."""
        self._post("/api/time", by=by)

    def feed(self) -> list[dict[str, Any]]:
        """Return the channel's messages as this member sees them, oldest first."""
        query = "&".join(f"{name}={value}" for name, value in self._who.items())
        with urllib.request.urlopen(f"{self._program.address}/api/state?{query}", timeout=30) as answer:
            messages: list[dict[str, Any]] = json.load(answer)["messages"]
        return messages

    def _post(self, path: str, **values: Any) -> dict[str, Any]:
        address = self._program.address
        body = json.dumps({**self._who, **values}).encode()
        headers = {"Content-Type": "application/json", "Origin": address}
        request = urllib.request.Request(f"{address}{path}", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            said: dict[str, Any] = json.load(answer)
        return said
