"""Installing the app from its page, as people do in a browser."""

from __future__ import annotations

import re

from tests.platforms.slack.consent import allow
from tests.platforms.slack.loopback import Slack
from tests.platforms.slack.people import Person

ADDRESS = "https://studybot.example.org"
_COOKIE = re.compile(r"slack-app-oauth-state=([^;]+)")


async def install(slack: Slack, base: str, person: Person, *, organisation: bool = False) -> tuple[int, str]:
    """Let somebody install the app from our page; return the status and the words of the last page."""
    session = slack.session
    assert session is not None
    async with session.get(f"{base}/slack/install") as response:
        page = await response.text()
        cookie = _COOKIE.search(response.headers.get("Set-Cookie", ""))
    asked = re.search(r'href="(http[^"]+/oauth/v2/authorize[^"]+)"', page)
    assert cookie is not None
    assert asked is not None
    back = allow(slack.world, asked[1].replace("&amp;", "&"), person.user, organisation=organisation)
    return await return_to(slack, base, back, cookie[1])


async def return_to(slack: Slack, base: str, back: str, cookie: str) -> tuple[int, str]:
    """Follow the address that Slack leads to; return the status and the words of the page."""
    session = slack.session
    assert session is not None
    headers = {"Cookie": f"slack-app-oauth-state={cookie}"}
    async with session.get(back.replace(ADDRESS, base), headers=headers) as response:
        return response.status, await response.text()
