"""Permissions add up in Discord's order: roles, then what a channel says of everyone, of roles, of the member."""

from __future__ import annotations

import pytest

from tests.platforms.discord.permissions import in_channel, in_guild
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import EVERYTHING, MEMBERS_MAY, NOTHING, Channel, Guild, Overwrite, Permission

SEND, VIEW, FILES = Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL, Permission.ATTACH_FILES


async def test_roles_add_to_what_everyone_may(platform: LoopbackDiscord, guild: Guild) -> None:
    ada = platform.person(guild, "Ada", platform.role(guild, "Staff", Permission.MANAGE_GUILD))
    assert in_guild(guild.members[ada.id]) == MEMBERS_MAY | Permission.MANAGE_GUILD


async def test_the_owner_and_administrators_may_everything(
    platform: LoopbackDiscord, guild: Guild, channel: Channel
) -> None:
    boss = platform.person(guild, "Boss", may=Permission.ADMINISTRATOR)
    platform.deny(channel, EVERYTHING, guild.everyone)
    assert in_channel(boss.user, channel) == in_channel(platform.world.operator, channel) == EVERYTHING


@pytest.mark.parametrize(
    ("everyone", "role", "member", "may"),
    [
        (Overwrite(role=True, deny=SEND), None, None, False),
        (Overwrite(role=True, deny=SEND), Overwrite(role=True, allow=SEND), None, True),
        (None, Overwrite(role=True, deny=SEND), None, False),
        (None, Overwrite(role=True, deny=SEND), Overwrite(role=False, allow=SEND), True),
        (Overwrite(role=True, allow=SEND), None, Overwrite(role=False, deny=SEND), False),
        (Overwrite(role=True, deny=VIEW), Overwrite(role=True, allow=SEND), None, False),
    ],
)
async def test_the_more_particular_word_counts(
    platform: LoopbackDiscord,
    guild: Guild,
    channel: Channel,
    everyone: Overwrite | None,
    role: Overwrite | None,
    member: Overwrite | None,
    may: bool,
) -> None:
    learners = platform.role(guild, "Learners")
    ada = platform.person(guild, "Ada", learners)
    said = {guild.id: everyone, learners.id: role, ada.id: member}
    channel.overwrites = {id: overwrite for id, overwrite in said.items() if overwrite}
    assert bool(in_channel(ada.user, channel) & SEND) is may


async def test_strangers_may_nothing(platform: LoopbackDiscord, channel: Channel) -> None:
    assert in_channel(platform.person(None, "Zoe").user, channel) == NOTHING


async def test_a_bot_that_was_invited_with_little_may_little(platform: LoopbackDiscord) -> None:
    guild = platform.guild(bot_may=VIEW)
    guild.everyone.permissions = VIEW
    assert platform.bot_may(platform.channel(guild)) == VIEW
