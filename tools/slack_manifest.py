"""Write the Slack app's manifest anew from the commands that the core declares."""

from __future__ import annotations

from adapters.slack.manifest import SHIPPED, document, manifest
from bot.features.all import FEATURES


def current() -> str:
    """Return the manifest as it should be."""
    return document(manifest([command for feature in FEATURES for command in feature.commands]))


def main() -> None:
    """Write it."""
    SHIPPED.write_text(current(), encoding="utf-8")


if __name__ == "__main__":
    main()
