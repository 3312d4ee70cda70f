"""How Slack says no: status 200, `ok` false, a code, and for some codes what was wrong with which field."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A method's refusal. `messages` say what is wrong, as Slack puts it into `response_metadata`."""

    def __init__(self, error: str, *messages: str, **extra: object) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = messages
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON."""
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer
