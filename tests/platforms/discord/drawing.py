"""Forms as Discord gives them back: with ids for components, its own defaults, and addresses for files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Attachment

CHOOSING: Json = {"min_values": 1, "max_values": 1}
DESCRIBED: Json = {"description": None, "spoiler": False}
DEFAULTS: Mapping[int, Json] = {
    **dict.fromkeys((3, 5, 6, 7, 8), CHOOSING),
    11: DESCRIBED,
    13: {"name": None, "size": None, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}


def draw_embeds(embeds: Sequence[Any], files: Mapping[str, Attachment], folder: str) -> list[Json]:
    """Return embeds as shown; `files` by name, `folder` is the address that their paths begin with."""
    told = [_resolved(_bare(msgspec.to_builtins(one)), files, folder) for one in embeds]
    for one in told:
        one["fields"] = [{"inline": False, **field} for field in one.get("fields", [])]
    return told


def draw_components(components: Sequence[Any], files: Mapping[str, Attachment], folder: str) -> list[Json]:
    """Return components as shown, each with an id: its own, or the next that is free."""
    told = [_resolved(_bare(msgspec.to_builtins(one)), files, folder) for one in components]
    every = list(_flat(told))
    for one in every:
        if one.get("id") == 0:
            del one["id"]
    taken = {one["id"] for one in every if "id" in one}
    free = (number for number in range(1, 1000) if number not in taken)
    for one in every:
        one.setdefault("id", next(free))
        for name, value in DEFAULTS.get(one["type"], {}).items():
            one.setdefault(name, value)
        if one["type"] == 12:
            one["items"] = [{**DESCRIBED, **item} for item in one["items"]]
    return told


def address(attachment: Attachment, folder: str) -> str:
    """Return where a file can be had."""
    return f"{folder}/{attachment.id}/{attachment.filename}"


def _bare(value: Any) -> Any:
    """Discord leaves out what was not given."""
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if one is not None}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _resolved(value: Any, files: Mapping[str, Attachment], folder: str) -> Any:
    """Give pictures and files the addresses under which they can be had."""
    if isinstance(value, list):
        return [_resolved(one, files, folder) for one in value]
    if not isinstance(value, dict):
        return value
    told = {key: _resolved(one, files, folder) for key, one in value.items()}
    for name in ("media", "file", "image", "thumbnail"):
        if isinstance(told.get(name), dict):
            told[name] = _media(told[name], files, folder, unfurled=name in ("media", "file"))
    return told


def _media(media: Json, files: Mapping[str, Attachment], folder: str, *, unfurled: bool) -> Json:
    url = media["url"]
    file = files.get(url.removeprefix("attachment://")) if url.startswith("attachment://") else None
    url = address(file, folder) if file else url
    told = {**media, "url": url, "proxy_url": url}
    return told | {"id": str(file.id if file else 1)} if unfurled else told


def _flat(components: Sequence[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _flat(one.get("components", []))
        if "accessory" in one:
            yield one["accessory"]
