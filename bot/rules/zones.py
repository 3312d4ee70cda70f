"""The time zones of the world, and how people write them."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.errors import Refused

_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_LONGEST = 64
"""Characters looked at: no zone name is nearly as long."""

_WELL_KNOWN = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Warsaw",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
)
"""What is offered before anything is typed, and first among equals; 25 is all that a completion shows."""


@cache
def zone_names() -> tuple[str, ...]:
    """Return the IANA names that are offered, sorted. The first call reads the zone files, later ones nothing.

    `Etc/GMT+2` and its like are accepted but not offered: it is two hours *behind* UTC, which nobody expects.
    """
    return tuple(sorted(name for name in _names_by_key().values() if not re.match(r"Etc/GMT[+-]", name)))


def parse_zone(text: str) -> str:
    """Return the IANA name that `text` spells, whatever its case, spaces and accents; its city alone will do.

    A city that several names end with (`Louisville`) could mean either. Raises Refused `zone-unknown` with `zone` (the
    text) and `near` (up to three names that may be meant).
    """
    name = _names_by_key().get(_key(text)) or _name_of_city(_key(text))
    if name is None:
        if not text.strip():
            raise Refused("zone-missing")
        raise Refused("zone-unknown", zone=text, near=_near(text))
    return name


def complete_zone(text: str, limit: int = 25) -> list[str]:
    """Return up to `limit` IANA names that begin with or hold `text`, best first; well-known ones for an empty text."""
    wanted = _key(text)
    if not wanted:
        return [name for name in _WELL_KNOWN if name in zone_names()][:limit]
    found = [(rank, name) for name, rank in ((name, _rank(wanted, name)) for name in zone_names()) if rank is not None]
    return [name for _, name in sorted(found)[:limit]]


def _rank(wanted: str, name: str) -> tuple[int, int, bool] | None:
    """Return how well a zone fits, less is better, or None: by its city, its beginning, a part, anywhere."""
    whole, *_, city = keys = _keys(name)
    begun = any(key.startswith(wanted) for key in keys)
    fits = (city == wanted, city.startswith(wanted), whole.startswith(wanted), begun, wanted in whole)
    if True not in fits:
        return None
    known = _WELL_KNOWN.index(name) if name in _WELL_KNOWN else len(_WELL_KNOWN)
    return fits.index(True), known, name.partition("/")[0] not in _AREAS


def _near(text: str) -> tuple[str, ...]:
    """Return up to three names that hold the text or are spelled much like it, as a whole or in their city."""
    wanted = _key(text)
    by_spelling = {key: name for name in zone_names() for key in _keys(name)[::-2]}
    alike = [by_spelling[key] for key in get_close_matches(wanted, by_spelling, n=3)]
    held = complete_zone(text, limit=3) if wanted else []
    return tuple(dict.fromkeys(held + alike))[:3]


@cache
def _names_by_key() -> dict[str, str]:
    return {_key(name): name for name in available_timezones() - _NO_PLACES}


def _name_of_city(key: str) -> str | None:
    """Return the one name whose last part is this city, or None if there are several, or none."""
    found = [name for name in zone_names() if name.partition("/")[0] in _AREAS and _keys(name)[-1] == key]
    return found[0] if len(found) == 1 else None


@cache
def _keys(name: str) -> tuple[str, ...]:
    """Return the keys of the whole name and of each of its parts, the city last."""
    return _key(name), *(_key(part) for part in name.split("/"))


def _key(text: str) -> str:
    """Return what is compared: no case, accents, spaces or separators, but the sign of `Etc/GMT-3`."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    return re.sub(r"[^a-z0-9+-]|-(?!\d)", "", plain)
