"""What a method is: its name, the scopes of which one is needed, the kind of token it takes, and what it does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.socket import Hub
from tests.platforms.slack.tokens import Token
from tests.platforms.slack.views import Views
from tests.platforms.slack.world import Channel, Json, Workspace, World

WITHOUT_EFFECT = frozenset(
    {"token", "team_id", "client_id", "client_secret", "unfurl_links", "unfurl_media", "link_names", "mrkdwn"}
)
"""Arguments that may be given and change nothing here."""


class Args:
    """The arguments of a call. A form's values are strings, and structures in it are JSON; both forms are the same."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)
        self._looked_at: set[str] = set()

    def unseen(self) -> set[str]:
        """Return the names of what was given and nothing looked at."""
        return self.given.keys() - self._looked_at - WITHOUT_EFFECT

    def text(self, name: str, default: str = "") -> str:
        """Return a text, or `default` if it was not given."""
        self._looked_at.add(name)
        value = self.given.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Return a text that must be there."""
        if not (value := self.text(name)):
            raise Refusal("invalid_arguments", f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Return whether a switch is on."""
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise Refusal("invalid_arguments", f"must be an integer [json-pointer:/{name}]")
        return int(value)

    def json(self, name: str) -> Any:
        """Return a structure, None if it was not given; raise ValueError for broken JSON."""
        self._looked_at.add(name)
        value = self.given.get(name)
        return json.loads(value) if isinstance(value, str) else value


@dataclass
class Call:
    """A call that passed the gate: whose it is and what it says."""

    world: World
    views: Views
    hub: Hub
    base: str
    args: Args
    token: Token | None

    @property
    def team(self) -> Workspace:
        """The workspace of the token."""
        assert self.token is not None
        return self.world.workspaces[self.token.team]

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation that an argument names, if the app can know of it."""
        found = self.world.visible(self.team.id, self.args.need(name))
        if found is None:
            raise Refusal("channel_not_found")
        return found

    def require(self, scope: str) -> None:
        """Refuse if the token lacks a scope."""
        assert self.token is not None
        if scope not in self.token.scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.token.scopes)))


@dataclass(frozen=True)
class Method:
    """A method; `scopes` are alternatives, `token` is `bot`, `app`, `any` or `none` (client id and secret instead)."""

    run: Callable[[Call], Json]
    scopes: Sequence[str]
    token: str

    def gate(self, call: Call) -> None:
        """Refuse a token of the wrong kind or without any scope that would do."""
        if call.token is None:
            return
        if self.token not in {"any", call.token.kind}:
            raise Refusal("not_allowed_token_type")
        if self.scopes and not call.token.scopes.intersection(self.scopes):
            provided = ",".join(sorted(call.token.scopes))
            raise Refusal("missing_scope", needed=",".join(self.scopes), provided=provided)


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token: str = "bot") -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Declare what answers calls of `name`."""

    def declare(run: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(run, scopes, token)
        return run

    return declare
