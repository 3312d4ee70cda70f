"""The Discord adapter: commands, components and forms of a server's channels, over the gateway and the HTTP API.

discord.py is imported only where something is connected: every command of the program loads every adapter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.discord import settings
from adapters.discord.invite import INVITE
from adapters.discord.preview import message, page
from adapters.discord.render import render
from bot.chat.cards import Card
from bot.chat.port import Connection, Finding, Host, Program, Setting
from bot.errors import ConfigError


class DiscordAdapter:
    """Stands behind the entry point `discord`; satisfies `Adapter`, `Previewer` and `Programs` of `bot.chat.port`."""

    name = "discord"
    settings: Sequence[Setting] = settings.SETTINGS
    programs: Sequence[Program] = (INVITE,)

    def configured(self, env: Mapping[str, str]) -> bool:
        """Return whether there is a token; raise ConfigError for a setting that is wrong."""
        return settings.read(env) is not None

    def connect(self, host: Host) -> Connection:
        """Build sender and listener over one client of the HTTP API."""
        from adapters.discord.listener import DiscordListener  # noqa: PLC0415  # brings discord.py
        from adapters.discord.sender import DiscordSender  # noqa: PLC0415  # as above
        from adapters.discord.wire import Wire  # noqa: PLC0415  # as above

        given = settings.read(host.env)
        if given is None:
            raise ConfigError(settings.TOKEN, "is missing", settings.EXAMPLE)
        wire = Wire(given.token)
        return Connection(DiscordSender(wire), DiscordListener(host, wire, given))

    async def doctor(self, env: Mapping[str, str]) -> Sequence[Finding]:
        """Look at the settings, the token, the application, the gateway and the commands."""
        from adapters.discord.doctor import findings  # noqa: PLC0415  # brings discord.py

        try:
            given = settings.read(env)
        except ConfigError as error:
            return [Finding(False, f"Discord: {error}", "see above")]
        return await findings(given) if given else [Finding(True, "Discord: no token is set, so it is not started")]

    def preview(self, card: Card) -> str:
        """Return the card as a page that looks like Discord, to be opened in a browser; English."""
        return page([message(render(card))])


adapter = DiscordAdapter()
