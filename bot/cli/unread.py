"""Settings that nothing reads: as a rule a name with a slip of the pen, so that the service is not what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from bot.chat.port import Adapter, Finding
from bot.config import CORE_SETTINGS, PREFIX

_ALIKE = 0.75
"""From which likeness (0 to 1) of two names, their common prefix aside, one is held to be meant for the other."""


def unread_settings(env: Mapping[str, str], installed: Iterable[Adapter]) -> Iterator[Finding]:
    """Yield a finding for each, with the name that was probably meant; never with a value, which may be a secret."""
    known = {setting.name for setting in CORE_SETTINGS} | {one.name for each in installed for one in each.settings}
    suffixes = [name.removeprefix(PREFIX) for name in sorted(known)]
    for name in sorted(env.keys() - known):
        if name.startswith(f"{PREFIX}TEST_"):
            continue
        near = get_close_matches(name.removeprefix(PREFIX), suffixes, n=1, cutoff=_ALIKE)
        meant = f"write {PREFIX}{near[0]} if that is meant" if near else "correct its name (README.md lists them)"
        yield Finding(False, f"setting {name}: nothing reads it", f"{meant}, or remove it")
