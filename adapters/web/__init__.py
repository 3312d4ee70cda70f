"""The web adapter: a local page with channels and members to be, for whoever has nothing but a checkout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.web.bell import Bell
from adapters.web.guard import Guard, is_loopback
from adapters.web.labels import language
from adapters.web.page import FILES
from adapters.web.render import card_html
from adapters.web.sender import PageSender
from adapters.web.site import Site
from bot.chat.cards import Card
from bot.chat.port import Connection, Finding, Host, Setting
from bot.clock import system_clock
from bot.errors import ConfigError
from bot.i18n import words

PASSWORD = "STUDYBOT_WEB_PASSWORD"  # noqa: S105  # the name of a setting
SHORTEST = 8
_INTERFACE = "STUDYBOT_HTTP_HOST"
_STYLES = ("colors.css", "messages.css")
_EXAMPLE = "four-words-you-can-keep"


class PageListener:
    """The page is served by the one HTTP server; starting adds nothing, stopping ends the open feeds."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    async def start(self) -> None:
        """Begin to receive."""

    async def stop(self) -> None:
        """End the open feeds, which would keep the server waiting; other answers finish by themselves."""
        self._bell.close()


class WebAdapter:
    """Stands behind the entry point `web`; satisfies `bot.chat.port.Adapter`."""

    name = "web"
    settings: Sequence[Setting] = (
        Setting(PASSWORD, "Password of the local page; needed when it is served beyond this machine", secret=True),
    )

    def configured(self, env: Mapping[str, str]) -> bool:
        """Return whether a password was set: the page is asked for then, also beside other adapters."""
        return _password(env) is not None

    def connect(self, host: Host) -> Connection:
        """Build sender and listener; raise ConfigError if the page would be open to others without a password."""
        password = _password(host.env)
        if password is None and not is_loopback(host.web.host):
            raise ConfigError(PASSWORD, f"missing, but {_INTERFACE} lets other machines reach the page", _EXAMPLE)
        bell = Bell()
        guard = Guard(host.web, password, system_clock, language)
        host.web.add(Site(host, guard, bell).register)
        return Connection(PageSender(host.pages, bell), PageListener(bell))

    async def doctor(self, env: Mapping[str, str]) -> Sequence[Finding]:
        """Say whether the page may be served where the settings want it."""
        interface = env.get(_INTERFACE, "127.0.0.1")
        try:
            open_to_others = _password(env) is None and not is_loopback(interface)
        except ConfigError as error:
            return [Finding(False, "password of the local page", str(error))]
        mend = f"set {PASSWORD}, or {_INTERFACE}=127.0.0.1" if open_to_others else ""
        return [Finding(not open_to_others, f"local page on {interface}", mend)]

    def preview(self, card: Card) -> str:
        """Return the card as a page of its own, to be opened in a browser; English."""
        styles = "".join(f"<style>{(FILES / name).read_text(encoding='utf-8')}</style>\n" for name in _STYLES)
        return f"<!doctype html>\n<meta charset=utf-8>\n{styles}{card_html(card, '0', '', words('en'))}\n"


def _password(env: Mapping[str, str]) -> str | None:
    password = env.get(PASSWORD, "")
    if not password:
        return None
    if len(password) < SHORTEST:
        raise ConfigError(PASSWORD, f"shorter than {SHORTEST} characters", _EXAMPLE)
    return password


adapter = WebAdapter()
