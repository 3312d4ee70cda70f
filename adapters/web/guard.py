"""The guard: who may talk to the page at all. It stands before the page's own routes and no others.

- Host: a name that is not ours is refused, so that a foreign site can't rebind its name to this machine. An address in
  figures can't be rebound and is let through.
- Origin: a request that changes something must come from the page itself.
- Password: wherever one is set (beyond loopback one must be), a session is needed. It is a signed moment in a cookie,
  so a restart logs nobody out, and a new password everybody.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web

from bot.chat.port import Web
from bot.clock import Clock
from bot.i18n import Words

COOKIE = "studybot-web"
SESSION = timedelta(days=30)
TRIES = 5
PAUSE = timedelta(minutes=5)
_REMEMBERED = 1_000  # addresses whose tries are counted; the oldest is forgotten first

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Return whether an interface is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_allowed(host: str, address: str) -> bool:
    """Return whether a Host header names us: figures, localhost, or the name in our public address."""
    name = urlsplit(f"//{host}").hostname
    if not name:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name == urlsplit(address).hostname
    return True


def origin_allowed(origin: str, host: str, address: str) -> bool:
    """Return whether an Origin header is the page's own, for a Host that was allowed."""
    return origin in {f"http://{host}", f"https://{host}", address}


class Tries:
    """Counts failed passwords of each address; after `TRIES` of them it must wait `PAUSE`."""

    def __init__(self) -> None:
        self._failed: dict[str, tuple[int, datetime]] = {}

    def allowed(self, address: str, now: datetime) -> bool:
        """Return whether an address may try again."""
        count, last = self._failed.get(address, (0, now))
        if now - last >= PAUSE:
            self._failed.pop(address, None)
            return True
        return count < TRIES

    def failed(self, address: str, now: datetime) -> None:
        """Count a failure."""
        count, _ = self._failed.pop(address, (0, now))
        self._failed[address] = (count + 1, now)
        if len(self._failed) > _REMEMBERED:
            del self._failed[next(iter(self._failed))]


class Sessions:
    """Signs and checks sessions. The key is made from the password, slowly, so that a cookie does not give it away."""

    def __init__(self, password: str) -> None:
        self._password = password.encode()
        self._key = hashlib.scrypt(self._password, salt=b"studybot web session", n=2**14, r=8, p=1)

    def matches(self, typed: str) -> bool:
        """Return whether this is the password, in a time that does not tell how much of it is right."""
        return hmac.compare_digest(hashlib.sha256(typed.encode()).digest(), hashlib.sha256(self._password).digest())

    def issue(self, now: datetime) -> str:
        """Return a session that begins now."""
        until = str(int((now + SESSION).timestamp()))
        return f"{until}.{self._sign(until)}"

    def valid(self, session: str, now: datetime) -> bool:
        """Return whether we issued this session and it is not over."""
        until, _, signature = session.partition(".")
        return hmac.compare_digest(signature.encode(), self._sign(until).encode()) and now.timestamp() < int(until)

    def _sign(self, until: str) -> str:
        return hmac.new(self._key, until.encode(), hashlib.sha256).hexdigest()


class Guard:
    """Wraps the page's handlers. `clock` is the system's: a session does not end because the page's time was moved."""

    def __init__(self, site: Web, password: str | None, clock: Clock, words: Callable[[web.Request], Words]) -> None:
        self.sessions = Sessions(password) if password else None
        self.tries = Tries()
        self.clock = clock
        self._site = site
        self._words = words

    def open(self, handler: Handler) -> Handler:
        """Return a handler for everyone who comes by our own name and from our own page."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            response = self._refusal(request) or await handler(request)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return guarded

    def closed(self, handler: Handler) -> Handler:
        """Return a handler for those who are logged in as well, where a password is set."""

        async def inside(request: web.Request) -> web.StreamResponse:
            if self.logged_in(request):
                return await handler(request)
            if request.path == "/":
                return web.Response(status=303, headers={"Location": "/login"})
            return fault(401, self._words(request).t("You are not logged in any more. Load the page again."))

        return self.open(inside)

    def logged_in(self, request: web.Request) -> bool:
        """Return whether no password is needed or the request carries a valid session."""
        return self.sessions is None or self.sessions.valid(request.cookies.get(COOKIE, ""), self.clock())

    def _refusal(self, request: web.Request) -> web.Response | None:
        t = self._words(request).t
        address = self._site.address  # asked anew: the port may be known only once it is served
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if not host_allowed(host, address):
            return fault(
                403,
                t("This page is not served as {host}. Open {address} instead.", host=host, address=address),
            )
        changes = request.method not in {"GET", "HEAD"}
        if (origin is None and changes) or (origin is not None and not origin_allowed(origin, host, address)):
            return fault(403, t("This did not come from the page itself. Open {address}.", address=address))
        return None


def fault(status: int, sentence: str) -> web.Response:
    """Return a refusal with a sentence for the person at the page."""
    return web.json_response({"error": sentence}, status=status)
