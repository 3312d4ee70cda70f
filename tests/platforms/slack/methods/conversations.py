"""conversations.*: what channels there are, who is in them, and what was said."""

from __future__ import annotations

from collections.abc import Sequence

from tests.platforms.slack import drawn
from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Channel, Json, Kind, Message

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")
MOST = 999


@method("conversations.info", *READ)
def info(call: Call) -> Json:
    channel = call.channel()
    call.require(f"{channel.kind}:read")
    told = drawn.channel(channel, call.team)
    if call.args.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    answer: Json = {}
    if call.team.bot.id in channel.members:
        answer = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    channel.members.add(call.team.bot.id)
    call.world.changes.happened()
    return {"channel": drawn.channel(channel, call.team), **answer}


@method("conversations.open", "im:write")
def open_direct(call: Call) -> Json:
    people = [id for id in call.args.need("users").split(",") if id]
    if len(people) != 1:
        raise Refusal("invalid_arguments", "the app speaks with one person at a time")
    person = call.world.user(people[0])
    if person is None or (person.team != call.team.id and not _shares_a_channel(call, person.id)):
        raise Refusal("user_not_found")
    if person.bot:
        raise Refusal("cannot_dm_bot")
    if person.deactivated:
        raise Refusal("user_disabled")
    known = len(call.world.channels)
    channel = call.world.direct(call.team.id, person.id)
    again = {"no_op": True, "already_open": True} if len(call.world.channels) == known else {}
    return {"channel": {"id": channel.id}, **again}


@method("users.conversations", *READ)
def joined(call: Call) -> Json:
    kinds = {"public_channel": Kind.PUBLIC, "private_channel": Kind.PRIVATE, "im": Kind.DIRECT}
    asked = call.args.text("types", "public_channel").split(",")
    if unknown := [one for one in asked if one not in kinds]:
        raise Refusal("invalid_types", f"unknown: {unknown}")
    for one in asked:
        call.require(f"{kinds[one]}:read")
    person = call.args.text("user", call.team.bot.id)
    wanted = {kinds[one] for one in asked}
    gone = call.args.flag("exclude_archived")
    known = (call.world.visible(call.team.id, id) for id in call.world.channels)
    found = [one for one in known if one and person in one.members and one.kind in wanted]
    found = [one for one in found if not (gone and one.archived)]
    start, stop = _page(call, 100)
    return {"channels": [drawn.channel(one, call.team) for one in found[start:stop]], **_next(stop, len(found))}


@method("conversations.members", *READ)
def members(call: Call) -> Json:
    channel = call.channel()
    call.require(f"{channel.kind}:read")
    everybody = sorted(channel.members)
    start, stop = _page(call, 100)
    return {"members": everybody[start:stop], **_next(stop, len(everybody))}


@method("conversations.history", *HISTORY)
def history(call: Call) -> Json:
    channel = _readable(call)
    found = [one for one in _between(call, channel.messages) if one.thread is None or one.broadcast]
    return _told(call, channel, found[::-1])


@method("conversations.replies", *HISTORY)
def replies(call: Call) -> Json:
    channel = _readable(call)
    root = channel.find(call.args.need("ts"))
    if root is None:
        raise Refusal("thread_not_found")
    found = [root, *_between(call, channel.replies(root.ts))]
    return _told(call, channel, found)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.require(f"{channel.kind}:history")
    if call.team.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _between(call: Call, messages: Sequence[Message]) -> list[Message]:
    """Return what everybody can see of the messages, after `oldest` and before `latest`; both alone if `inclusive`."""
    first = _micros(call.args.text("oldest") or "0")
    last = _micros(call.args.text("latest") or "9999999999.999999")
    both = call.args.flag("inclusive")

    def within(ts: str) -> bool:
        at = _micros(ts)
        return first <= at <= last if both else first < at < last

    return [one for one in messages if one.to is None and not one.deleted and within(one.ts)]


def _micros(ts: str) -> int:
    """Return a time stamp as a number that compares rightly, with or without its fraction."""
    seconds, _, micros = ts.partition(".")
    if not seconds.isdecimal() or (micros and not micros.isdecimal()):
        raise Refusal("invalid_arguments", f"not a time stamp: {ts}")
    return int(seconds) * 1_000_000 + int(f"{micros:0<6.6}")


def _told(call: Call, channel: Channel, found: Sequence[Message]) -> Json:
    start, stop = _page(call, 100)
    wanted = call.args.flag("include_all_metadata")
    told = [drawn.message(one, call.team, channel, metadata=wanted) for one in found[start:stop]]
    return {"messages": told, "has_more": stop < len(found), **_next(stop, len(found))}


def _page(call: Call, usual: int) -> tuple[int, int]:
    """Return where the page that is asked for begins and ends."""
    limit = call.args.number("limit", usual)
    if not 1 <= limit <= MOST:
        raise Refusal("invalid_limit")
    cursor = call.args.text("cursor") or "after:0"
    if not cursor.removeprefix("after:").isdecimal():
        raise Refusal("invalid_cursor")
    start = int(cursor.removeprefix("after:"))
    return start, start + limit


def _next(stop: int, count: int) -> Json:
    return {"response_metadata": {"next_cursor": f"after:{stop}" if stop < count else ""}}


def _shares_a_channel(call: Call, person: str) -> bool:
    return any(call.team.id in one.teams and person in one.members for one in call.world.channels.values())
