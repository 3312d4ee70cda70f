"""Guilds, channels, threads, direct messages: what is not there, not to be seen, not allowed."""

from __future__ import annotations

import io

import discord
import pytest

from tests.platforms.discord.plain import ask, refusal
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild, Permission

NOBODY = 123456789012345678


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"/channels/{NOBODY}", 10003),
        (f"/channels/{NOBODY}/messages", 10003),
        (f"/guilds/{NOBODY}", 10004),
        (f"/guilds/{NOBODY}/roles", 10004),
        (f"/users/{NOBODY}", 10013),
        (f"/applications/{NOBODY}/commands", 10002),
        ("/nowhere", 0),
    ],
)
async def test_what_is_not_there_is_unknown_by_its_own_code(client: discord.Client, path: str, code: int) -> None:
    refused = await refusal(client, "GET", path)
    assert (refused.status, refused.code) == (404, code)


async def test_what_a_guild_does_not_have_is_unknown(client: discord.Client, guild: Guild, channel: Channel) -> None:
    member = await refusal(client, "GET", f"/guilds/{guild.id}/members/{NOBODY}")
    role = await refusal(client, "GET", f"/guilds/{guild.id}/roles/{NOBODY}")
    message = await refusal(client, "GET", f"/channels/{channel.id}/messages/{NOBODY}")
    assert [member.code, role.code, message.code] == [10007, 10011, 10008]


async def test_an_id_is_a_number(client: discord.Client) -> None:
    assert (await refusal(client, "GET", "/channels/general")).code == 50035


async def test_another_s_token_is_not_authorized(client: discord.Client, channel: Channel) -> None:
    client.http.token = "another"
    refused = await refusal(client, "GET", f"/channels/{channel.id}")
    assert (refused.status, refused.code) == (401, 0)


async def test_guild_channel_roles_and_members_are_told(
    client: discord.Client, guild: Guild, channel: Channel, platform: LoopbackDiscord
) -> None:
    ada = platform.person(guild, "Ada")
    role = platform.role(guild, "Learners")
    found = await client.fetch_guild(guild.id, with_counts=False)
    assert [one.name for one in await found.fetch_channels()] == [channel.name]
    assert (await found.fetch_member(ada.id)).display_name == "Ada"
    assert role.id in {one.id for one in await found.fetch_roles()}
    assert (await found.fetch_role(role.id)).name == "Learners"
    assert (await client.fetch_user(ada.id)).name == "ada"


async def test_a_channel_that_the_bot_can_not_see_is_refused_everything(
    client: discord.Client, channel: Channel, platform: LoopbackDiscord
) -> None:
    platform.deny(channel, Permission.VIEW_CHANNEL)
    path = f"/channels/{channel.id}"
    for method, where, body in (
        ("GET", path, None),
        ("GET", f"{path}/messages", None),
        ("POST", f"{path}/messages", {"content": "x"}),
    ):
        refused = await refusal(client, method, where, body)
        assert (refused.status, refused.code) == (403, 50001)


async def test_a_guild_that_removed_the_bot_is_unknown_and_its_channels_are_out_of_sight(
    client: discord.Client, guild: Guild, channel: Channel, platform: LoopbackDiscord
) -> None:
    platform.remove_bot(guild)
    assert (await refusal(client, "GET", f"/guilds/{guild.id}")).code == 10004
    assert (await refusal(client, "POST", f"/channels/{channel.id}/messages", {"content": "x"})).code == 50001
    platform.add_bot(guild)
    await ask(client, "POST", f"/channels/{channel.id}/messages", {"content": "x"})


async def test_a_channel_that_was_deleted_is_unknown_with_its_threads(
    client: discord.Client, sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    thread = await (await sender.send("Hello")).create_thread(name="Discussion")
    platform.delete_channel(channel)
    for place in (channel.id, thread.id):
        assert (await refusal(client, "POST", f"/channels/{place}/messages", {"content": "x"})).code == 10003


async def test_each_permission_is_demanded(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Hello")

    async def refused(missing: Permission, attempt: object) -> int:
        platform.deny(channel, missing)
        with pytest.raises(discord.Forbidden) as caught:
            await attempt  # type: ignore[misc]  # any coroutine
        platform.allow(channel)
        return caught.value.code

    embed = discord.Embed(title="x")
    assert await refused(Permission.SEND_MESSAGES, sender.send("x")) == 50013
    assert await refused(Permission.EMBED_LINKS, sender.send(embed=embed)) == 50013
    assert await refused(Permission.ATTACH_FILES, sender.send(file=discord.File(io.BytesIO(b"x"), "x"))) == 50013
    assert await refused(Permission.CREATE_PUBLIC_THREADS, sent.create_thread(name="x")) == 50013
    assert await refused(Permission.READ_MESSAGE_HISTORY, sent.reply("x")) == 160002
    await sender.send(embed=embed)


async def test_a_message_has_one_thread(
    client: discord.Client, sender: discord.TextChannel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Hello")
    thread = await sent.create_thread(name="Discussion")
    assert thread.id == sent.id
    with pytest.raises(discord.HTTPException) as caught:
        await sent.create_thread(name="Discussion")
    assert (caught.value.status, caught.value.code) == (400, 160004)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": ""}, "name: Must be 1 or more"),
        ({"name": "x" * 101}, "name: Must be 100 or fewer"),
        ({"name": "x", "auto_archive_duration": 61}, "auto_archive_duration: Value 61"),
    ],
)
async def test_a_thread_s_form_is_checked(
    client: discord.Client, sender: discord.TextChannel, form: dict[str, object], says: str
) -> None:
    sent = await sender.send("Hello")
    refused = await refusal(client, "POST", f"/channels/{sent.channel.id}/messages/{sent.id}/threads", form)
    assert (refused.code, says in refused.text) == (50035, True)


async def test_an_archived_thread_takes_messages_but_no_edits(
    client: discord.Client, sender: discord.TextChannel, platform: LoopbackDiscord
) -> None:
    begun = await (await sender.send("Hello")).create_thread(name="Discussion")
    thread = client.get_partial_messageable(begun.id)
    inside = await thread.send("First")
    platform.archive(platform.world.channels[thread.id])
    with pytest.raises(discord.HTTPException) as caught:
        await inside.edit(content="Changed")
    assert (caught.value.status, caught.value.code) == (400, 50083)
    await thread.send("Second")
    await inside.edit(content="Changed")


async def test_in_a_thread_no_thread_begins(
    client: discord.Client, sender: discord.TextChannel, platform: LoopbackDiscord
) -> None:
    begun = await (await sender.send("Hello")).create_thread(name="Discussion")
    inside = await begun.send("First")
    refused = await refusal(client, "POST", f"/channels/{begun.id}/messages/{inside.id}/threads", {"name": "Deeper"})
    assert (refused.status, refused.code) == (400, 50024)


async def test_direct_messages_reach_people_who_take_them(
    client: discord.Client, guild: Guild, platform: LoopbackDiscord
) -> None:
    ada = platform.person(guild, "Ada")
    person = await client.fetch_user(ada.id)
    await person.send("Hello")
    assert [one.content for one in platform.direct_messages(ada)] == ["Hello"]
    ada.user.takes_direct = False
    with pytest.raises(discord.Forbidden) as caught:
        await person.send("Hello?")
    assert caught.value.code == 50007


async def test_people_without_a_guild_in_common_get_no_direct_messages(
    client: discord.Client, platform: LoopbackDiscord
) -> None:
    stranger = await client.fetch_user(platform.person(None, "Stranger").id)
    with pytest.raises(discord.Forbidden) as caught:
        await stranger.send("Hello")
    assert caught.value.code == 50278


@pytest.mark.parametrize("recipient", [str(NOBODY), "me"])
async def test_nobody_can_not_be_written_to(client: discord.Client, recipient: str) -> None:
    assert (await refusal(client, "POST", "/users/@me/channels", {"recipient_id": recipient})).code == 50035
