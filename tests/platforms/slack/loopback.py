"""The loopback Slack as a test holds it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession

from bot.clock import Clock as AnyClock
from tests.platforms.slack import payloads
from tests.platforms.slack.faults import Faults
from tests.platforms.slack.hooks import Hooks
from tests.platforms.slack.lines import PATIENCE, Addresses, HttpLine, Line, Parcel
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.people import Person
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.server import Server
from tests.platforms.slack.socket import Hub
from tests.platforms.slack.views import Views
from tests.platforms.slack.world import App, Channel, Json, Kind, User, Workspace, World
from tests.support.clock import Clock

BASE_SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "users:read",
        "channels:read",
        "groups:read",
        "channels:join",
        "im:write",
        "files:write",
    }
)
HISTORY_SCOPES = frozenset({"channels:history", "groups:history"})


class Slack:
    """A Slack with one app. Its parts: `world` (what there is), `faults`, `hub` (Socket Mode), `views`, `hooks`.

    `line` is how interactions reach the app: Socket Mode until `use_http`.
    """

    def __init__(self, clock: AnyClock, app: App) -> None:
        self.world = World(clock, app)
        self.faults = Faults()
        self.views = Views(self.world)
        self.hooks = Hooks(self.world)
        self.hub = Hub(self.world)
        self.server = Server(self.world, self.views, self.hooks, self.hub, self.faults)
        self.line: Line = self.hub
        self.patience = PATIENCE
        self.offered: dict[str, Sequence[Json]] = {}
        self.session: ClientSession | None = None
        self.app_token = self.world.tokens.issue("app", "", frozenset({"connections:write"})).value

    @property
    def base_url(self) -> str:
        """What a client's `base_url` is to be."""
        return f"{self.server.base}/api/"

    def use_http(self, addresses: Addresses | str) -> HttpLine:
        """Reach the app by signed requests from now on; one address may serve for everything."""
        assert self.session is not None
        line = HttpLine(self.world, self.session, Addresses.one(addresses) if isinstance(addresses, str) else addresses)
        self.line = line
        return line

    def workspace(self, name: str = "acme", enterprise: str | None = None) -> Workspace:
        """Found a workspace in which the app is not installed yet."""
        id = self.world.new_id("T")
        bot = User(self.world.new_id("U"), "studybot", id, bot=True)
        team = Workspace(id, name.title(), name, bot, self.world.new_id("B"), enterprise, {bot.id: bot})
        self.world.workspaces[id] = team
        return team

    def install(self, team: Workspace, scopes: Iterable[str] = BASE_SCOPES | HISTORY_SCOPES) -> str:
        """Install the app by hand, as for one workspace, and return the bot token."""
        return self.world.tokens.issue("bot", team.id, frozenset(scopes)).value

    def person(self, team: Workspace, name: str, **about: object) -> Person:
        """Let somebody join a workspace; `about` are fields of `User`."""
        user = User(self.world.new_id("U"), name, team.id, **about)  # type: ignore[arg-type] # named as User has them
        team.users[user.id] = user
        return Person(self, user)

    def channel(
        self,
        *teams: Workspace,
        name: str = "study",
        kind: Kind = Kind.PUBLIC,
        people: Iterable[Person] = (),
        joined: bool = True,
    ) -> Channel:
        """Create a channel, shared if several workspaces are named; the app is a member unless `joined` is False."""
        members = {one.id for one in people}
        if joined:
            members |= {team.bot.id for team in teams}
        channel = Channel(self.world.new_id("C"), name, kind, {team.id for team in teams}, members)
        self.world.channels[channel.id] = channel
        return channel

    async def uninstall(self, team: Workspace, kind: str = "app_uninstalled") -> Outcome:
        """Let somebody remove the app from a workspace (or only revoke its tokens): it is told when all is over."""
        error = "account_inactive" if kind == "app_uninstalled" else "token_revoked"
        self.world.tokens.end(team.id, error)
        what: Json = {"type": kind}
        if kind == "tokens_revoked":
            what["tokens"] = {"oauth": [], "bot": [team.bot.id]}
        return await self.event(team.id, what)

    async def event(self, team: str, what: Json, person: str = "") -> Outcome:
        """Send an event, if the app subscribed to its kind; it is given its time stamp here."""
        if what["type"] not in self.world.app.events:
            raise AssertionError(f"the app did not subscribe to {what['type']}")
        at = self.world.clock()
        stamped = what | {"event_ts": f"{at.timestamp():.6f}"}
        payload = payloads.event(self.world.app, self.world.workspaces[team], self.world.new_id("Ev"), at, stamped)
        return await self.deliver(Parcel("events_api", payload), person)

    async def again(
        self, outcome: Outcome, attempt: int = 1, reason: str = "timeout", *, under_another_id: bool = False
    ) -> Outcome:
        """Deliver once more what was delivered, as Slack does when it heard no acknowledgement.

        An event can also come twice under different ids, and then nothing says that it is a repetition.
        """
        parcel = outcome.parcel.again(attempt, reason)
        if under_another_id:
            parcel = Parcel(parcel.kind, parcel.payload | {"event_id": self.world.new_id("Ev")})
        return await self.deliver(parcel, outcome.person)

    async def deliver(self, parcel: Parcel, person: str = "") -> Outcome:
        """Deliver something as it stands."""
        before = len(self.world.screens.get(person, ()))
        answer = await self.line.deliver(parcel, self.patience)
        return Outcome(self.world, person, parcel, answer, before, answer.error)

    def said(self, body: Json | None, channel: Channel, team: str, user: str) -> str:
        """Show what the app answered a command with; return the error that the person is shown instead."""
        if not body:
            return ""
        try:
            self.hooks.say(team, channel, user, body)
        except Refusal as refusal:
            self.world.complaints.append(f"an acknowledgement was refused: {refusal.error} {refusal.messages}")
            return "bad_response"
        return ""


@asynccontextmanager
async def loopback(clock: AnyClock | None = None, app: App | None = None) -> AsyncIterator[Slack]:
    """Serve a Slack on loopback.

    At the end nothing may be left that Slack would have passed over in silence: see `World.complaints`, which a test
    that means it clears.
    """
    slack = Slack(clock or Clock(), app or App())
    await slack.server.start()
    async with ClientSession() as slack.session:
        try:
            yield slack
        finally:
            await slack.server.stop()
    assert not slack.world.complaints, slack.world.complaints
