"""The wire: Discord's HTTP API through discord.py, with what it does by itself made safe for us.

discord.py repeats a call up to five times: after a 429 it sleeps as long as it is told, holding the call, and after a
500, 502, 504 or 524 it sends the same again, with up to 25 seconds between. Either would outlast the caller's time, and
a repeated post would outlast the time for which Discord knows a nonce. And a call that is cancelled while it sleeps for
the global limit leaves that limit closed for ever. So every answer is looked at before discord.py sees it: a 429 and
a 5xx end the call at once, and whoever called decides what is repeated. discord.py's own buckets stay in use: it waits
before a route's limit is reached. Answers to interactions go past them, for every token would be a bucket of its own,
and discord.py looks through all of them whenever a new one comes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import Route

from adapters.discord.pace import Pace
from adapters.discord.pieces import Attachment
from adapters.discord.trace import ATTEMPT, Attempt, Ended, trace
from bot.chat.port import RateLimited, Transient, Unclear

log = logging.getLogger(__name__)

SECONDS = 8.0
"""A call ends by itself before its caller, who waits 10 s, gives it up."""

_LOGIN_SECONDS = 30.0
_BARRED_SECONDS = 60.0
"""After a refused token nothing is asked for so long: Discord shuts out who is refused too often."""

_STOP_SECONDS = 10.0


class ApiError(Exception):
    """Discord refused a call: the HTTP status, Discord's own code (0 for none), and what it says is wrong."""

    def __init__(self, status: int, code: int, details: str) -> None:
        super().__init__(f"{status} {code} {details}")
        self.status = status
        self.code = code
        self.details = details


discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no operator misses voice


class Wire:
    """One client of the HTTP API. It logs in with the first call; nothing is opened before."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._client: discord.Client | None = None
        self._pace = Pace()
        self._entering: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._barred_until = 0.0
        self._closed = False

    @property
    def user(self) -> str:
        """Return the bot's own id; known after a call."""
        return str(self._client.user.id) if self._client and self._client.user else ""

    async def application(self) -> str:
        """Return the id of the application that the bot belongs to."""
        return str((await self._allowed()).application_id)

    async def enter(self) -> None:
        """Log in, once; raises discord.LoginFailure if Discord refuses the token, Transient if it can't be asked."""
        if self._closed:
            raise Transient("the adapter has stopped")
        if self._entering is None or (self._entering.done() and self._entering.exception() is not None):
            self._entering = asyncio.create_task(self._enter())
            # Whoever waits for it may have given up; then nobody else would look at how it failed.
            self._entering.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            # Several may wait for one login, and one of them giving up must not end it for the others.
            await asyncio.wait_for(asyncio.shield(self._entering), SECONDS)
        except TimeoutError:
            raise Transient("Discord does not answer the login") from None

    async def _enter(self) -> None:
        """Log in with a client that is kept if it is let in: one that failed can't be used again."""
        client = discord.Client(
            intents=discord.Intents(guilds=True), max_messages=None, http_trace=trace(), max_ratelimit_timeout=30.0
        )
        try:
            async with asyncio.timeout(_LOGIN_SECONDS):
                await client.login(self._token)
            self._client = client
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                trace_configs=[trace()],
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": client.http.user_agent},
            )
        except discord.LoginFailure:
            self._bar()
            raise
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise Transient(f"login: {error}") from error
        finally:
            if self._client is not client:
                await client.close()

    async def call(
        self,
        method: str,
        path: str,
        ids: Mapping[str, str] | None = None,
        payload: object = None,
        files: Sequence[Attachment] = (),
        *,
        paced: bool = True,
    ) -> Any:
        """Make one call and return its answer; `ids` fill the braces of `path`.

        Raises ApiError where Discord refuses it; RateLimited; Transient if it was surely not carried out; Unclear if
        nobody knows. `paced` calls keep to Discord's limits; answers to interactions are outside of them.
        """
        client = await self._allowed()
        if paced:
            await self._pace.turn()
        attempt, route = Attempt(), Route(method, path, **(ids or {}))
        asked = self._limited(client, route, payload, files) if paced else self._free(route, payload, files)
        task = asyncio.create_task(self._request(asked, attempt))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            async with asyncio.timeout(SECONDS):
                return await task
        except TimeoutError:
            raise (Unclear if attempt.begun else Transient)("no answer in time") from None

    async def _allowed(self) -> discord.Client:
        """Return the client once it is let in; raise Transient otherwise."""
        if asyncio.get_running_loop().time() < self._barred_until:
            raise Transient("Discord refuses the token")
        try:
            await self.enter()
        except discord.LoginFailure as error:
            log.error("Discord refuses the token; `studybot doctor` tells more")  # its text is enough
            raise Transient("Discord refuses the token") from error
        if self._client is None:
            raise Transient("not logged in")
        return self._client

    def _bar(self) -> None:
        self._barred_until = asyncio.get_running_loop().time() + _BARRED_SECONDS

    async def _limited(self, client: discord.Client, route: Route, payload: object, files: Sequence[Attachment]) -> Any:
        """Ask through discord.py, which knows the route's limit."""
        try:
            if files:
                return await client.http.request(route, form=_form(payload, files))
            body: dict[str, Any] = {} if payload is None else {"json": payload}
            return await client.http.request(route, **body)
        except discord.HTTPException as error:
            if error.status == 401:
                self._bar()
            raise ApiError(error.status, error.code, error.text) from error

    async def _free(self, route: Route, payload: object, files: Sequence[Attachment]) -> Any:
        """Ask past all limits; the address itself holds what lets us in."""
        if self._session is None:
            raise Transient("not logged in")
        body: dict[str, Any] = {"json": payload}
        if files:
            data = aiohttp.FormData(quote_fields=False)  # Discord does not know quoted brackets
            for part in _form(payload, files):
                data.add_field(**part)
            body = {"data": data}
        async with self._session.request(route.method, route.url, **body) as response:
            text = await response.text()
            if response.status < 300:
                return json.loads(text) if text else None
            said = json.loads(text) if text.startswith("{") else {}
            raise ApiError(response.status, int(said.get("code", 0)), str(said.get("message", "")))

    async def _request(self, asked: Coroutine[Any, Any, Any], attempt: Attempt) -> Any:
        ATTEMPT.set(attempt)
        try:
            return await asked
        except Ended as ended:
            raise self._ended(ended) from None
        except discord.RateLimited as error:
            raise RateLimited(error.retry_after) from error
        except aiohttp.ClientConnectorError as error:
            raise Transient(f"no connection: {error.os_error}") from error
        except (aiohttp.ClientError, OSError, RuntimeError) as error:
            raise (Unclear if attempt.begun else Transient)(f"{type(error).__name__}") from error

    def _ended(self, ended: Ended) -> Exception:
        if ended.status != 429:
            return Unclear(f"Discord failed: {ended.status}")
        if ended.everywhere:
            self._pace.hold(ended.wait)
        return RateLimited(ended.wait)

    async def close(self) -> None:
        """Finish calls under way and close the connections."""
        self._closed = True
        if self._entering is not None:
            await asyncio.wait({self._entering}, timeout=_STOP_SECONDS)
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=_STOP_SECONDS)
        if self._client is not None and self._session is not None:
            await self._session.close()
            await self._client.close()


def _form(payload: object, files: Sequence[Attachment]) -> list[dict[str, Any]]:
    parts = [
        {"name": f"files[{at}]", "value": one.content, "filename": one.name, "content_type": one.kind}
        for at, one in enumerate(files)
    ]
    return [{"name": "payload_json", "value": json.dumps(payload), "content_type": "application/json"}, *parts]
