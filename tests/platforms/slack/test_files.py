"""Files: an upload in three steps by the real client, and every refusal of one."""

from __future__ import annotations

from aiohttp import ClientSession

from tests.platforms.slack.conftest import Stage, client, code
from tests.platforms.slack.loopback import BASE_SCOPES
from tests.platforms.slack.world import Json

PICTURE = b"\x89PNG\r\n\x1a\n picture"


async def begun(stage: Stage, data: bytes = PICTURE) -> str:
    """Upload a file that is not shared yet; return its id."""
    told = await stage.client.files_getUploadURLExternal(filename="a.png", length=len(data), alt_txt="bars")
    async with ClientSession() as session, session.post(told["upload_url"], data=data) as response:
        assert response.status == 200
    return str(told["file_id"])


async def test_a_picture_is_uploaded_into_a_thread_with_its_description(stage: Stage) -> None:
    root = (await stage.client.chat_postMessage(channel=stage.study.id, text="recap"))["ts"]
    await stage.client.files_upload_v2(
        filename="recap.png", content=PICTURE, title="Recap", alt_txt="bars", channel=stage.study.id, thread_ts=root
    )
    shared = stage.mei.sees(stage.study)[1]
    assert shared.thread == root
    assert [(one["title"], one["alt_txt"]) for one in shared.files] == [("Recap", "bars")]
    assert stage.slack.world.files[shared.files[0]["id"]].data == PICTURE


async def test_the_bytes_must_be_those_announced_and_come_once(stage: Stage) -> None:
    told = await stage.client.files_getUploadURLExternal(filename="a.png", length=3)
    statuses = []
    for data in (b"four", b"abc", b"abc"):
        async with ClientSession() as session, session.post(told["upload_url"], data=data) as response:
            statuses.append(response.status)
    assert statuses == [400, 200, 400]


async def test_what_was_not_uploaded_or_was_shared_before_can_not_be_shared(stage: Stage) -> None:
    complete = stage.client.files_completeUploadExternal
    told = await stage.client.files_getUploadURLExternal(filename="a.png", length=3)
    assert await code(complete(files=[{"id": told["file_id"]}])) == "file_not_found"
    assert await code(complete(files=[{"id": "F404"}])) == "file_not_found"
    file = await begun(stage)
    await complete(files=[{"id": file}], channel_id=stage.study.id)
    assert await code(complete(files=[{"id": file}], channel_id=stage.study.id)) == "file_not_found"


async def test_where_files_can_not_be_shared(stage: Stage) -> None:
    complete, at = stage.client.files_completeUploadExternal, stage.study.id
    files: Json = {"files": [{"id": await begun(stage)}]}
    outside = stage.slack.channel(stage.team, joined=False)
    assert await code(complete(**files, channel_id=outside.id)) == "not_in_channel"
    assert await code(complete(**files, channel_id="C404")) == "channel_not_found"
    assert await code(complete(**files, channel_id=at, thread_ts="1.000000")) == "invalid_thread_ts"
    stage.study.archived = True
    assert await code(complete(**files, channel_id=at)) == "is_archived"


async def test_uploads_need_a_scope_and_a_length(stage: Stage) -> None:
    reader = client(stage.slack, stage.slack.install(stage.team, BASE_SCOPES - {"files:write"}))
    assert await code(reader.files_getUploadURLExternal(filename="a", length=1)) == "missing_scope"
    assert await code(stage.client.files_getUploadURLExternal(filename="a", length=0)) == "invalid_arguments"
    long = stage.client.files_getUploadURLExternal(filename="a", length=1, alt_txt="x" * 1_001)
    assert await code(long) == "alt_txt_too_large"
