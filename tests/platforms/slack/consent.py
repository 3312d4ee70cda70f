"""The page on which a person allows the app, or doesn't. The test brings the address that the app sends them to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from tests.platforms.slack.tokens import CODE_LIFETIME, Grant
from tests.platforms.slack.world import User, World

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "chat:write.customize",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "team:read",
        "users:read",
    }
)
"""The scopes that exist here."""


class Refused(Exception):
    """Slack shows the person an error instead of the page."""


def allow(
    world: World, url: str, user: User, *, organisation: bool = False, without: frozenset[str] = frozenset()
) -> str:
    """Allow what an address asks for, `without` some optional scopes, and return the address that the person is led to.

    An `organisation` installs for all its workspaces at once.
    """
    query = _asked(world, url)
    scopes = frozenset(query["scope"].split(",")) - without
    redirect = query.get("redirect_uri", "") or _only(world)
    grant = Grant(user.team, user.id, scopes, redirect, world.clock() + CODE_LIFETIME, organisation)
    back = {"code": world.tokens.grant(grant), "state": query.get("state", "")}
    return f"{redirect}?{urlencode(back)}"


def decline(world: World, url: str) -> str:
    """Allow nothing and return the address that the person is led to."""
    query = _asked(world, url)
    redirect = query.get("redirect_uri", "") or _only(world)
    return f"{redirect}?{urlencode({'error': 'access_denied', 'state': query.get('state', '')})}"


def _asked(world: World, url: str) -> dict[str, str]:
    """Return what an address asks for, as far as Slack would show the page."""
    parts = urlsplit(url)
    if parts.path != "/oauth/v2/authorize":
        raise Refused(f"{parts.path} is no page of Slack's")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if query.get("client_id") != world.app.client_id:
        raise Refused("invalid_client_id")
    if unknown := set(query.get("scope", "").split(",")) - SCOPES:
        raise Refused(f"invalid_scope: {unknown}")
    given = query.get("redirect_uri", "")
    if given and not given.startswith(world.app.redirects):
        raise Refused(f"bad_redirect_uri: {given}")
    return query


def _only(world: World) -> str:
    if len(world.app.redirects) != 1:
        raise Refused("redirect_uri must be given")
    return world.app.redirects[0]
