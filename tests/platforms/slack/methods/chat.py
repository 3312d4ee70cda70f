"""chat.*: messages are posted, changed, deleted and linked to."""

from __future__ import annotations

from tests.platforms.slack import drawn
from tests.platforms.slack.blocks.naming import named
from tests.platforms.slack.methods.content import Content, content, metadata
from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Channel, Json, Kind, Message, Sight

LONGEST_CHANGE = 4_000
"""chat.update says of `msg_too_long`: "cannot exceed 4,000 characters"; chat.postMessage takes ten times as much."""


@method("chat.postMessage", "chat:write")
def post(call: Call) -> Json:
    channel = _destination(call)
    said = content(call.args)
    kept = metadata(call.args)
    thread = call.args.text("thread_ts")
    if thread and not channel.threaded(thread):
        # Slack does not refuse: the answer, without its thread, becomes a message of the channel.
        thread = ""
    message = _new(call, channel, said)
    message.metadata = kept
    message.thread = _root(channel, thread) if thread else None
    message.broadcast = call.args.flag("reply_broadcast") and bool(thread)
    call.world.add(channel, message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": drawn.message(message, call.team, channel, metadata=True),
    }


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    channel = call.channel()
    message = _ours(call, channel, call.args.need("ts"), "cant_update_message")
    if channel.archived:
        raise Refusal("is_inactive")
    said = content(call.args, LONGEST_CHANGE)
    kept = metadata(call.args)
    message.text = said.text
    message.verbatim = call.args.text("parse") == "none"
    message.blocks = named(said.blocks or [], call.world.new_id)
    message.metadata = message.metadata if kept is None else kept
    if not said.blocks:
        message.edited = call.world.stamp(channel)
    if channel.kind is Kind.DIRECT:
        for person in channel.members - {message.author}:
            call.world.show(person, Sight("changed", message))
    call.world.changes.happened()
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": drawn.message(message, call.team, channel),
    }


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = _ours(call, channel, call.args.need("ts"), "cant_delete_message")
    message.deleted = True
    call.world.changes.happened()
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    person = call.world.user(call.args.need("user"))
    said = content(call.args)
    if person is None or person.id not in channel.members:
        raise Refusal("user_not_in_channel")
    message = _new(call, channel, said)
    message.thread = call.args.text("thread_ts") or None
    message.to = person.id
    if not person.away:  # who is not at the keyboard never sees it, and nobody is told
        call.world.add(channel, message)
    return {"message_ts": message.ts}


@method("chat.getPermalink")
def permalink(call: Call) -> Json:
    channel = call.channel()
    message = channel.find(call.args.need("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    link = f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread}&cid={channel.id}" if message.thread else ""
    return {"channel": channel.id, "permalink": link + thread}


def _new(call: Call, channel: Channel, said: Content) -> Message:
    """Return a message of the app's; it is nowhere yet."""
    blocks = named(said.blocks or [], call.world.new_id)
    verbatim = call.args.text("parse") == "none"
    return Message(channel.id, call.world.stamp(channel), call.team.bot.id, said.text, blocks, verbatim=verbatim)


def _destination(call: Call) -> Channel:
    """Return where a message may be posted; a person's id means the direct messages with them."""
    named = call.world.user(call.args.need("channel"))
    if named is not None and named.team == call.team.id:
        if not call.world.app.messages_tab:
            raise Refusal("messages_tab_disabled")
        return call.world.direct(call.team.id, named.id)
    channel = call.channel()
    if channel.archived:
        raise Refusal("is_archived")
    everywhere = call.token is not None and "chat:write.public" in call.token.scopes and channel.kind is Kind.PUBLIC
    if call.team.bot.id not in channel.members and not everywhere:
        raise Refusal("not_in_channel")
    if channel.read_only:
        raise Refusal("restricted_action")
    return channel


def _root(channel: Channel, ts: str) -> str:
    """Return the message under which a thread hangs: a reply to a reply belongs to the same."""
    message = channel.find(ts)
    return (message.thread if message else None) or ts


def _ours(call: Call, channel: Channel, ts: str, refusal: str) -> Message:
    """Return a message that our app wrote; ephemeral ones can't be reached so."""
    message = channel.find(ts)
    if message is None:
        raise Refusal("message_not_found")
    if not message.by_app or message.author != call.team.bot.id:
        raise Refusal(refusal)
    return message
