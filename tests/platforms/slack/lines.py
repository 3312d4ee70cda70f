"""How Slack reaches the app: over Socket Mode, or by signed requests to its addresses."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.platforms.slack.world import Json, World

PATIENCE = 3.0
"""Seconds within which Slack wants to be answered. They are real ones: the answer is what ends the waiting."""


@dataclass(frozen=True)
class Parcel:
    """What is delivered. `kind` is `slash_commands`, `interactive` or `events_api`; `attempt` counts repetitions."""

    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""

    def again(self, attempt: int, reason: str) -> Parcel:
        """Return the same, delivered once more."""
        return replace(self, attempt=attempt, reason=reason)


@dataclass(frozen=True)
class Acknowledgement:
    """What came back: the body (empty, or what the app says with it), or the error that the person is shown."""

    error: str = ""
    body: Json | None = None
    status: int = 200
    no_retry: bool = False


class Line(Protocol):
    """A way to the app."""

    async def deliver(self, parcel: Parcel, patience: float) -> Acknowledgement:
        """Deliver and return what it is acknowledged with."""
        ...


def sign(secret: str, timestamp: str, body: str) -> str:
    """Return the signature of a request, as Slack's documentation defines version 0."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


@dataclass(frozen=True)
class Addresses:
    """The app's request URLs."""

    commands: str
    interactivity: str
    events: str

    @classmethod
    def one(cls, url: str) -> Addresses:
        """Return the same address for everything, as Bolt has it."""
        return cls(url, url, url)


class HttpLine:
    """Signed requests."""

    def __init__(self, world: World, session: ClientSession, addresses: Addresses) -> None:
        self._world = world
        self._session = session
        self._addresses = addresses

    async def deliver(self, parcel: Parcel, patience: float) -> Acknowledgement:
        """See Line.deliver."""
        url, body, kind = self._written(parcel)
        return await self.send(url, body, self.headers(body, kind, parcel), patience)

    async def forge(
        self, parcel: Parcel, *, signature: str | None = None, age: timedelta = timedelta(), padding: int = 0
    ) -> Acknowledgement:
        """Send what Slack would not: with another signature (none if empty), of another time, or larger."""
        url, body, kind = self._written(parcel)
        body += " " * padding
        headers = self.headers(body, kind, age=age)
        if signature is not None:
            headers["X-Slack-Signature"] = signature
        if signature == "":
            del headers["X-Slack-Signature"]
        return await self.send(url, body, headers)

    async def challenge(self) -> bool:
        """Verify the address of events, as Slack does when it is set; return whether it was answered rightly."""
        words = {"token": self._world.app.verification_token, "challenge": "3eZbrw1aB", "type": "url_verification"}
        answer = await self.deliver(Parcel("events_api", words), PATIENCE)
        said = answer.body or {}
        return not answer.error and "3eZbrw1aB" in {said.get("challenge"), said.get("text")}

    def headers(
        self, body: str, content_type: str, parcel: Parcel | None = None, age: timedelta = timedelta()
    ) -> dict[str, str]:
        """Return the headers of a genuine request."""
        timestamp = str(int((self._world.clock() - age).timestamp()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._world.app.signing_secret, timestamp, body),
        }
        if parcel is not None and parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        return headers

    async def send(
        self, url: str, body: str, headers: Mapping[str, str], patience: float = PATIENCE
    ) -> Acknowledgement:
        """Send a request as it stands, genuine or not."""
        try:
            timeout = ClientTimeout(total=patience)
            async with self._session.post(url, data=body.encode(), headers=headers, timeout=timeout) as response:
                text = await response.text()
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                if response.status != 200:
                    return Acknowledgement("http_error", None, response.status, no_retry)
                return Acknowledgement("", _body(text), 200, no_retry)
        except TimeoutError:
            return Acknowledgement("operation_timeout", status=0)
        except ClientError:
            return Acknowledgement("dispatch_failed", status=0)

    def _written(self, parcel: Parcel) -> tuple[str, str, str]:
        """Return the address, the body and the content type of a delivery."""
        form = "application/x-www-form-urlencoded"
        if parcel.kind == "slash_commands":
            return self._addresses.commands, urlencode(parcel.payload), form
        if parcel.kind == "interactive":
            return self._addresses.interactivity, urlencode({"payload": json.dumps(parcel.payload)}), form
        return self._addresses.events, json.dumps(parcel.payload), "application/json"


def _body(text: str) -> Json:
    """Return what a response says: a structure, or words to show."""
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
