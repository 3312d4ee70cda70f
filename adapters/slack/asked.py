"""What Slack tells us that somebody did, as a value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from adapters.slack import controls

Body = Mapping[str, Any]


class Surface(Enum):
    """Where something was done, which decides where its answer belongs."""

    CHANNEL = "channel"
    """Typed in a channel, or pressed on a message that everybody sees."""
    EPHEMERAL = "ephemeral"
    """Pressed on a message that one person sees in a channel."""
    DIRECT = "direct"
    """Pressed on a message of the app to one person."""
    HOME = "home"
    """Pressed in App Home."""
    FORM = "form"
    """Sent from a modal."""


@dataclass(frozen=True)
class Asked:
    """One thing that somebody did. `home` is the workspace they belong to, `channel` the one that is meant.

    `alone` says that they did it where nobody else is, whatever channel is meant.
    """

    surface: Surface
    team: str
    home: str
    user: str
    name: str
    what: str
    channel: str = ""
    channel_name: str = ""
    alone: bool = False
    at: str = ""
    """Where it was done: the channel of the pressed message, of direct ones too."""
    response_url: str = ""
    trigger: str = ""
    message: str = ""
    thread: str = ""
    text: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)


def command(body: Body) -> Asked:
    """Return a typed slash command; `what` is its name without the slash, `text` all that stands behind it."""
    channel = str(body.get("channel_id") or "")
    team = str(body.get("team_id") or "")
    meant: dict[str, Any] = (
        {} if _direct(channel) else {"channel": channel, "channel_name": _name(body.get("channel_name"))}
    )
    return Asked(
        surface=Surface.CHANNEL,
        team=team,
        home=team,
        user=str(body.get("user_id") or ""),
        name=str(body.get("user_name") or ""),
        what=str(body.get("command") or "").removeprefix("/"),
        at=channel,
        response_url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        text=str(body.get("text") or ""),
        **meant,
    )


def press(body: Body) -> Asked:
    """Return a pressed button or a sent choice; `what` is the packed action."""
    action = (body.get("actions") or [{}])[0]
    container, message, channel = (body.get(name) or {} for name in ("container", "message", "channel"))
    state = body.get("state") or (body.get("view") or {}).get("state") or {}
    at = str(channel.get("id") or container.get("channel_id") or "")
    surface = _surface(container, at)
    named = controls.about(str(action.get("block_id") or ""))
    own = at if at and not _direct(at) else ""
    ts = str(container.get("message_ts") or message.get("ts") or "")
    return Asked(
        surface=surface,
        **_who(body),
        what=controls.action_of(str(action.get("action_id") or "")),
        channel=own or named,
        channel_name=_name(channel.get("name")) if own else "",
        alone=surface in {Surface.HOME, Surface.DIRECT},
        at=at,
        response_url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        message=ts,
        thread=_thread(message, container),
        value=str(action.get("value") or ""),
        chosen=controls.chosen(action, state),
        bounds=controls.bounds(action),
        view=body.get("view") or {},
    )


def submission(body: Body) -> Asked:
    """Return a sent form; `what` is what stands behind it."""
    view = body.get("view") or {}
    return Asked(
        surface=Surface.FORM,
        **_who(body),
        what=str(view.get("callback_id") or ""),
        trigger=str(body.get("trigger_id") or ""),
        value=str(view.get("private_metadata") or ""),
        state=view.get("state") or {},
        view=view,
    )


def completion(body: Body) -> Asked:
    """Return somebody typing into a field with completion; `what` says which."""
    return Asked(surface=Surface.FORM, **_who(body), what=str(body.get("action_id") or ""))


def _who(body: Body) -> dict[str, Any]:
    user, team = body.get("user") or {}, body.get("team") or {}
    home = str(user.get("team_id") or team.get("id") or "")
    installed = (body.get("view") or {}).get("app_installed_team_id") or team.get("id") or home
    name = str(user.get("username") or user.get("name") or "")
    return {"team": str(installed), "home": home, "user": str(user.get("id") or ""), "name": name}


def _surface(container: Mapping[str, Any], channel: str) -> Surface:
    if container.get("type") == "view":
        return Surface.HOME
    if container.get("is_ephemeral"):
        return Surface.EPHEMERAL
    return Surface.DIRECT if _direct(channel) else Surface.CHANNEL


def _thread(message: Mapping[str, Any], container: Mapping[str, Any]) -> str:
    return str(message.get("thread_ts") or container.get("thread_ts") or "")


def _direct(channel: str) -> bool:
    return channel.startswith("D")


def _name(told: object) -> str:
    """Return a channel's name; of private ones Slack tells only that they are private."""
    name = str(told or "")
    return "" if name in {"privategroup", "directmessage"} else name
