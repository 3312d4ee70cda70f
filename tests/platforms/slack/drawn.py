"""How Slack writes its things in JSON: messages, channels, people. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.platforms.slack.world import APP_ID, Channel, Json, Kind, Message, User, Workspace


def message(one: Message, team: Workspace, channel: Channel, *, metadata: bool = False) -> Json:
    """Return a message as methods and payloads carry it; its metadata only when asked for."""
    drawn: Json = {"type": "message", "user": one.author, "ts": one.ts, "text": one.text, "team": team.id}
    if one.by_app:
        drawn |= {"bot_id": team.bot_id, "app_id": APP_ID}
    if one.blocks:
        drawn["blocks"] = one.blocks
    if one.thread is not None:
        drawn["thread_ts"] = one.thread
    if one.broadcast:
        drawn["subtype"] = "thread_broadcast"
    if replies := channel.replies(one.ts):
        drawn |= {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    if one.edited is not None:
        drawn["edited"] = {"user": one.author, "ts": one.edited}
    if one.files:
        drawn["files"] = one.files
    if metadata and one.metadata is not None:
        drawn["metadata"] = one.metadata
    return drawn


def channel(one: Channel, team: Workspace) -> Json:
    """Return a conversation as conversations.info draws it."""
    if one.kind is Kind.DIRECT:
        other = next(iter(one.members - {team.bot.id}))
        return {"id": one.id, "is_im": True, "user": other, "is_archived": one.archived, "context_team_id": team.id}
    private = one.kind is Kind.PRIVATE
    shared = len(one.teams) > 1
    return {
        "id": one.id,
        "name": one.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "is_archived": one.archived,
        "is_general": one.name == "general",
        "is_member": team.bot.id in one.members,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "shared_team_ids": sorted(one.teams),
        "context_team_id": team.id,
    }


def user(one: User, seen_by: Workspace, now: datetime) -> Json:
    """Return a person as users.info draws them; of another workspace's people much less is said."""
    drawn: Json = {
        "id": one.id,
        "team_id": one.team,
        "name": one.name,
        "real_name": one.name.title(),
        "deleted": one.deactivated,
        "is_bot": one.bot,
        "is_app_user": False,
        "profile": {"display_name": one.name, "real_name": one.name.title()},
    }
    if one.team != seen_by.id:
        return drawn | {"is_stranger": True}
    if one.deactivated:
        return drawn
    offset = now.astimezone(ZoneInfo(one.zone)).utcoffset()
    assert offset is not None
    return drawn | {
        "tz": one.zone,
        "tz_label": one.zone,
        "tz_offset": int(offset.total_seconds()),
        "is_admin": one.admin or one.owner,
        "is_owner": one.owner,
        "is_primary_owner": False,
        "is_restricted": one.guest or one.visitor,
        "is_ultra_restricted": one.visitor,
    }
