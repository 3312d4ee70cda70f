"""Tokens: what each may do, how long it lives, and how it is renewed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from tests.platforms.slack.refusals import Refusal

LIFETIME = timedelta(hours=12)
"""How long a rotated access token lasts."""

CODE_LIFETIME = timedelta(minutes=10)
"""How long the code lasts that a person brings back from the consent page."""

ACTIVE = 2
"""So many of the latest access tokens of an installation work at a time."""


@dataclass
class Token:
    """A token; `kind` is `bot` or `app`. `error` is what it is refused with from now on, empty while it is good."""

    value: str
    kind: str
    team: str
    scopes: frozenset[str]
    expires: datetime | None = None
    error: str = ""


@dataclass
class Grant:
    """What a person allowed on the consent page; good for one exchange."""

    team: str
    user: str
    scopes: frozenset[str]
    redirect: str
    until: datetime
    enterprise: bool = False
    used: bool = False


class Tokens:
    """All tokens and codes that were ever given out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._tokens: dict[str, Token] = {}
        self._refresh: dict[str, tuple[str, frozenset[str]]] = {}
        self.grants: dict[str, Grant] = {}

    def issue(self, kind: str, team: str, scopes: frozenset[str], *, expires: bool = False) -> Token:
        """Give out a token; an expiring one lasts 12 hours."""
        prefix = {"bot": "xoxe.xoxb" if expires else "xoxb", "app": "xapp-1", "user": "xoxp"}[kind]
        value = f"{prefix}-{team}-{next(self._numbers):06d}-secret"
        until = self._clock() + LIFETIME if expires else None
        self._tokens[value] = Token(value, kind, team, scopes, until)
        return self._tokens[value]

    def issue_refresh(self, token: Token) -> str:
        """Give out what `token` can be renewed with, once."""
        value = f"xoxe-1-{token.team}-{next(self._numbers):06d}-refresh"
        self._refresh[value] = (token.team, token.scopes)
        return value

    def renew(self, refresh: str) -> Token:
        """Take a refresh token for a new access token; the two latest access tokens of the team go on working."""
        if refresh not in self._refresh:
            raise Refusal("invalid_refresh_token")
        team, scopes = self._refresh.pop(refresh)
        new = self.issue("bot", team, scopes, expires=True)
        for old in self.good(team)[:-ACTIVE]:
            old.error = "token_revoked"
        return new

    def good(self, team: str) -> list[Token]:
        """Return the team's bot tokens that are not refused, oldest first."""
        return [one for one in self._tokens.values() if one.team == team and one.kind == "bot" and not one.error]

    def end(self, team: str, error: str) -> None:
        """Refuse every token of a team from now on, and renew none."""
        for token in self.good(team):
            token.error = error
        self._refresh = {value: kept for value, kept in self._refresh.items() if kept[0] != team}

    def grant(self, grant: Grant) -> str:
        """Keep what a person allowed, under the code that is returned."""
        code = f"code-{next(self._numbers):06d}"
        self.grants[code] = grant
        return code

    def check(self, value: str) -> Token:
        """Return a good token; raise the refusal that Slack has for a bad one."""
        if not value:
            raise Refusal("not_authed")
        token = self._tokens.get(value)
        if token is None:
            raise Refusal("invalid_auth")
        if token.error:
            raise Refusal(token.error)
        if token.expires is not None and self._clock() >= token.expires:
            raise Refusal("token_expired")
        return token
