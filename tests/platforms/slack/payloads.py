"""What Slack sends an app about what people do. Pure: every value is handed in."""

from __future__ import annotations

from datetime import datetime

from tests.platforms.slack import drawn
from tests.platforms.slack.world import App, Channel, Json, Kind, Message, User, Workspace

SHOWN_NAMES = {Kind.PRIVATE: "privategroup", Kind.DIRECT: "directmessage"}


def command(
    app: App, team: Workspace, user: User, channel: Channel, name: str, text: str, trigger: str, response_url: str
) -> Json:
    """Return the fields of a slash command."""
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": SHOWN_NAMES.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def interaction(app: App, team: Workspace, user: User, kind: str, trigger: str) -> Json:
    """Return what all interactions have in common."""
    enterprise = {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": app.id,
        "token": app.verification_token,
        "trigger_id": trigger,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": enterprise,
        "is_enterprise_install": False,
    }


def in_message(message: Message, channel: Channel, team: Workspace, state: Json, response_url: str) -> Json:
    """Return what an interaction with a message adds. An ephemeral message itself is not sent along."""
    ephemeral = message.to is not None
    added: Json = {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        },
        "channel": {"id": channel.id, "name": SHOWN_NAMES.get(channel.kind, channel.name)},
        "state": {"values": state},
        "response_url": response_url,
    }
    if message.thread is not None:
        added["container"]["thread_ts"] = message.thread
    return added if ephemeral else added | {"message": drawn.message(message, team, channel)}


def in_view(view: Json) -> Json:
    """Return what an interaction with a modal or App Home adds."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def event(app: App, team: Workspace, id: str, at: datetime, what: Json) -> Json:
    """Return an event of the Events API."""
    bot = {"enterprise_id": team.enterprise, "team_id": team.id, "user_id": team.bot.id, "is_bot": True}
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise,
        "api_app_id": app.id,
        "event": what,
        "type": "event_callback",
        "event_id": id,
        "event_time": int(at.timestamp()),
        "authorizations": [bot | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{id}",
    }
