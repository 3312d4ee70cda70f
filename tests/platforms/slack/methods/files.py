"""files.*: an upload in three steps: ask for an address, send the bytes there, say where the file is to be seen."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Channel, File, Json, Message


@method("files.getUploadURLExternal", "files:write")
def upload_url(call: Call) -> Json:
    name, length = call.args.need("filename"), call.args.number("length", 0)
    if length < 1:
        raise Refusal("invalid_arguments", "must be greater than 0 [json-pointer:/length]")
    alt = call.args.text("alt_txt")
    if len(alt) > 1_000:
        raise Refusal("alt_txt_too_large")
    file = File(call.world.new_id("F"), call.team.id, name, length, alt)
    call.world.files[file.id] = file
    return {"upload_url": f"{call.base}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete(call: Call) -> Json:
    files = [_uploaded(call, one) for one in _listed(call)]
    where = call.args.text("channel_id")
    if where:
        _share(call, call.channel("channel_id"), files)
    for file in files:
        file.complete = True
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _listed(call: Call) -> list[Any]:
    try:
        given = call.args.json("files")
    except ValueError:
        given = None
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments", "missing required field: files")
    return given


def _uploaded(call: Call, one: Any) -> File:
    """Return a file of this workspace whose bytes have come, and that was not completed before."""
    file = call.world.files.get(one.get("id", "")) if isinstance(one, dict) else None
    if file is None or file.team != call.team.id or file.data is None or file.complete:
        raise Refusal("file_not_found")
    file.title = str(one.get("title") or file.name)
    return file


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    """Show files in a channel, or in a thread of it."""
    if channel.archived:
        raise Refusal("is_archived")
    if call.team.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    thread = call.args.text("thread_ts")
    if thread and not channel.threaded(thread):
        raise Refusal("invalid_thread_ts")
    shown = [{"id": one.id, "title": one.title, "name": one.name, "alt_txt": one.alt} for one in files]
    message = Message(
        channel.id,
        call.world.stamp(channel),
        call.team.bot.id,
        call.args.text("initial_comment"),
        thread=thread or None,
        files=shown,
    )
    call.world.add(channel, message)
