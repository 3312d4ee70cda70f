"""People as Slack knows them: name, language, time zone, and whether they may manage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.slack.access import Clients
from adapters.slack.remembered import Remembered
from adapters.slack.settings import ADMINS, MEMBERS
from bot.chat.calls import Actor
from bot.clock import Clock

ADAPTER = "slack"
KEEP = timedelta(minutes=2)
"""How long an answer is used: whoever stops being an admin can't set things up for longer than that."""


@dataclass(frozen=True)
class Person:
    """What Slack says of somebody."""

    name: str
    locale: str = "en"
    zone: str = ""
    admin: bool = False
    guest: bool = False
    """Guests, and people of other organisations in a shared channel, may answer, never manage."""
    home: str = ""
    """The workspace that they belong to, where it is another organisation's."""


class People:
    """Asks Slack who somebody is; the answer is used for two minutes."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._known: Remembered[Person] = Remembered(clock, KEEP)

    def known(self, team: str, user: str) -> Person | None:
        """Return a person who was asked about a moment ago."""
        return self._known.get(team, user)

    async def find(self, team: str, user: str) -> Person:
        """Return a person of a workspace; raises what the call raises."""
        known = self.known(team, user)
        if known is not None:
            return known
        told = await (await self._clients.of(team)).users_info(user=user, include_locale=True)
        found = told.get("user") or {}
        return self._known.put(person(found, team), team, user)

    def forget(self, team: str) -> None:
        """Forget the people of a workspace."""
        self._known.forget(team)


def person(told: Mapping[str, Any], team: str) -> Person:
    """Return a person from what `users.info` says."""
    profile = told.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), told.get("real_name"), told.get("name"))
    home = str(told.get("team_id") or team)
    within = (told.get("enterprise_user") or {}).get("teams") or ()
    elsewhere = home != team and team not in within
    return Person(
        name=next((str(name) for name in names if name), ""),
        locale=str(told.get("locale") or "en"),
        zone=str(told.get("tz") or ""),
        admin=bool(told.get("is_admin") or told.get("is_owner") or told.get("is_primary_owner")),
        guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted") or elsewhere),
        home=home if elsewhere else "",
    )


def actor(team: str, user: str, found: Person, managers: frozenset[str]) -> Actor:
    """Return a person as the one who acts in a workspace. Their id is unique in the one that they belong to."""
    manages = may_manage(user, found, managers)
    return Actor(ADAPTER, team, found.home or team, user, found.name, manages, found.locale)


def may_manage(user: str, found: Person, managers: frozenset[str]) -> bool:
    """Return whether somebody may set groups up and change them."""
    if found.home:
        return False
    if user in managers:
        return True
    return not found.guest and (MEMBERS in managers or (ADMINS in managers and found.admin))
