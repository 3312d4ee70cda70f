"""Tokens: how they come by OAuth, are renewed over night, and are refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import pytest_asyncio
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import consent
from tests.platforms.slack.apps import bolt, in_socket_mode
from tests.platforms.slack.conftest import Stage, client, code
from tests.platforms.slack.consent import Refused
from tests.platforms.slack.loopback import Slack, loopback
from tests.platforms.slack.people import Person
from tests.platforms.slack.world import App, Json, Workspace
from tests.support.clock import Clock

HOME = "https://bot.example.org/slack/oauth_redirect"


@dataclass
class Hall:
    """A Slack whose app rotates its tokens and is installed by OAuth."""

    slack: Slack
    team: Workspace
    ada: Person
    client: AsyncWebClient

    def page(self, **changed: str) -> str:
        """Return the address of the consent page."""
        app = self.slack.world.app
        query = {"client_id": app.client_id, "scope": "chat:write,commands", "state": "s1", "redirect_uri": HOME}
        return f"https://slack.com/oauth/v2/authorize?{urlencode(query | changed)}"

    def code(self, *, organisation: bool = False) -> str:
        """Let ada allow the app, and return the code that she brings back."""
        back = consent.allow(self.slack.world, self.page(), self.ada.user, organisation=organisation)
        return parse_qs(urlsplit(back).query)["code"][0]

    async def exchange(self, code: str = "", **more: str) -> Json:
        """Ask for tokens."""
        app = self.slack.world.app
        given: Json = {"client_id": app.client_id, "client_secret": app.client_secret} | more
        told = await self.client.oauth_v2_access(code=code or None, **given)
        assert isinstance(told.data, dict)
        return told.data

    async def renew(self, refresh: str) -> Json:
        """Renew tokens."""
        return await self.exchange(grant_type="refresh_token", refresh_token=refresh)


@pytest_asyncio.fixture
async def hall(clock: Clock) -> AsyncIterator[Hall]:
    async with loopback(clock, App(rotates=True, redirects=(HOME,))) as slack:
        team = slack.workspace("acme", enterprise="E1")
        yield Hall(slack, team, slack.person(team, "ada"), client(slack, ""))


async def test_who_allows_the_app_is_led_back_with_a_code_for_tokens(hall: Hall) -> None:
    back = consent.allow(hall.slack.world, hall.page(), hall.ada.user)
    assert back.startswith(f"{HOME}?")
    assert parse_qs(urlsplit(back).query)["state"] == ["s1"]
    told = await hall.exchange(hall.code())
    assert not {"code", "client_secret"} & hall.slack.world.calls[-1].args.keys()
    assert (told["team"]["id"], told["bot_user_id"]) == (hall.team.id, hall.team.bot.id)
    assert (told["scope"], told["authed_user"]["id"]) == ("chat:write,commands", hall.ada.id)
    assert (told["token_type"], told["expires_in"], told["is_enterprise_install"]) == ("bot", 43_200, False)
    assert (await client(hall.slack, told["access_token"]).auth_test())["team_id"] == hall.team.id


async def test_who_declines_is_led_back_with_an_error(hall: Hall) -> None:
    query = parse_qs(urlsplit(consent.decline(hall.slack.world, hall.page())).query)
    assert query == {"error": ["access_denied"], "state": ["s1"]}


async def test_an_optional_scope_may_be_left_out(hall: Hall) -> None:
    back = consent.allow(hall.slack.world, hall.page(), hall.ada.user, without=frozenset({"commands"}))
    told = await hall.exchange(parse_qs(urlsplit(back).query)["code"][0])
    assert told["scope"] == "chat:write"


@pytest.mark.parametrize(
    "changed", [{"client_id": "x"}, {"scope": "chat:read"}, {"redirect_uri": "https://evil.example.org"}]
)
async def test_an_address_that_slack_would_not_show_is_refused(hall: Hall, changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        consent.allow(hall.slack.world, hall.page(**changed), hall.ada.user)


async def test_a_whole_organisation_installs_without_a_workspace(hall: Hall) -> None:
    told = await hall.exchange(hall.code(organisation=True))
    assert (told["team"], told["enterprise"]["id"], told["is_enterprise_install"]) == (None, "E1", True)


async def test_a_code_is_good_once_and_for_ten_minutes(hall: Hall, clock: Clock) -> None:
    used, old = hall.code(), hall.code()
    await hall.exchange(used)
    assert await code(hall.exchange(used)) == "code_already_used"
    assert await code(hall.exchange("no-such-code")) == "invalid_code"
    assert await code(hall.exchange(hall.code(), redirect_uri="https://other.example.org")) == "bad_redirect_uri"
    clock.advance(minutes=10, seconds=1)
    assert await code(hall.exchange(old)) == "invalid_code"


async def test_only_the_app_itself_gets_tokens(hall: Hall) -> None:
    assert await code(hall.exchange(hall.code(), client_id="x")) == "invalid_client_id"
    assert await code(hall.exchange(hall.code(), client_secret="x")) == "bad_client_secret"


async def test_a_token_lasts_twelve_hours_and_is_renewed_once(hall: Hall, clock: Clock) -> None:
    first = await hall.exchange(hall.code())
    clock.advance(hours=11, minutes=59)
    assert (await client(hall.slack, first["access_token"]).auth_test())["ok"]
    clock.advance(minutes=1)
    assert await code(client(hall.slack, first["access_token"]).auth_test()) == "token_expired"
    second = await hall.renew(first["refresh_token"])
    assert (await client(hall.slack, second["access_token"]).auth_test())["ok"]
    assert await code(hall.renew(first["refresh_token"])) == "invalid_refresh_token"
    assert (await hall.renew(second["refresh_token"]))["ok"]


async def test_two_access_tokens_work_at_a_time(hall: Hall) -> None:
    told = [await hall.exchange(hall.code())]
    for _ in range(2):
        told.append(await hall.renew(told[-1]["refresh_token"]))
    works = [client(hall.slack, one["access_token"]) for one in told]
    assert await code(works[0].auth_test()) == "token_revoked"
    assert [(await one.auth_test())["ok"] for one in works[1:]] == [True, True]


async def test_bad_tokens_are_refused_each_in_its_way(stage: Stage) -> None:
    slack = stage.slack
    assert await code(client(slack, "").auth_test()) == "not_authed"
    assert await code(client(slack, "xoxb-made-up").auth_test()) == "invalid_auth"
    app, bot = slack.app_token, slack.install(stage.team)
    assert await code(client(slack, app).chat_postMessage(channel=stage.study.id, text="x")) == "not_allowed_token_type"
    assert await code(client(slack, bot).apps_connections_open(app_token=bot)) == "not_allowed_token_type"
    assert (await client(slack, app).auth_test())["app_id"] == slack.world.app.id


async def test_a_revoked_token_and_a_removed_app_are_told_apart(stage: Stage) -> None:
    revoked = client(stage.slack, stage.slack.install(stage.team))
    assert not (await revoked.auth_revoke(test=True))["revoked"]
    assert (await revoked.auth_revoke())["revoked"]
    assert await code(revoked.auth_test()) == "token_revoked"
    assert (await stage.client.auth_test())["ok"]
    stage.slack.world.tokens.end(stage.team.id, "account_inactive")
    assert await code(stage.client.auth_test()) == "account_inactive"


@pytest.mark.parametrize(
    ("kind", "refusal"), [("app_uninstalled", "account_inactive"), ("tokens_revoked", "token_revoked")]
)
async def test_who_removes_the_app_ends_its_tokens_and_the_app_is_told(kind: str, refusal: str) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    async with loopback() as slack:
        team = slack.workspace()
        app = bolt(client(slack, slack.install(team)))
        async with in_socket_mode(slack, app) as handler:

            async def heard(connected: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
                await connected.send_socket_mode_response(SocketModeResponse(request.envelope_id))
                told.put_nowait(request.payload["event"]["type"])

            handler.client.socket_mode_request_listeners[:] = [heard]
            outcome = await slack.uninstall(team, kind)
            assert (outcome.error, await told.get()) == ("", kind)
        assert await code(app.client.auth_test()) == refusal
        again = client(slack, slack.install(team))
        assert (await again.auth_test())["ok"]
