"""The site: the page, its files, logging in and out, and every route with its guard."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from adapters.web import page, world
from adapters.web.api import Api
from adapters.web.bell import Bell
from adapters.web.guard import COOKIE, SESSION, Guard
from adapters.web.labels import language
from bot.chat.port import Host


class Site:
    """Registers the page's routes with the one HTTP server."""

    def __init__(self, host: Host, guard: Guard, bell: Bell) -> None:
        self._host = host
        self._guard = guard
        self._bell = bell

    def register(self, app: web.Application) -> None:
        """Add every route, behind its guard."""
        guard = self._guard
        for (method, path), handler in Api(self._host, self._bell).routes().items():
            app.router.add_route(method, path, guard.closed(handler))
        app.router.add_get("/", guard.closed(self.page))
        app.router.add_get("/static/{file}", guard.open(self.file))
        app.router.add_get("/login", guard.open(self.login))
        app.router.add_post("/login", guard.open(self.enter))
        app.router.add_post("/logout", guard.open(self.leave))
        app.on_shutdown.append(self._end)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return the page."""
        html = page.page(
            world.declared(self._host.router.commands), self._guard.sessions is not None, language(request)
        )
        return _html(html)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page; only files that are there by name, so no path leads elsewhere."""
        path = next((one for one in page.FILES.iterdir() if one.name == request.match_info["file"]), None)
        if path is None:
            return web.Response(status=404)
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def login(self, request: web.Request) -> web.StreamResponse:
        """Return the login page, or go on to the page where no password is needed any more."""
        return _to("/") if self._guard.logged_in(request) else _html(page.login(language(request)))

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Check a password; wrong ones are counted by address."""
        guard, t = self._guard, language(request).t
        if guard.sessions is None:
            return _to("/")
        now, address = guard.clock(), request.remote or ""
        if not guard.tries.allowed(address, now):
            return _html(page.login(language(request), t("Too many wrong passwords. Wait five minutes.")), 429)
        typed = (await request.post()).get("password", "")
        if not isinstance(typed, str) or not guard.sessions.matches(typed):
            guard.tries.failed(address, now)
            return _html(page.login(language(request), t("That is not the password.")), 403)
        response = _to("/")
        secure = urlsplit(self._host.web.address).scheme == "https"
        session = guard.sessions.issue(now)
        age = int(SESSION.total_seconds())
        response.set_cookie(COOKIE, session, max_age=age, httponly=True, samesite="Strict", secure=secure)
        return response

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Log out."""
        response = _to("/login")
        response.del_cookie(COOKIE)
        return response

    async def _end(self, _app: web.Application) -> None:
        self._bell.close()


def _to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


def _html(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})
