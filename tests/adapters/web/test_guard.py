"""Who may talk to the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters.web import adapter
from adapters.web.guard import SESSION, TRIES, Sessions, Tries, host_allowed, origin_allowed
from bot.errors import ConfigError
from tests.adapters.web.stage import START, App, LocalWeb, MemoryPages, MovableTime, host, served

PASSWORD = "four-words-you-can-keep"
PROTECTED = {"STUDYBOT_WEB_PASSWORD": PASSWORD}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("localhost:8080", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.20", True),
        ("study.example.org", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_only_our_own_names_are_served(name: str, allowed: bool) -> None:
    assert host_allowed(name, "https://study.example.org") is allowed


def test_an_origin_is_the_page_itself_or_none() -> None:
    assert origin_allowed("http://localhost:8080", "localhost:8080", "http://localhost:8080")
    assert origin_allowed("https://study.example.org", "10.0.0.1:80", "https://study.example.org")
    assert not origin_allowed("http://localhost:9999", "localhost:8080", "http://localhost:8080")
    assert not origin_allowed("null", "localhost:8080", "http://localhost:8080")


async def test_a_foreign_host_gets_nothing() -> None:
    async with served() as stage, ClientSession() as web:
        for path in ("/", "/api/state?as=ada&channel=lounge", "/static/main.js", "/login"):
            async with web.get(stage.url + path, headers={"Host": "evil.example"}) as response:
                assert response.status == 403


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
async def test_nothing_is_changed_by_a_request_from_elsewhere(origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    async with served() as stage, ClientSession(headers=headers) as web:
        body = {"as": "ada", "channel": "lounge", "line": "/hello"}
        async with web.post(stage.url + "/api/line", json=body) as response:
            assert response.status == 403
        assert stage.app.calls == []


async def test_the_page_forbids_inline_scripts_and_foreign_frames() -> None:
    async with served() as stage, ClientSession() as web, web.get(stage.url) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("interface", ["0.0.0.0", "::", "192.168.1.20", "study.example.org"])
def test_other_interfaces_need_a_password(interface: str) -> None:
    asked = host(LocalWeb(interface), {}, MemoryPages(), App(), MovableTime())
    with pytest.raises(ConfigError, match="STUDYBOT_WEB_PASSWORD: missing, but STUDYBOT_HTTP_HOST"):
        adapter.connect(asked)
    adapter.connect(host(LocalWeb(interface), PROTECTED, MemoryPages(), App(), MovableTime()))


def test_a_short_password_is_refused_without_being_repeated() -> None:
    with pytest.raises(ConfigError, match="shorter than 8") as refused:
        adapter.configured({"STUDYBOT_WEB_PASSWORD": "tiny42"})
    assert "tiny42" not in str(refused.value)
    assert adapter.configured(PROTECTED)
    assert not adapter.configured({})


async def test_without_the_password_nothing_is_to_be_had() -> None:
    async with served(PROTECTED) as stage, ClientSession() as web:
        async with web.get(stage.url) as response:
            assert response.url.path == "/login"
        for path in ("/api/state", "/api/feed", "/api/form", "/images/1"):
            async with web.get(stage.url + path + "?as=ada") as response:
                assert response.status == 401


async def test_the_password_opens_the_page_with_a_cookie_for_it_alone() -> None:
    async with served(PROTECTED) as stage, ClientSession(headers={"Origin": stage.url}) as web:
        form = {"password": PASSWORD}
        async with web.post(stage.url + "/login", data=form, allow_redirects=False) as response:
            cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert PASSWORD not in cookie
        session = {"Cookie": cookie.partition(";")[0]}
        async with web.get(stage.url + "/api/state?as=ada", headers=session) as response:
            assert response.status == 200


async def test_guessing_ends_after_a_few_tries() -> None:
    async with served(PROTECTED) as stage, ClientSession(headers={"Origin": stage.url}) as web:
        for _ in range(TRIES):
            async with web.post(stage.url + "/login", data={"password": "wrong"}) as response:
                assert response.status == 403
        async with web.post(stage.url + "/login", data={"password": PASSWORD}) as response:
            assert response.status == 429
            assert "Wait five minutes" in await response.text()


def test_after_a_pause_one_may_try_again() -> None:
    tries = Tries()
    for _ in range(TRIES):
        tries.failed("10.0.0.1", START)
    assert not tries.allowed("10.0.0.1", START + timedelta(minutes=4))
    assert tries.allowed("10.0.0.2", START)
    assert tries.allowed("10.0.0.1", START + timedelta(minutes=5))


def test_a_session_is_ours_or_worthless() -> None:
    sessions = Sessions(PASSWORD)
    session = sessions.issue(START)
    assert sessions.valid(session, START)
    assert Sessions(PASSWORD).valid(session, START), "a restart logs nobody out"
    assert not Sessions("another password").valid(session, START)
    assert not sessions.valid(session, START + SESSION)
    assert not any(sessions.valid(forged, START) for forged in ("", ".", "9" * 12 + session[10:], session[:-1]))


@pytest.mark.parametrize(
    ("env", "well"),
    [
        ({}, True),
        ({"STUDYBOT_HTTP_HOST": "0.0.0.0"}, False),
        ({"STUDYBOT_HTTP_HOST": "0.0.0.0", **PROTECTED}, True),
        ({"STUDYBOT_WEB_PASSWORD": "tiny"}, False),
    ],
)
async def test_the_doctor_says_whether_the_page_may_be_served(env: dict[str, str], well: bool) -> None:
    assert [finding.ok for finding in await adapter.doctor(env)] == [well]
