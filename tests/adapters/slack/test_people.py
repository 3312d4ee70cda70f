"""Who somebody is, and whether they may manage."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.people import actor, may_manage, person

TEAM = "T1"
ADMINS = frozenset({"admins"})


def told(**about: Any) -> dict[str, Any]:
    """Return somebody as Slack tells of them."""
    return {"id": "U1", "team_id": TEAM, "name": "ada", "profile": {"display_name": ""}, **about}


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ({"display_name": "Ada L.", "real_name": "Ada Lovelace"}, "Ada L."),
        ({"display_name": "", "real_name": "Ada Lovelace"}, "Ada Lovelace"),
        ({}, "ada"),
    ],
)
def test_people_are_called_as_slack_shows_them(profile: dict[str, str], name: str) -> None:
    assert person(told(profile=profile), TEAM).name == name


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
def test_admins_and_owners_manage(flag: str) -> None:
    assert may_manage("U1", person(told(**{flag: True}), TEAM), ADMINS)


@pytest.mark.parametrize("about", [{}, {"is_restricted": True}, {"is_ultra_restricted": True}])
def test_others_do_not(about: dict[str, bool]) -> None:
    assert not may_manage("U1", person(told(**about), TEAM), ADMINS)


@pytest.mark.parametrize("about", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team_id": "T2"}])
def test_guests_and_strangers_do_not_where_all_members_do(about: dict[str, Any]) -> None:
    assert may_manage("U1", person(told(), TEAM), frozenset({"members"}))
    assert not may_manage("U1", person(told(**about), TEAM), frozenset({"members"}))


def test_somebody_named_manages_alone_but_never_from_another_organisation() -> None:
    named = frozenset({"U1"})
    assert may_manage("U1", person(told(), TEAM), named)
    assert not may_manage("U2", person(told(is_admin=True), TEAM), named)
    assert not may_manage("U1", person(told(team_id="T2", is_admin=True), TEAM), named)


def test_a_person_of_another_organisation_is_themselves_in_their_own_workspace() -> None:
    assert actor(TEAM, "U1", person(told(), TEAM), ADMINS).realm == TEAM
    assert actor(TEAM, "U1", person(told(team_id="T2"), TEAM), ADMINS).realm == "T2"


def test_a_colleague_from_another_workspace_of_the_organisation_belongs_here() -> None:
    colleague = told(team_id="T2", enterprise_user={"enterprise_id": "E1", "teams": [TEAM, "T2"]})
    assert actor(TEAM, "U1", person(colleague, TEAM), ADMINS).realm == TEAM


def test_language_and_time_zone_are_those_of_the_profile() -> None:
    found = person(told(locale="de-AT", tz="Europe/Vienna"), TEAM)
    assert (found.locale, found.zone) == ("de-AT", "Europe/Vienna")
