"""`studybot slack …`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.port import Program


def print_manifest(env: Mapping[str, str]) -> int:
    """Print the manifest for the settings there are."""
    from adapters.slack.manifest import shipped  # noqa: PLC0415 - only this command needs it
    from adapters.slack.settings import MODES, PUBLIC_URL, command  # noqa: PLC0415 - as above

    http = any(env.get(name) for name in MODES["http"]) or not any(env.get(name) for name in MODES["socket"])
    address = env.get(PUBLIC_URL, "").rstrip("/") if http else ""
    print(shipped(command(env), address), end="")
    return 0


PROGRAMS = (
    Program(
        "manifest",
        "print the manifest from which Slack makes the app",
        "Prints the app's manifest in YAML, for https://api.slack.com/apps: Create New App, From a manifest. Without "
        "STUDYBOT_PUBLIC_URL it is for one workspace over Socket Mode; with it, for any number over HTTP at that "
        "address. STUDYBOT_SLACK_COMMAND sets the name of the slash command.",
        print_manifest,
    ),
)
