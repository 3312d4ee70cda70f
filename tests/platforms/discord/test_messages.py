"""Messages of channels: what the real client gets for sending, editing, finding and deleting."""

from __future__ import annotations

import io
from datetime import timedelta

import discord
import pytest

from tests.platforms.discord.http_routes.messages import ROUTES
from tests.platforms.discord.mentions import EVERYONE
from tests.platforms.discord.plain import ask, refusal
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Flag, Guild, Permission
from tests.support.clock import Clock

ALL = discord.AllowedMentions.all()


async def test_an_edit_keeps_what_it_does_not_name(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord, clock: Clock
) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="A", custom_id="a"))
    sent = await sender.send("Before", view=view)
    clock.advance(seconds=5)
    edited = await sent.edit(content="After")
    assert edited.edited_at == clock()
    assert [one.content for one in platform.messages(channel)] == ["After"]
    assert edited.components


async def test_components_are_not_taken_back_to_content(sender: discord.TextChannel) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("Hello"))
    sent = await sender.send(view=view)
    assert sent.flags.components_v2
    with pytest.raises(discord.HTTPException, match="'content' field cannot be used"):
        await sent.edit(content="Plain")


async def test_files_come_along_and_can_be_had(
    client: discord.Client, sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    file = discord.File(io.BytesIO(b"picture"), "chart.png", description="A chart")
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png", description="A chart")))
    sent = await sender.send(view=view, file=file)
    (attachment,) = platform.messages(channel)[0].attachments
    assert (attachment.data, attachment.description) == (b"picture", "A chart")
    gallery = sent.components[0]
    assert isinstance(gallery, discord.MediaGalleryComponent)
    assert await client.http.get_from_cdn(gallery.items[0].media.url) == b"picture"


async def test_an_edit_names_the_files_that_stay(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Files", files=[discord.File(io.BytesIO(b"x"), name) for name in ("a", "b")])
    kept = await sent.edit(attachments=[sent.attachments[1], discord.File(io.BytesIO(b"y"), "c")])
    assert [one.filename for one in kept.attachments] == ["b", "c"]
    await sent.edit(content="The same files")
    assert [one.filename for one in platform.messages(channel)[0].attachments] == ["b", "c"]
    with pytest.raises(discord.HTTPException, match="There is no file"):
        await sent.edit(attachments=[sent.attachments[0]])


async def test_a_file_too_large_is_refused(sender: discord.TextChannel) -> None:
    with pytest.raises(discord.HTTPException) as caught:
        await sender.send(file=discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "large.bin"))
    assert (caught.value.status, caught.value.code) == (413, 40005)


async def test_history_is_read_from_either_end(
    sender: discord.TextChannel, clock: Clock, platform: LoopbackDiscord
) -> None:
    sent = []
    for number in range(6):
        sent.append(await sender.send(str(number)))
        clock.advance(minutes=1)
    newest = [one.content async for one in sender.history(limit=2)]
    after = [one.content async for one in sender.history(limit=2, after=sent[1])]
    since = [one.content async for one in sender.history(after=clock() - timedelta(minutes=2, seconds=30))]
    before = [one.content async for one in sender.history(limit=2, before=sent[2])]
    around = [one.content async for one in sender.history(limit=3, around=sent[2])]
    assert [newest, after, since] == [["5", "4"], ["2", "3"], ["4", "5"]]
    assert [before, around] == [["1", "0"], ["3", "2", "1"]]


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "before=x", "before=1&after=2"])
async def test_history_takes_only_sound_bounds(client: discord.Client, channel: Channel, query: str) -> None:
    assert (await refusal(client, "GET", f"/channels/{channel.id}/messages?{query}")).code == 50035


async def test_without_read_message_history_nothing_is_found(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Hello")
    platform.deny(channel, Permission.READ_MESSAGE_HISTORY)
    assert [one async for one in sender.history()] == []
    with pytest.raises(discord.Forbidden) as caught:
        await sender.fetch_message(sent.id)
    assert caught.value.code == 50001


async def test_a_nonce_is_echoed_once_and_makes_one_message(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    first = await sender.send("Hello", nonce="12345")
    again = await sender.send("Hello once more", nonce="12345")
    assert (first.nonce, again.id, again.content) == ("12345", first.id, "Hello")
    assert len(platform.messages(channel)) == 1
    assert (await sender.fetch_message(first.id)).nonce is None


async def test_a_nonce_is_forgotten_after_minutes(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord, clock: Clock
) -> None:
    await sender.send("Hello", nonce="12345")
    clock.advance(minutes=6)
    await sender.send("Hello", nonce="12345")
    assert len(platform.messages(channel)) == 2


async def test_a_nonce_that_is_not_enforced_makes_two_messages(
    client: discord.Client, channel: Channel, platform: LoopbackDiscord
) -> None:
    for _ in range(2):
        await ask(client, "POST", f"/channels/{channel.id}/messages", {"content": "x", "nonce": "1"})
    assert len(platform.messages(channel)) == 2


async def test_the_nonce_of_a_message_that_was_deleted_is_unknown(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    await sender.send("Hello", nonce="12345")
    platform.delete_message(platform.messages(channel)[0])
    with pytest.raises(discord.NotFound) as caught:
        await sender.send("Hello", nonce="12345")
    assert caught.value.code == 10008


async def test_another_s_message_is_not_edited_and_deleted_only_with_permission(
    client: discord.Client, channel: Channel, guild: Guild, platform: LoopbackDiscord
) -> None:
    theirs = platform.say(channel, platform.person(guild, "Ada").user, "Hi")
    path = f"/channels/{channel.id}/messages/{theirs.id}"
    edit = await refusal(client, "PATCH", path, {"content": "Bye"})
    delete = await refusal(client, "DELETE", path)
    assert [(edit.status, edit.code), (delete.status, delete.code)] == [(403, 50005), (403, 50013)]
    guild.members[platform.world.bot.id].roles.append(platform.role(guild, "Moderator", Permission.MANAGE_MESSAGES))
    await ask(client, "DELETE", path)
    assert platform.messages(channel) == []


async def test_a_deleted_message_is_unknown_to_every_route(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Hello")
    await sent.delete()
    assert platform.messages(channel) == []
    for again in (sent.edit(content="x"), sent.delete(), sender.fetch_message(sent.id), sent.create_thread(name="x")):
        with pytest.raises(discord.NotFound) as caught:
            await again
        assert caught.value.code == 10008


async def test_only_allowed_mentions_alert(
    sender: discord.TextChannel, channel: Channel, guild: Guild, platform: LoopbackDiscord
) -> None:
    ada = platform.person(guild, "Ada")
    learners, staff = platform.role(guild, "Learners", mentionable=True), platform.role(guild, "Staff")
    text = f"@everyone <@{ada.id}> <@&{learners.id}> <@&{staff.id}>"
    await sender.send(text, allowed_mentions=discord.AllowedMentions.none())
    await sender.send(text, allowed_mentions=discord.AllowedMentions(roles=[learners], users=False, everyone=False))
    await sender.send(text, allowed_mentions=ALL)
    guild.members[platform.world.bot.id].roles.append(platform.role(guild, "Loud", Permission.MENTION_EVERYONE))
    await sender.send(text, allowed_mentions=ALL)
    alerted = [one.alerted for one in platform.messages(channel)]
    assert alerted == [set(), {learners.id}, {ada.id, learners.id}, {ada.id, learners.id, staff.id, EVERYONE}]


async def test_a_reply_names_its_message(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Question")
    reply = await sent.reply("Answer", mention_author=False)
    assert reply.reference
    assert reply.reference.message_id == sent.id
    assert platform.messages(channel)[1].reply_to is platform.messages(channel)[0]


async def test_flags_that_only_show_are_set_by_discord(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    sent = await sender.send("Hello", silent=True)
    await sent.create_thread(name="Discussion")
    assert (await sender.fetch_message(sent.id)).flags.has_thread
    assert platform.messages(channel)[0].flags == Flag.SILENT


def test_every_route_of_messages_is_one_that_faults_can_name(platform: LoopbackDiscord) -> None:
    assert set(ROUTES) <= platform.faults.routes
