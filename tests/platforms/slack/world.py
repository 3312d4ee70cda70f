"""What Slack keeps: one app, the workspaces that installed it, their people, channels and messages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.clock import Clock
from tests.platforms.slack.tokens import Tokens
from tests.platforms.slack.waiting import Changes

Json = dict[str, Any]

APP_ID = "A0STUDY"


class Kind(StrEnum):
    """What a conversation is; Slack names its scopes after it."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DIRECT = "im"


@dataclass
class App:
    """The app as its manifest made it. Events that it did not subscribe to are not sent, as in Slack."""

    commands: frozenset[str] = frozenset({"/study", "/quiz", "/leaderboard"})
    events: frozenset[str] = frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked"})
    redirects: tuple[str, ...] = ()
    rotates: bool = False
    messages_tab: bool = True
    id: str = APP_ID
    name: str = "studybot"
    client_id: str = "1111.2222"
    client_secret: str = "client-secret-of-the-tests"
    signing_secret: str = "signing-secret-of-the-tests"
    verification_token: str = "legacy-verification-token"


@dataclass
class User:
    """Somebody of a workspace. A `guest` is a multi-channel guest, a `visitor` a single-channel one.

    Who is `away` misses ephemeral messages.
    """

    id: str
    name: str
    team: str
    zone: str = "Europe/Berlin"
    locale: str = "en-US"
    admin: bool = False
    owner: bool = False
    guest: bool = False
    visitor: bool = False
    bot: bool = False
    deactivated: bool = False
    away: bool = False


@dataclass
class Message:
    """A message; `to` is the only person who sees it, for an ephemeral one. `by_app` says that our app wrote it.

    `verbatim` says that Slack shall not look for addresses in the text.
    """

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread: str | None = None
    broadcast: bool = False
    to: str | None = None
    by_app: bool = True
    files: list[Json] = field(default_factory=list)
    edited: str | None = None
    deleted: bool = False
    verbatim: bool = False


@dataclass
class Channel:
    """A conversation. In Slack Connect it belongs to several workspaces, under one id."""

    id: str
    name: str
    kind: Kind
    teams: set[str]
    members: set[str] = field(default_factory=set)
    archived: bool = False
    read_only: bool = False
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """Return the message that everybody can see, by its time stamp."""
        return next((one for one in self.messages if one.ts == ts and one.to is None and not one.deleted), None)

    def threaded(self, ts: str) -> bool:
        """Return whether a reply finds a thread there: a deleted message keeps its thread once it has replies."""
        return self.find(ts) is not None or bool(self.replies(ts))

    def replies(self, ts: str) -> list[Message]:
        """Return what was said in the thread under a message, oldest first."""
        return [one for one in self.messages if one.thread == ts and one.to is None and not one.deleted]


@dataclass(frozen=True)
class Sight:
    """Something that one person alone got to see.

    `kind` is `ephemeral`, `changed` (one of these messages was replaced), `direct` (a message in the app's direct
    messages), `modal` (opened, pushed or changed) or `home`.
    """

    kind: str
    message: Message | None = None
    view: Json | None = None


@dataclass
class File:
    """A file on its way or shared; `data` is what was sent to its address."""

    id: str
    team: str
    name: str
    length: int
    alt: str
    title: str = ""
    data: bytes | None = None
    complete: bool = False


@dataclass
class Workspace:
    """A workspace; `bot` is our app's user in it. `enterprise` is the organisation that it belongs to, if any."""

    id: str
    name: str
    domain: str
    bot: User
    bot_id: str
    enterprise: str | None = None
    users: dict[str, User] = field(default_factory=dict)


@dataclass
class ApiCall:
    """A call of the Web API as it arrived: `error` is the code of its refusal, empty if it was done."""

    method: str
    team: str
    args: Json
    at: datetime
    error: str = ""


class World:
    """All of it. `complaints` holds what Slack would pass over in silence and we hold to be a bug."""

    def __init__(self, clock: Clock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.tokens = Tokens(clock)
        self.changes = Changes()
        self.workspaces: dict[str, Workspace] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.screens: dict[str, list[Sight]] = {}
        self.calls: list[ApiCall] = []
        self.complaints: list[str] = []
        self._numbers = itertools.count(1)

    def new_id(self, letter: str) -> str:
        """Return an id that nothing else has; its first letter says what it is of."""
        return f"{letter}{next(self._numbers):09d}"

    def stamp(self, channel: Channel) -> str:
        """Return the time stamp of the channel's next message: unique and growing there, and only there."""
        seconds = int(self.clock().timestamp())
        taken = sum(1 for one in channel.messages if one.ts.startswith(f"{seconds}."))
        return f"{seconds}.{taken:06d}"

    def user(self, id: str) -> User | None:
        """Return a person of any workspace."""
        return next((team.users[id] for team in self.workspaces.values() if id in team.users), None)

    def visible(self, team: str, channel: str) -> Channel | None:
        """Return a conversation that the app can know of: not a private one that it is no member of."""
        found = self.channels.get(channel)
        if found is None or team not in found.teams:
            return None
        bot = self.workspaces[team].bot.id
        return found if found.kind is Kind.PUBLIC or bot in found.members else None

    def direct(self, team: str, user: str) -> Channel:
        """Return the direct messages of the app with a person."""
        pair = {self.workspaces[team].bot.id, user}
        for channel in self.channels.values():
            if channel.kind is Kind.DIRECT and channel.members == pair:
                return channel
        opened = Channel(self.new_id("D"), "directmessage", Kind.DIRECT, {team}, pair)
        self.channels[opened.id] = opened
        return opened

    def add(self, channel: Channel, message: Message) -> Message:
        """Put a message into a conversation, in the sight of whom it concerns."""
        channel.messages.append(message)
        if message.to is not None:
            self.show(message.to, Sight("ephemeral", message))
        elif channel.kind is Kind.DIRECT:
            for person in channel.members - {message.author}:
                self.show(person, Sight("direct", message))
        self.changes.happened()
        return message

    def show(self, person: str, sight: Sight) -> None:
        """Let a person see something."""
        self.screens.setdefault(person, []).append(sight)
        self.changes.happened()
