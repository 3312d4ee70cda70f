"""Over HTTP: who is let in, how workspaces come and go, and how their tokens are renewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.build import connect
from bot.chat.cards import Card, text
from bot.chat.port import Permanent
from bot.errors import ConfigError
from bot.model.actor import Place
from tests.adapters.slack.installing import ADDRESS, install, return_to
from tests.adapters.slack.reading import words_of
from tests.adapters.slack.stage import Stage
from tests.fakes.host import MemoryVault
from tests.platforms.slack.consent import decline
from tests.platforms.slack.lines import HttpLine, Parcel

CARD = Card("Question", (text("Which one?"),))


def line(stage: Stage) -> HttpLine:
    """Return the way by which Slack reaches us."""
    assert isinstance(stage.slack.line, HttpLine)
    return stage.slack.line


async def genuine(stage: Stage) -> Parcel:
    """Return something that Slack delivered once."""
    outcome = await stage.study_bot(stage.mei, "help")
    await outcome.message()
    return outcome.parcel


@pytest.mark.parametrize(
    ("forgery", "status"),
    [
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"signature": ""}, 401),
        ({"age": timedelta(minutes=6)}, 401),
        ({"age": -timedelta(minutes=6)}, 401),
        ({"padding": 600_000}, 413),
        ({"padding": 600_000, "signature": ""}, 413),
    ],
)
async def test_what_is_forged_old_or_huge_is_refused_before_any_work(
    http: Stage, forgery: dict[str, object], status: int
) -> None:
    parcel = await genuine(http)
    before = len(http.slack.world.calls)
    answer = await line(http).forge(parcel, **forgery)  # type: ignore[arg-type]  # one of the keyword arguments
    assert answer.status == status
    assert len(http.slack.world.calls) == before


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "٣", "9" * 40])
async def test_a_strange_timestamp_is_refused(http: Stage, timestamp: str) -> None:
    headers = line(http).headers("{}", "application/json") | {"X-Slack-Request-Timestamp": timestamp}
    answer = await line(http).send(f"{http.extra['base']}/slack/events", "{}", headers)
    assert answer.status == 401


@pytest.mark.parametrize("body", ["", "{", "payload=", "payload=%7B", "nonsense", "[]", "payload=[]", "null"])
async def test_a_signed_body_that_makes_no_sense_does_no_harm(http: Stage, body: str) -> None:
    headers = line(http).headers(body, "application/x-www-form-urlencoded")
    answer = await line(http).send(f"{http.extra['base']}/slack/events", body, headers)
    assert answer.status in {200, 400}


async def test_slack_verifies_our_address(http: Stage) -> None:
    assert await line(http).challenge()


async def test_a_workspace_is_installed_and_its_tokens_are_kept_in_the_vault_alone(http: Stage) -> None:
    assert list(http.core.vault.values) == [f"slack/installation/{http.team.id}"]
    assert ("back", http.team.id) in http.core.workspaces.heard
    assert not http.core.kept.values


async def test_who_declines_is_told_that_nothing_was_installed(http: Stage) -> None:
    session = http.slack.session
    assert session is not None
    async with session.get(f"{http.extra['base']}/slack/install") as response:
        page, cookie = await response.text(), response.headers["Set-Cookie"]
    url = page.split('href="')[1].split('"')[0].replace("&amp;", "&")
    state = cookie.split("slack-app-oauth-state=")[1].split(";")[0]
    status, said = await return_to(http.slack, http.extra["base"], decline(http.slack.world, url), state)
    assert status == 200
    assert "not allowed" in said


@pytest.mark.parametrize("state", ["", "a.b.c", "x.99999999999.00", "x"])
async def test_a_state_that_is_not_ours_is_refused(http: Stage, state: str) -> None:
    status, _ = await return_to(
        http.slack, http.extra["base"], f"{ADDRESS}/slack/oauth_redirect?code=x&state={state}", state
    )
    assert status in {400, 401}


async def test_a_state_of_another_browser_is_refused(http: Stage) -> None:
    status, _ = await return_to(
        http.slack, http.extra["base"], f"{ADDRESS}/slack/oauth_redirect?code=x&state=mine", "yours"
    )
    assert status == 400


async def test_a_state_ends_after_ten_minutes(http: Stage) -> None:
    session = http.slack.session
    assert session is not None
    async with session.get(f"{http.extra['base']}/slack/install") as response:
        state = response.headers["Set-Cookie"].split("slack-app-oauth-state=")[1].split(";")[0]
    http.core.clock.offset += timedelta(minutes=11)
    status, said = await return_to(
        http.slack, http.extra["base"], f"{ADDRESS}/slack/oauth_redirect?code=x&state={state}", state
    )
    assert status == 401
    assert "ten minutes" in said


async def test_a_whole_organisation_is_refused_and_nothing_is_kept(http: Stage) -> None:
    other = http.slack.workspace("corp", enterprise="E1")
    status, said = await install(
        http.slack, http.extra["base"], http.slack.person(other, "boss", admin=True), organisation=True
    )
    assert status == 403
    assert "organisation" in said
    assert list(http.core.vault.values) == [f"slack/installation/{http.team.id}"]


async def test_two_workspaces_never_see_each_other(http: Stage) -> None:
    other = http.slack.workspace("other")
    zoe = http.slack.person(other, "zoe", admin=True)
    theirs = http.slack.channel(other, name="theirs", people=[zoe])
    assert (await install(http.slack, http.extra["base"], zoe))[0] == 200
    await http.set_up()
    await (await http.mei.press(await http.deliver_now(), "A")).message()
    shown = words_of((await (await http.study_bot(zoe, "today", theirs)).message()).blocks)
    assert "There is no study group here yet" in shown
    assert "study" not in shown.replace("/study", "").replace("study group", "")
    await (await http.study_bot(zoe, "setup zone:Europe/Berlin", theirs)).message()
    board = words_of((await (await http.study_bot(zoe, "leaderboard", theirs)).message()).blocks)
    assert "mei" not in board
    await zoe.open_home()
    assert "#study" not in words_of((zoe.home or {})["blocks"])
    teams = {call.team for call in http.slack.world.calls if call.method == "chat.postMessage"}
    assert teams == {http.team.id}


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_a_removed_app_stops_its_groups_and_forgets_its_tokens(http: Stage, kind: str) -> None:
    await http.connection.sender.post(http.place, CARD, "11")
    outcome = await http.slack.uninstall(http.team, kind)
    assert not outcome.error
    assert http.core.workspaces.heard[-1] == ("gone", http.team.id)
    assert not http.core.vault.values
    with pytest.raises(Permanent) as told:
        await http.connection.sender.post(http.place, CARD, "12")
    assert told.value.code == "workspace-gone"


async def test_a_removal_that_could_not_be_kept_is_delivered_again(http: Stage) -> None:
    broken = http.core.vault.values

    class Broken(dict[str, bytes]):
        def pop(self, *args: object) -> object:  # type: ignore[override]  # it only fails
            raise TimeoutError

    http.core.vault.values = Broken(broken)
    outcome = await http.slack.uninstall(http.team)
    assert outcome.error == "http_error"
    http.core.vault.values = broken
    assert not (await http.slack.again(outcome)).error
    assert http.core.workspaces.heard[-1] == ("gone", http.team.id)


async def test_a_workspace_that_comes_back_is_welcomed_and_works(http: Stage) -> None:
    await http.slack.uninstall(http.team)
    assert (await install(http.slack, http.extra["base"], http.ada))[0] == 200
    assert http.core.workspaces.heard[-1] == ("back", http.team.id)
    await http.connection.sender.post(http.place, CARD, "11")


async def test_without_a_key_for_secrets_it_does_not_start(http: Stage) -> None:
    with pytest.raises(ConfigError, match="STUDYBOT_SECRET_KEY"):
        connect(replace(http.host, vault=MemoryVault(ready=False)))


async def test_a_place_of_a_workspace_that_never_installed_is_gone(http: Stage) -> None:
    with pytest.raises(Permanent) as told:
        await http.connection.sender.check(Place("slack", "T0NOBODY", "C1"))
    assert told.value.code == "workspace-gone"
