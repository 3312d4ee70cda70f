"""Application commands: replaced as a whole, and what Discord refuses in them."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.platforms.discord.plain import ask, refusal
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Guild


def command(name: str = "quiz", *options: Json, **more: Any) -> Json:
    """Return a good command, but for `more`."""
    return {"name": name, "description": "Questions", "options": list(options), **more}


def option(name: str = "topic", **more: Any) -> Json:
    """Return a good text option, but for `more`."""
    return {"type": 3, "name": name, "description": "About what", **more}


def choices(count: int, **more: Any) -> list[Json]:
    """Return good choices, but for `more`."""
    return [{"name": str(number), "value": str(number), **more} for number in range(count)]


REFUSED: dict[str, tuple[list[Json], str]] = {
    "a name with capitals": ([command("Quiz")], "0.name: Command name is invalid"),
    "a name with a space": ([command("a quiz")], "0.name: String value did not match"),
    "a name too long": ([command("x" * 33)], "0.name: Must be 32 or fewer"),
    "no description": ([{"name": "quiz"}], "0.description: This field is required"),
    "a description too long": ([command(description="x" * 101)], "0.description: Must be 100"),
    "a name twice": ([command(), command()], "In 1: The name 'quiz' is there twice"),
    "an option twice": ([command("quiz", option(), option())], "0.options.1: The name 'topic' is there twice"),
    "26 options": ([command("quiz", *(option(f"o{n}") for n in range(26)))], "0.options: Must be 25 or fewer"),
    "26 choices": ([command("quiz", option(choices=choices(26)))], "choices: Must be 25 or fewer"),
    "a choice's name too long": ([command("quiz", option(choices=choices(1, name="x" * 101)))], "name: Must be 100"),
    "a choice's value too long": ([command("quiz", option(choices=choices(1, value="x" * 101)))], "value: Must be 100"),
    "choices and completion": ([command("quiz", option(choices=choices(1), autocomplete=True))], "mutually exclusive"),
    "a required option too late": ([command("quiz", option(), option("b", required=True))], "must be placed before"),
    "an option of no known type": ([command("quiz", option(type=77))], "0.options.0.type"),
    "a subcommand beside an option": ([command("quiz", option(), option("b", type=1))], "mutually exclusive to all"),
    "a language that there is not": ([command(name_localizations={"xx": "quiz"})], "Value 'xx' is not one"),
    "a translated name with capitals": ([command(name_localizations={"de": "Quiz"})], "Command name is invalid"),
    "a translated name twice": (
        [command("quiz", option("a", name_localizations={"de": "b"}), option("b"))],
        "0.options.0.name_localizations.de: The name 'b' is there twice",
    ),
    "a field that there is not": ([command(colour=1)], "0.colour: Discord would ignore this field."),
    "8001 characters": (
        [command("quiz", *(option(f"o{n}", choices=choices(25, name="x" * 100)) for n in range(4)))],
        "Command exceeds maximum size (8000)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("commands", "says"), REFUSED.values(), ids=REFUSED.keys())
async def test_commands_that_do_not_hold_together_are_refused(
    client: discord.Client, commands: list[Json], says: str
) -> None:
    refused = await refusal(client, "PUT", f"/applications/{client.application_id}/commands", commands)
    assert (refused.status, refused.code) == (400, 50035)
    assert says in refused.text


async def test_101_commands_are_too_many(client: discord.Client) -> None:
    commands = [command(f"c{number}") for number in range(101)]
    refused = await refusal(client, "PUT", f"/applications/{client.application_id}/commands", commands)
    assert (refused.status, refused.code) == (400, 30032)


async def test_commands_are_replaced_as_a_whole_and_keep_their_ids(client: discord.Client) -> None:
    path = f"/applications/{client.application_id}/commands"
    first = await ask(client, "PUT", path, [command("quiz"), command("today")])
    await ask(client, "PUT", path, [command("quiz", option(name_localizations={"de": "thema"}))])
    (kept,) = await ask(client, "GET", path)
    assert (kept["id"], kept["options"][0]["name_localizations"]) == (first[0]["id"], {"de": "thema"})


async def test_the_library_s_command_tree_is_taken(client: discord.Client, guild: Guild) -> None:
    tree = discord.app_commands.CommandTree(client)

    @tree.command(guild=discord.Object(guild.id))
    @discord.app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction, role: discord.Role | None, time: str = "09:00") -> None:
        """Set the group up."""

    (synced,) = await tree.sync(guild=discord.Object(guild.id))
    assert synced.default_member_permissions == discord.Permissions(manage_guild=True)
    assert [one.name for one in synced.options] == ["role", "time"]


async def test_commands_of_a_guild_without_the_bot_are_refused(
    client: discord.Client, guild: Guild, platform: LoopbackDiscord
) -> None:
    platform.remove_bot(guild)
    path = f"/applications/{client.application_id}/guilds/{guild.id}/commands"
    assert (await refusal(client, "PUT", path, [])).code == 10004
