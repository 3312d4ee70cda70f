"""Who acts, and where, by the platform's own ids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A channel of a workspace, by the platform's own ids. `name` is what people call it, without a prefix."""

    adapter: str
    workspace: str
    channel: str
    name: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts: a person of a realm, inside a workspace.

    `may_manage` and `roles`, by the platform's own ids, are the platform's word, asked at this call.
    """

    adapter: str
    workspace: str
    realm: str
    user: str
    name: str
    may_manage: bool = False
    locale: str = "en"
    roles: frozenset[str] = frozenset()
