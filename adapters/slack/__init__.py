"""The Slack adapter: one workspace over Socket Mode, or many over HTTP with OAuth, by settings alone.

Slack's libraries are imported when the adapter is put to work: every command of the program loads every adapter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.slack import programs, settings
from bot.chat.cards import Card
from bot.chat.port import Connection, Finding, Host, Program, Setting


class SlackAdapter:
    """Stands behind the entry point `slack`; satisfies `bot.chat.port.Adapter`."""

    name = "slack"
    settings: Sequence[Setting] = settings.SETTINGS
    programs: Sequence[Program] = programs.PROGRAMS

    def configured(self, env: Mapping[str, str]) -> bool:
        """Return whether there are settings for Slack; raise ConfigError where one is wrong or missing."""
        return settings.read(env) is not None

    def connect(self, host: Host) -> Connection:
        """Build sender and listener; raise ConfigError where settings are missing."""
        from adapters.slack.build import connect  # noqa: PLC0415 - see above

        return connect(host)

    async def doctor(self, env: Mapping[str, str]) -> Sequence[Finding]:
        """Look at settings, tokens, scopes and the way in."""
        from adapters.slack.doctor import examine  # noqa: PLC0415 - see above

        return await examine(env)

    def preview(self, card: Card) -> str:
        """Return the card as a page that looks like Slack, made from what Slack would get; English."""
        from adapters.slack.viewer import page_of  # noqa: PLC0415 - see above

        return page_of(card)


adapter = SlackAdapter()
