"""The port: what the core asks of a chat platform, and the protocols that an adapter is handed.

SendError (a StudybotError)
├── RateLimited     not sent; the platform names the seconds to wait
├── Transient       surely not sent; worth another try
├── Permanent       not sent and won't be: `code` is `channel-gone`, `no-permission`, `workspace-gone` or
│                   `person-unreachable`
├── PayloadRefused  not sent: the platform did not accept what was drawn; a plainer card may pass
├── MessageGone     the message to edit or to reply to is not there any more
└── Unclear         the answer was lost: it may have been sent
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from bot.chat.calls import Place
from bot.chat.cards import Card, Files
from bot.chat.page import PageStore, TimeControl
from bot.chat.router import Router
from bot.clock import Clock
from bot.errors import StudybotError


class SendError(StudybotError):
    """Sending failed in one of the ways below."""


class RateLimited(SendError):
    """Not sent: the platform asks to wait `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"rate limited for {retry_after:g} s")
        self.retry_after = retry_after


class Transient(SendError):
    """Surely not sent, and worth another try (connection refused, server error before acceptance)."""


class Permanent(SendError):
    """Not sent, and another try won't help until a person changes something."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PayloadRefused(SendError):
    """Not sent: the platform refused the form of the message."""


class MessageGone(SendError):
    """The message meant is not there any more."""


class Unclear(SendError):
    """The answer was lost: the message may or may not have been sent."""


@dataclass(frozen=True)
class Posted:
    """A message that is there: the platform's reference and when it was created (UTC)."""

    ref: str
    at: datetime


class Lookup(Enum):
    """What `find` says when it holds no message."""

    NOT_THERE = "not there"
    CANNOT_TELL = "cannot tell"


class Sender(Protocol):
    """Sends without being asked; works with no listener running, so that delivery can live in a process of its own.

    Every method ends within the caller's timeout or is cancelled; a cancelled send counts as unclear.
    """

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        """Post `card` into a channel and return where it is.

        `marker` is a decimal posting id (at most 25 characters): the message carries it in a way that `find` can read
        later, and where the platform can, a repeated marker within minutes does not make a second message. `reply_to`
        is a message's ref to which this is a reply or thread message. Raises a SendError; anything the adapter can't
        classify as surely not sent is Unclear.
        """
        ...

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        """Replace the content of our message `ref`. Repeating it is harmless. Raises MessageGone if it was deleted."""
        ...

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        """Look for our message carrying `marker`, created at or after `since` (UTC).

        Returns NOT_THERE only if the platform's answer proves it; CANNOT_TELL where history can't be read. Raises
        Transient or RateLimited when asking failed.
        """
        ...

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        """Send `card` to one person as a direct message; Permanent("person-unreachable") if they don't take any."""
        ...

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        """Do what belongs beside our message `ref`: a step of its own after the posting.

        Opens the thread for its discussion, called `thread` (empty: none is wanted), and adds the `files` of its card
        where the message itself can't hold them. Does nothing where a platform needs neither. What is there already is
        well: after a Transient or RateLimited it is asked again; after an Unclear it is not.
        """
        ...

    async def check(self, place: Place) -> Sequence[str]:
        """Return the short name of each permission missing to post, edit and find in a channel; empty if all is well.

        Raises Permanent("channel-gone") for a channel that is not there.
        """
        ...


class Listener(Protocol):
    """Receives what people do and hands it to the router."""

    async def start(self) -> None:
        """Begin to receive; returns once the platform can reach us."""
        ...

    async def stop(self) -> None:
        """Stop receiving; answers under way are finished first. Harmless where it was never started."""
        ...


class Web(Protocol):
    """The one HTTP server: an adapter registers its routes before it starts."""

    def add(self, register: Callable[[Any], None]) -> None:
        """Call `register` with the aiohttp.web.Application before the server starts."""
        ...

    @property
    def address(self) -> str:
        """The base address people open, without a trailing slash (`STUDYBOT_PUBLIC_URL` where it is set)."""
        ...

    @property
    def host(self) -> str:
        """The interface it listens on."""
        ...


class Vault(Protocol):
    """Keeps an adapter's secrets, encrypted with `STUDYBOT_SECRET_KEY`. Its keys are the adapter's own.

    Every method may raise StorageDown, Busy or Unconfirmed, and ConfigError where the key that is needed is missing.
    """

    @property
    def ready(self) -> bool:
        """Whether there is a key to encrypt with."""
        ...

    async def get(self, key: str) -> bytes | None:
        """Return a value, None if there is none."""
        ...

    async def put(self, key: str, value: bytes) -> None:
        """Keep a value in place of what was there."""
        ...

    async def delete(self, key: str) -> None:
        """Delete a value, if there is one."""
        ...

    async def keys(self, prefix: str = "") -> Sequence[str]:
        """Return the keys that begin with `prefix`, in order."""
        ...


class Kept(Protocol):
    """Keeps an adapter's small plain values, which are no secret."""

    async def get(self, name: str) -> str:
        """Return a value, an empty text if it was never put."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Keep a value in place of what was there."""
        ...


class Workspaces(Protocol):
    """Hears of workspaces that the app is removed from and added to again, by the platform's ids."""

    async def gone(self, workspace: str) -> None:
        """The app was removed: its groups pause, and go when they were kept long enough. Repeating is harmless."""
        ...

    async def back(self, workspace: str) -> None:
        """The app is there: groups that paused because it was removed go on. Harmless for any other workspace."""
        ...


@dataclass(frozen=True)
class Host:
    """What an adapter is handed to work with. `router` answers calls; `env` holds settings, `…_FILE` ones resolved."""

    router: Router[Any]
    clock: Clock
    web: Web
    pages: PageStore
    time: TimeControl
    env: Mapping[str, str]
    vault: Vault
    kept: Kept
    workspaces: Workspaces


@dataclass(frozen=True)
class Connection:
    """An adapter at work: one sender, one listener."""

    sender: Sender
    listener: Listener


@dataclass(frozen=True)
class Finding:
    """A line of `studybot doctor`: whether it is well, what was looked at, and how to mend it."""

    ok: bool
    what: str
    mend: str = ""


@dataclass(frozen=True)
class Setting:
    """A setting that an adapter owns, for `--help`, the README's test and `doctor`."""

    name: str
    summary: str
    secret: bool = False


class Adapter(Protocol):
    """What stands behind an entry point of the group `studybot.adapters`. Its name there is its name everywhere."""

    name: str
    settings: Sequence[Setting]

    def configured(self, env: Mapping[str, str]) -> bool:
        """Return whether the settings it needs are there; raise ConfigError where one is wrong."""
        ...

    def connect(self, host: Host) -> Connection:
        """Build sender and listener; nothing is opened before `Listener.start` or the first send."""
        ...

    async def doctor(self, env: Mapping[str, str]) -> Sequence[Finding]:
        """Look at settings, tokens and permissions; never raises for a fault found."""
        ...


@runtime_checkable
class Previewer(Protocol):
    """What an adapter may do beside: show a card without its platform, for authors of questions."""

    def preview(self, card: Card) -> str:
        """Return what the platform would get, as text that an author can read or open."""
        ...


@dataclass(frozen=True)
class Program:
    """A command that an adapter brings, run as `studybot ADAPTER NAME`.

    `run` gets the settings and returns the exit code: 0 well, 1 a fault was found.
    """

    name: str
    summary: str
    about: str
    run: Callable[[Mapping[str, str]], int]


@runtime_checkable
class Programs(Protocol):
    """What an adapter may bring beside: commands of the program."""

    programs: Sequence[Program]
