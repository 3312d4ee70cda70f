"""chat.*: what is posted, changed, deleted, linked to, and every refusal of it."""

from __future__ import annotations

import pytest

from tests.platforms.slack.conftest import Stage, client, code, refusal
from tests.platforms.slack.loopback import BASE_SCOPES
from tests.platforms.slack.world import Json, Kind
from tests.support.clock import START, Clock

SECTION = [{"type": "section", "text": {"type": "plain_text", "text": "Which one?"}}]
MARK = {"event_type": "posting", "event_payload": {"marker": "11"}}


async def test_a_message_is_there_for_everybody_with_its_text_and_blocks(stage: Stage) -> None:
    told = await stage.client.chat_postMessage(channel=stage.study.id, text="Which one?", blocks=SECTION)
    (message,) = stage.mei.sees(stage.study)
    assert (told["channel"], told["ts"]) == (stage.study.id, message.ts)
    assert float(told["ts"]) == START.timestamp()
    assert told["message"]["bot_id"] == stage.team.bot_id
    assert stage.ada.sees(stage.study) == [message]


async def test_time_stamps_grow_in_a_channel_while_the_clock_stands(stage: Stage, clock: Clock) -> None:
    post = stage.client.chat_postMessage
    stamps = [(await post(channel=stage.study.id, text="x"))["ts"] for _ in range(3)]
    clock.advance(seconds=1)
    stamps.append((await post(channel=stage.study.id, text="x"))["ts"])
    assert stamps == sorted(set(stamps))


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_blocks_without_a_text_to_stand_for_them_are_refused(stage: Stage) -> None:
    assert await code(stage.client.chat_postMessage(channel=stage.study.id, blocks=SECTION)) == "no_text"
    assert await code(stage.client.chat_postMessage(channel=stage.study.id, text="  ", blocks=SECTION)) == "no_text"


async def test_a_text_may_be_so_long_and_no_longer(stage: Stage) -> None:
    told = await stage.client.chat_postMessage(channel=stage.study.id, text="x" * 40_000)
    assert await code(stage.client.chat_postMessage(channel=stage.study.id, text="x" * 40_001)) == "msg_too_long"
    change: Json = {"channel": stage.study.id, "ts": told["ts"]}
    await stage.client.chat_update(**change, text="x" * 4_000)
    assert await code(stage.client.chat_update(**change, text="x" * 4_001)) == "msg_too_long"


async def test_blocks_that_are_no_json_are_refused(stage: Stage) -> None:
    post = stage.client.chat_postMessage(channel=stage.study.id, text="x", blocks="[{")
    assert await code(post) == "invalid_blocks_format"


async def test_metadata_needs_a_type_and_a_payload(stage: Stage) -> None:
    post = stage.client.chat_postMessage
    assert await code(post(channel=stage.study.id, text="x", metadata={"a": 1})) == "invalid_metadata_format"
    wrong = {"event_type": "posting", "event_payload": "11"}
    assert await code(post(channel=stage.study.id, text="x", metadata=wrong)) == "invalid_metadata_schema"
    huge = {"event_type": "posting", "event_payload": {"x": "x" * 16_000}}
    assert await code(post(channel=stage.study.id, text="x", metadata=huge)) == "metadata_too_large"


async def test_where_the_app_may_not_post(stage: Stage) -> None:
    slack, team, post = stage.slack, stage.team, stage.client.chat_postMessage
    outside = slack.channel(team, joined=False)
    hidden = slack.channel(team, kind=Kind.PRIVATE, joined=False)
    archived, closed = slack.channel(team), slack.channel(team)
    archived.archived, closed.read_only = True, True
    refusals = {
        "C404": "channel_not_found",
        outside.id: "not_in_channel",
        hidden.id: "channel_not_found",
        archived.id: "is_archived",
        closed.id: "restricted_action",
    }
    assert {id: await code(post(channel=id, text="x")) for id in refusals} == refusals


async def test_a_scope_of_its_own_lets_the_app_post_in_any_public_channel(stage: Stage) -> None:
    outside = stage.slack.channel(stage.team, joined=False)
    anywhere = client(stage.slack, stage.slack.install(stage.team, {"chat:write", "chat:write.public"}))
    assert (await anywhere.chat_postMessage(channel=outside.id, text="x"))["ok"]


async def test_a_reply_hangs_in_its_thread_and_a_reply_to_it_in_the_same(stage: Stage) -> None:
    post = stage.client.chat_postMessage
    root = (await post(channel=stage.study.id, text="root"))["ts"]
    first = await post(channel=stage.study.id, text="first", thread_ts=root)
    second = await post(channel=stage.study.id, text="second", thread_ts=first["ts"])
    assert [first["message"]["thread_ts"], second["message"]["thread_ts"]] == [root, root]


async def test_a_reply_to_a_deleted_message_becomes_a_message_of_the_channel(stage: Stage) -> None:
    post = stage.client.chat_postMessage
    root = (await post(channel=stage.study.id, text="root"))["ts"]
    stage.ada.delete(stage.ada.sees(stage.study)[0])
    reply = await post(channel=stage.study.id, text="reply", thread_ts=root)
    assert "thread_ts" not in reply["message"]


async def test_a_deleted_message_with_replies_keeps_its_thread(stage: Stage) -> None:
    post = stage.client.chat_postMessage
    root = (await post(channel=stage.study.id, text="root"))["ts"]
    await post(channel=stage.study.id, text="first", thread_ts=root)
    stage.ada.delete(stage.ada.sees(stage.study)[0])
    assert (await post(channel=stage.study.id, text="second", thread_ts=root))["message"]["thread_ts"] == root


async def test_a_change_replaces_text_and_blocks_and_keeps_the_metadata(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id}
    posted = await stage.client.chat_postMessage(**at, text="a", blocks=SECTION, metadata=MARK)
    await stage.client.chat_update(**at, ts=posted["ts"], text="b")
    (message,) = stage.mei.sees(stage.study)
    assert (message.text, message.blocks, message.metadata) == ("b", [], MARK)
    assert message.edited is not None


async def test_only_what_is_there_and_ours_can_be_changed_or_deleted(stage: Stage) -> None:
    said = stage.ada.say(stage.study, "hello")
    update, delete = stage.client.chat_update, stage.client.chat_delete
    at: Json = {"channel": stage.study.id}
    assert await code(update(**at, ts=said.ts, text="x")) == "cant_update_message"
    assert await code(delete(**at, ts=said.ts)) == "cant_delete_message"
    assert await code(update(**at, ts="1.000000", text="x")) == "message_not_found"
    assert await code(delete(**at, ts="1.000000")) == "message_not_found"
    posted = await stage.client.chat_postMessage(**at, text="a")
    await delete(**at, ts=posted["ts"])
    assert await code(update(**at, ts=posted["ts"], text="x")) == "message_not_found"
    left = await stage.client.chat_postMessage(**at, text="b")
    stage.study.archived = True
    assert await code(update(**at, ts=left["ts"], text="x")) == "is_inactive"


async def test_an_ephemeral_message_is_seen_by_one_person_and_can_not_be_changed(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id}
    told = await stage.client.chat_postEphemeral(**at, user=stage.mei.id, text="psst")
    assert [one.text for one in stage.mei.sees(stage.study)] == ["psst"]
    assert stage.ada.sees(stage.study) == []
    assert await code(stage.client.chat_update(**at, ts=told["message_ts"], text="x")) == "message_not_found"
    stage.mei.reload()
    assert stage.mei.sees(stage.study) == []


async def test_who_is_away_misses_an_ephemeral_message_and_nobody_is_told(stage: Stage) -> None:
    stage.mei.user.away = True
    assert (await stage.client.chat_postEphemeral(channel=stage.study.id, user=stage.mei.id, text="psst"))["ok"]
    assert stage.mei.sees(stage.study) == []


async def test_nobody_outside_the_channel_gets_an_ephemeral_message(stage: Stage) -> None:
    away = stage.slack.person(stage.team, "kofi")
    post = stage.client.chat_postEphemeral(channel=stage.study.id, user=away.id, text="psst")
    assert await code(post) == "user_not_in_channel"


async def test_a_link_leads_to_a_message_that_is_there(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id}
    posted = (await stage.client.chat_postMessage(**at, text="a"))["ts"]
    told = await stage.client.chat_getPermalink(**at, message_ts=posted)
    assert told["permalink"].endswith(f"/archives/{stage.study.id}/p{posted.replace('.', '')}")
    assert await code(stage.client.chat_getPermalink(**at, message_ts="1.000000")) == "message_not_found"


async def test_a_persons_id_means_the_apps_messages_to_them(stage: Stage) -> None:
    await stage.client.chat_postMessage(channel=stage.mei.id, text="hello")
    assert [one.text for one in stage.mei.direct()] == ["hello"]
    assert stage.ada.direct() == []
    stage.slack.world.app.messages_tab = False
    assert await code(stage.client.chat_postMessage(channel=stage.mei.id, text="x")) == "messages_tab_disabled"


async def test_a_direct_message_is_seen_anew_when_it_is_changed(stage: Stage) -> None:
    posted = await stage.client.chat_postMessage(channel=stage.mei.id, text="first")
    await stage.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="second")
    kinds = [one.kind for one in stage.slack.world.screens[stage.mei.id]]
    assert kinds == ["direct", "changed"]
    assert [one.text for one in stage.mei.direct()] == ["second"]


async def test_attachments_are_refused_and_unknown_arguments_complained_of(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id, "text": "x"}
    told = stage.client.chat_postMessage(**at, attachments=[{"fallback": "x", "color": "good"}])
    assert await code(told) == "invalid_arguments"
    await stage.client.chat_postMessage(**at, icon_emoji=":books:")
    assert "icon_emoji" in stage.slack.world.complaints.pop()


async def test_what_a_token_may_not_do_is_named(stage: Stage) -> None:
    reader = client(stage.slack, stage.slack.install(stage.team, BASE_SCOPES - {"chat:write"}))
    response = await refusal(reader.chat_postMessage(channel=stage.study.id, text="x"))
    assert response["error"] == "missing_scope"
    assert response["needed"] == "chat:write"
    assert "commands" in response["provided"].split(",")
    assert "commands" in response.headers["X-OAuth-Scopes"]
