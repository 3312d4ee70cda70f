"""The installed platforms, by their entry points."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from bot.chat.port import Adapter
from bot.errors import ConfigError

ADAPTERS = "studybot.adapters"
DEFAULT_ADAPTER = "web"
_SETTING = "STUDYBOT_ADAPTERS"


def adapters() -> Mapping[str, EntryPoint]:
    """Return the entry points of all installed adapters by name; none is imported yet."""
    return {point.name: point for point in sorted(entry_points(group=ADAPTERS), key=lambda point: point.name)}


def loadable() -> tuple[dict[str, Adapter], dict[str, ConfigError]]:
    """Return the installed adapters, and of those that can't be loaded why, both by name."""
    loaded: dict[str, Adapter] = {}
    broken: dict[str, ConfigError] = {}
    for name in adapters():
        try:
            loaded[name] = load_adapter(name)
        except ConfigError as error:
            broken[name] = error
    return loaded, broken


def load_adapter(name: str) -> Adapter:
    """Return an adapter; raise ConfigError if there is none of that name or its library is missing."""
    installed = adapters()
    if name not in installed:
        raise ConfigError(_SETTING, f"there is no '{name}'; installed: {', '.join(installed)}", DEFAULT_ADAPTER)
    try:
        adapter: Adapter = installed[name].load()
    except ImportError as error:
        raise ConfigError(_SETTING, f"'{name}' can't be loaded ({error})", DEFAULT_ADAPTER) from error
    return adapter
