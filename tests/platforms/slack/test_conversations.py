"""conversations.*, users.*, team.*: what the app may know, join and read, and every refusal of it."""

from __future__ import annotations

from tests.platforms.slack.conftest import Stage, client, code, refusal
from tests.platforms.slack.loopback import BASE_SCOPES, HISTORY_SCOPES
from tests.platforms.slack.world import Json, Kind
from tests.support.clock import START, Clock

MARK = {"event_type": "posting", "event_payload": {"marker": "11"}}


async def test_a_channel_is_told_about_as_what_it_is(stage: Stage) -> None:
    there = stage.slack.channel(stage.team, name="secret", kind=Kind.PRIVATE)
    public = (await stage.client.conversations_info(channel=stage.study.id, include_num_members=True))["channel"]
    private = (await stage.client.conversations_info(channel=there.id))["channel"]
    assert (public["name"], public["is_private"], public["is_member"], public["num_members"]) == (
        "study",
        False,
        True,
        3,
    )
    assert (private["is_private"], private["is_group"]) == (True, True)


async def test_a_private_channel_without_the_app_is_not_there_for_it(stage: Stage) -> None:
    hidden = stage.slack.channel(stage.team, kind=Kind.PRIVATE, joined=False)
    for call in (stage.client.conversations_info, stage.client.conversations_join, stage.client.conversations_history):
        assert await code(call(channel=hidden.id)) == "channel_not_found"


async def test_the_app_joins_public_channels_alone(stage: Stage) -> None:
    slack, join = stage.slack, stage.client.conversations_join
    outside = slack.channel(stage.team, joined=False)
    assert (await join(channel=outside.id))["channel"]["is_member"]
    assert (await join(channel=outside.id))["warning"] == "already_in_channel"
    private = slack.channel(stage.team, kind=Kind.PRIVATE)
    assert await code(join(channel=private.id)) == "method_not_supported_for_channel_type"
    old = slack.channel(stage.team, joined=False)
    old.archived = True
    assert await code(join(channel=old.id)) == "is_archived"


async def test_direct_messages_are_opened_with_people_who_can_be_reached(stage: Stage) -> None:
    open_, slack = stage.client.conversations_open, stage.slack
    first = await open_(users=stage.mei.id)
    again = await open_(users=stage.mei.id)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    gone = slack.person(stage.team, "gone", deactivated=True)
    robot = slack.person(stage.team, "robot", bot=True)
    elsewhere = slack.person(slack.workspace("other"), "eve")
    refusals = {
        "U404": "user_not_found",
        gone.id: "user_disabled",
        robot.id: "cannot_dm_bot",
        elsewhere.id: "user_not_found",
    }
    assert {id: await code(open_(users=id)) for id in refusals} == refusals


async def test_history_is_newest_first_between_two_moments_without_replies(stage: Stage, clock: Clock) -> None:
    post, at = stage.client.chat_postMessage, stage.study.id
    stamps = []
    for text in ("a", "b", "c"):
        stamps.append((await post(channel=at, text=text))["ts"])
        clock.advance(minutes=1)
    await post(channel=at, text="reply", thread_ts=stamps[0])
    history = stage.client.conversations_history
    assert [one["text"] for one in (await history(channel=at))["messages"]] == ["c", "b", "a"]
    later = await history(channel=at, oldest=stamps[0])
    assert [one["text"] for one in later["messages"]] == ["c", "b"]
    both = await history(channel=at, oldest=stamps[0], latest=stamps[1], inclusive=True)
    assert [one["text"] for one in both["messages"]] == ["b", "a"]
    moment = await history(channel=at, oldest=str(START.timestamp() + 61))
    assert [one["text"] for one in moment["messages"]] == ["c"]


async def test_history_comes_in_pages(stage: Stage) -> None:
    for number in range(5):
        await stage.client.chat_postMessage(channel=stage.study.id, text=str(number))
    texts, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        told = await stage.client.conversations_history(channel=stage.study.id, limit=2, cursor=cursor)
        texts += [one["text"] for one in told["messages"]]
        cursor, pages = told["response_metadata"]["next_cursor"], pages + 1
        assert told["has_more"] == bool(cursor)
    assert (texts, pages) == (["4", "3", "2", "1", "0"], 3)
    history = stage.client.conversations_history
    assert await code(history(channel=stage.study.id, limit=0)) == "invalid_limit"
    assert await code(history(channel=stage.study.id, cursor="?")) == "invalid_cursor"


async def test_metadata_is_told_only_when_asked_for(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id}
    await stage.client.chat_postMessage(**at, text="a", metadata=MARK)
    (plain,) = (await stage.client.conversations_history(**at))["messages"]
    (whole,) = (await stage.client.conversations_history(**at, include_all_metadata=True))["messages"]
    assert "metadata" not in plain
    assert whole["metadata"] == MARK


async def test_history_takes_a_scope_for_each_kind_of_channel(stage: Stage) -> None:
    private = stage.slack.channel(stage.team, kind=Kind.PRIVATE)
    blind = client(stage.slack, stage.slack.install(stage.team, BASE_SCOPES))
    half = client(stage.slack, stage.slack.install(stage.team, BASE_SCOPES | HISTORY_SCOPES - {"groups:history"}))
    assert await code(blind.conversations_history(channel=stage.study.id)) == "missing_scope"
    assert (await half.conversations_history(channel=stage.study.id))["ok"]
    assert (await refusal(half.conversations_history(channel=private.id)))["needed"] == "groups:history"


async def test_only_members_read_what_was_said(stage: Stage) -> None:
    outside = stage.slack.channel(stage.team, joined=False)
    assert await code(stage.client.conversations_history(channel=outside.id)) == "not_in_channel"


async def test_a_thread_is_told_from_its_first_message_on(stage: Stage) -> None:
    at: Json = {"channel": stage.study.id}
    root = (await stage.client.chat_postMessage(**at, text="root"))["ts"]
    await stage.client.chat_postMessage(**at, text="reply", thread_ts=root)
    told = await stage.client.conversations_replies(**at, ts=root)
    assert [one["text"] for one in told["messages"]] == ["root", "reply"]
    assert told["messages"][0]["reply_count"] == 1
    assert await code(stage.client.conversations_replies(**at, ts="1.000000")) == "thread_not_found"


async def test_members_are_told_and_where_the_app_is_one(stage: Stage) -> None:
    told = await stage.client.conversations_members(channel=stage.study.id)
    assert set(told["members"]) == {stage.ada.id, stage.mei.id, stage.team.bot.id}
    stage.slack.channel(stage.team, joined=False)
    joined = await stage.client.users_conversations(types="public_channel,private_channel")
    assert [one["id"] for one in joined["channels"]] == [stage.study.id]


async def test_people_are_told_about_with_their_zone_language_and_standing(stage: Stage) -> None:
    guest = stage.slack.person(stage.team, "guest", visitor=True, zone="Asia/Tokyo", locale="ja-JP")
    ada = (await stage.client.users_info(user=stage.ada.id))["user"]
    told = (await stage.client.users_info(user=guest.id, include_locale=True))["user"]
    assert (ada["is_admin"], ada["is_owner"], ada["is_restricted"], ada["tz"]) == (True, False, False, "Europe/Berlin")
    assert "locale" not in ada
    assert (told["is_restricted"], told["is_ultra_restricted"], told["locale"]) == (True, True, "ja-JP")
    assert told["tz_offset"] == 9 * 3600
    assert await code(stage.client.users_info(user="U404")) == "user_not_found"


async def test_two_workspaces_know_nothing_of_each_other_but_a_shared_channel(stage: Stage) -> None:
    slack = stage.slack
    other = slack.workspace("other")
    theirs = client(slack, slack.install(other))
    eve = slack.person(other, "eve")
    assert await code(theirs.conversations_info(channel=stage.study.id)) == "channel_not_found"
    assert await code(theirs.chat_postMessage(channel=stage.study.id, text="x")) == "channel_not_found"
    assert await code(stage.client.users_info(user=eve.id)) == "user_not_found"
    slack.channel(stage.team, other, name="both", people=[stage.ada, eve])
    stranger = (await stage.client.users_info(user=eve.id))["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, other.id)
    assert not {"tz", "is_admin"} & stranger.keys()


async def test_the_app_asks_who_it_is(stage: Stage) -> None:
    told = await stage.client.auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == (stage.team.id, stage.team.bot.id, stage.team.bot_id)
    assert "chat:write" in told.headers["X-OAuth-Scopes"].split(",")
    bot = await stage.client.bots_info(bot=told["bot_id"])
    assert bot["bot"]["app_id"] == stage.slack.world.app.id
    assert await code(stage.client.bots_info(bot="B404")) == "bot_not_found"
    assert await code(stage.client.team_info()) == "missing_scope"


async def test_arguments_of_a_wrong_form_are_refused(stage: Stage) -> None:
    call, at = stage.client.api_call, {"channel": stage.study.id}
    assert await code(call("conversations.history", params=at | {"oldest": "yesterday"})) == "invalid_arguments"
    assert await code(call("conversations.history", params=at | {"limit": "many"})) == "invalid_arguments"
    assert await code(call("conversations.open", params={"users": "U1,U2"})) == "invalid_arguments"
    assert await code(call("users.conversations", params={"types": "club"})) == "invalid_types"


async def test_methods_that_slack_does_not_have_are_unknown(stage: Stage) -> None:
    assert await code(stage.client.api_call("chat.scream")) == "unknown_method"


async def test_what_is_required_and_missing_is_named(stage: Stage) -> None:
    told = await refusal(stage.client.api_call("conversations.info"))
    assert told["error"] == "invalid_arguments"
    assert told["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
