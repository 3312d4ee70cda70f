"""OAuth: a workspace installs the app. The state that guards it is signed and ends by itself, so it needs no store."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web
from markupsafe import escape
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.access import client
from adapters.slack.answers import FAILED
from adapters.slack.installations import VaultInstallations
from adapters.slack.manifest import CALLBACK_PATH, INSTALL_PATH
from adapters.slack.scopes import BASE, OPTIONAL
from adapters.slack.settings import ManyWorkspaces, SlackSettings
from bot.clock import Clock
from bot.errors import ConfigError

log = logging.getLogger(__name__)

STATE_SECONDS = 600
Installed = Callable[[str], Awaitable[None]]

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}}
a{{display:inline-block;padding:.6rem 1rem;border-radius:.4rem;background:#1f3a5f;color:#fff}}</style>
<h1>{title}</h1><p>{said}</p>{link}</html>"""

_REASONS = {
    "access_denied": "Nothing was installed, since it was not allowed. You can try again any time.",
    "invalid_browser": "This link was opened in another browser than the one it began in. Begin again.",
    "invalid_state": "That took longer than ten minutes, or the link is not ours. Begin again.",
    "invalid_code": "Slack did not confirm the installation. Begin again.",
    "missing_code": "Slack did not confirm the installation. Begin again.",
}


class SignedStates(AsyncOAuthStateStore):
    """States that say when they end, sealed with the client secret: any replica knows them, after any restart.

    Each is bound to one browser by a cookie, and Slack takes its code once.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        """The library's interface asks for one."""
        return log

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new state."""
        ends = int(self._clock().timestamp()) + STATE_SECONDS
        said = f"{secrets.token_urlsafe(16)}.{ends}"
        return f"{said}.{self._seal(said)}"

    async def async_consume(self, state: str) -> bool:
        """Return whether a state is ours and has not ended."""
        said, _, seal = state.rpartition(".")
        ends = said.rpartition(".")[2]
        if not hmac.compare_digest(seal.encode(), self._seal(said).encode()) or not ends.isdecimal():
            return False
        return self._clock().timestamp() <= int(ends)

    def _seal(self, said: str) -> str:
        return hmac.new(self._secret, said.encode(), hashlib.sha256).hexdigest()


class Flow(AsyncOAuthFlow):
    """Bolt's flow; an installation into a whole organisation is refused before it is kept."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """Return the page with the one button."""
        said = "Your study group's daily exam question, in Slack. You choose the workspace on the next page."
        return page("Add studybot to Slack", said, f'<a href="{escape(url)}">Add to Slack</a>')


class Install:
    """The install page, and the page that Slack leads back to."""

    def __init__(
        self,
        settings: SlackSettings,
        mode: ManyWorkspaces,
        installations: VaultInstallations,
        clock: Clock,
        address: Callable[[], str],
        installed: Installed,
    ) -> None:
        self._installations = installations
        self._installed = installed
        self._clock = clock
        quiet = logging.getLogger(f"{__name__}.library")
        quiet.setLevel(logging.CRITICAL)  # the library's lines quote the code that Slack gave out
        self._flow = Flow(
            client=client(settings),
            logger=quiet,
            settings=AsyncOAuthSettings(
                client_id=mode.client_id,
                client_secret=mode.client_secret,
                scopes=[*BASE, *OPTIONAL],
                authorization_url=settings.authorize,
                redirect_uri=f"{address()}{CALLBACK_PATH}",
                install_path=INSTALL_PATH,
                redirect_uri_path=CALLBACK_PATH,
                installation_store=_Nowhere(),
                state_store=SignedStates(mode.client_secret, clock),
                state_expiration_seconds=STATE_SECONDS,
                callback_options=AsyncCallbackOptions(success=self._success, failure=self._failure),
            ),
        )

    def register(self, app: web.Application) -> None:
        """Add both routes."""
        app.router.add_get(INSTALL_PATH, self._page)
        app.router.add_get(CALLBACK_PATH, self._callback)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await self._flow.handle_installation(_bolt(request)))

    async def _callback(self, request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await self._flow.handle_callback(_bolt(request)))

    async def _success(self, args: AsyncSuccessArgs) -> BoltResponse:
        """Keep the installation; refuse that of an organisation, whose one token opens many workspaces."""
        found = args.installation
        if found.is_enterprise_install or not found.team_id:
            log.warning("slack install refused: a whole organisation enterprise=%s", found.enterprise_id)
            return _told(
                403,
                "Not for a whole organisation yet",
                "studybot can't be installed for all workspaces of an Enterprise organisation at once yet. Nothing was "
                "kept. Install it into one workspace instead.",
            )
        if found.bot_token_expires_at is not None:  # the library reckoned by the system's clock
            lasts = found.bot_token_expires_at - int(found.installed_at)
            found.bot_token_expires_at = int(self._clock().timestamp()) + lasts
        try:
            await self._installations.async_save(found)
            await self._installed(found.team_id)
        except (*FAILED, ConfigError) as error:
            log.error("slack install not kept team=%s: %s", found.team_id, type(error).__name__)
            return _told(503, "Not installed yet", "It could not be kept just now. Try again in a minute.")
        log.info("slack installed team=%s", found.team_id)
        said = "Open the channel of your study group in Slack and type the command below; nothing else is needed."
        return _told(200, "studybot is installed", said)

    async def _failure(self, args: AsyncFailureArgs) -> BoltResponse:
        log.warning("slack install failed: %s", args.reason if args.reason in _REASONS else "other")
        said = _REASONS.get(args.reason, "Something went wrong, and it has been noted. Begin again.")
        return _told(args.suggested_status_code, "Not installed", said)


class _Nowhere(VaultInstallations):
    """Bolt keeps what it installs before it asks anybody; we look at it first, and keep it ourselves."""

    def __init__(self) -> None:
        """Hold nothing."""

    async def async_save(self, installation: Installation) -> None:
        """Keep nothing."""


def page(title: str, said: str, link: str = "") -> str:
    """Return a page of one sentence."""
    return _PAGE.format(title=escape(title), said=escape(said), link=link)


def _told(status: int, title: str, said: str) -> BoltResponse:
    body = page(title, said, "" if status == 200 else f'<a href="{INSTALL_PATH}">Begin again</a>')
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})


def _bolt(request: web.Request) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
