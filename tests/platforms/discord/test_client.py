"""The real discord.py logs in, hears of guilds, and answers people."""

from __future__ import annotations

import discord
import pytest

from tests.platforms.discord.client import Waits
from tests.platforms.discord.looking import buttons_of
from tests.platforms.discord.plain import Listening, running
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild

COMMANDS = [{"name": "setup", "description": "Set up", "options": [{"type": 8, "name": "role", "description": "Whom"}]}]


class Form(discord.ui.Modal, title="A form"):
    """A modal with one field."""

    name: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Name", custom_id="name")


class Answering(discord.AutoShardedClient):
    """Answers commands late and privately, buttons with a modal, modals with a change."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer one of each kind."""
        if interaction.type is discord.InteractionType.application_command:
            await interaction.response.defer(ephemeral=True)
            await interaction.edit_original_response(content="Here it is")
        elif interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Form(custom_id="form"))
        elif interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.edit_message(content="Thanks", view=None)


async def test_a_client_hears_of_its_guilds_and_channels(
    platform: LoopbackDiscord, guild: Guild, channel: Channel, waits: Waits
) -> None:
    async with running(platform, Listening()) as client:
        await client.wait_until_ready()
        assert [one.id for one in client.guilds] == [guild.id]
        assert [one.id for one in client.guilds[0].text_channels] == [channel.id]
        assert client.guilds[0].me.guild_permissions.send_messages


async def test_a_wrong_token_is_refused(platform: LoopbackDiscord, waits: Waits) -> None:
    async with Listening() as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")


async def test_a_person_runs_a_command_presses_and_fills_in_a_modal(
    platform: LoopbackDiscord, guild: Guild, channel: Channel, waits: Waits
) -> None:
    ada = platform.person(guild, "Ada")
    client = Answering(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
    async with running(platform, client):
        assert client.application_id
        await client.http.bulk_upsert_global_commands(client.application_id, COMMANDS)
        answer = await (await ada.command(channel, "setup", {"role": guild.id})).answered()
        assert (answer.text, answer.private) == ("Here it is", True)
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="A", custom_id="q:a"))
        await client.get_partial_messageable(channel.id).send("Hello", view=view)
        message = platform.messages(channel)[-1]
        opened = await ada.press(message, buttons_of(message)["A"])
        assert opened.modal
        thanked = await ada.submit(opened, {"name": "Ada"})
        assert (thanked.text, thanked.private, buttons_of(message)) == ("Thanks", False, {})
        assert answer.message in ada.sees(channel)
        assert answer.message not in platform.messages(channel)
