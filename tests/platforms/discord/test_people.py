"""People do what Discord's app lets them do, and see what they are meant to see."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.platforms.discord.looking import buttons_of, text_of
from tests.platforms.discord.people import Person
from tests.platforms.discord.plain import Listening, ask
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild, Message, Permission

OPTIONS: list[Json] = [
    {"type": 3, "name": "time", "description": "When", "required": True, "max_length": 5},
    {"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 10},
    {"type": 3, "name": "level", "description": "How hard", "choices": [{"name": "Easy", "value": "easy"}]},
    {"type": 8, "name": "role", "description": "Whom to ping"},
    {"type": 6, "name": "who", "description": "Whose"},
    {"type": 7, "name": "where", "description": "Where"},
]
NESTED: Json = {
    "name": "settings",
    "description": "Settings",
    "options": [{"type": 1, "name": "time", "description": "When", "options": [OPTIONS[0]]}],
}
COMMANDS: list[Json] = [
    {"name": "setup", "description": "Set up", "options": OPTIONS, "default_member_permissions": 1 << 5},
    {"name": "today", "description": "Today", "contexts": [0]},
    NESTED,
]


@pytest.fixture
async def ada(platform: LoopbackDiscord, guild: Guild, online: Listening) -> Person:
    """A member who manages the server, with commands to run."""
    await ask(online, "PUT", f"/applications/{online.application_id}/commands", COMMANDS)
    return platform.person(guild, "Ada", may=Permission.MANAGE_GUILD, locale="de")


async def test_a_command_carries_typed_values_and_who_they_stand_for(
    platform: LoopbackDiscord, online: Listening, ada: Person, guild: Guild, channel: Channel
) -> None:
    role = platform.role(guild, "Learners")
    values = {"time": "09:00", "count": 3, "role": role.id, "who": ada.id, "where": channel.id}
    await ada.command(channel, "setup", values, wait=False)
    heard = await online.heard()
    sent: Any = heard.data
    assert {one["name"]: one["value"] for one in sent["options"]} == {
        name: value if isinstance(value, int) and value < 10 else str(value) for name, value in values.items()
    }
    assert sent["resolved"]["roles"][str(role.id)]["name"] == "Learners"
    assert sent["resolved"]["members"][str(ada.id)]["permissions"]
    assert (str(heard.locale), heard.permissions.manage_guild) == ("de", True)
    assert heard.app_permissions.send_messages
    assert isinstance(heard.user, discord.Member)


async def test_a_nested_command_is_run_by_its_path(online: Listening, ada: Person, channel: Channel) -> None:
    await ada.command(channel, "settings time", {"time": "09:00"}, wait=False)
    sent: Any = (await online.heard()).data
    assert (sent["options"][0]["name"], sent["options"][0]["options"][0]["value"]) == ("time", "09:00")


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("nothing", {}, "no /nothing here"),
        ("setup", {}, r"/setup needs \['time'\]"),
        ("setup", {"time": "09:00", "colour": "red"}, r"/setup has no options \['colour'\]"),
        ("setup", {"time": 9}, "'time' is of type 3, not 9"),
        ("setup", {"time": "09:00:00"}, "'time' is too large"),
        ("setup", {"time": "09:00", "count": 0}, "'count' is too small"),
        ("setup", {"time": "09:00", "level": "hard"}, r"'level' offers \['easy'\]"),
    ],
)
async def test_a_command_is_run_as_it_was_registered(
    ada: Person, channel: Channel, name: str, values: dict[str, object], says: str
) -> None:
    with pytest.raises(AssertionError, match=says):
        await ada.command(channel, name, values)


async def test_a_command_is_hidden_from_who_lacks_its_permissions(
    platform: LoopbackDiscord, ada: Person, guild: Guild, channel: Channel
) -> None:
    mei = platform.person(guild, "Mei")
    with pytest.raises(AssertionError, match="/setup is hidden from this person"):
        await mei.command(channel, "setup", {"time": "09:00"})
    platform.unhide_commands()
    await mei.command(channel, "setup", {"time": "09:00"}, wait=False)
    with pytest.raises(AssertionError, match="/today is not offered here"):
        await ada.command(platform.world.direct_channel(ada.user), "today")


async def test_a_guild_s_own_command_comes_before_the_global_one(
    online: Listening, ada: Person, guild: Guild, channel: Channel
) -> None:
    path = f"/applications/{online.application_id}/guilds/{guild.id}/commands"
    (own,) = await ask(online, "PUT", path, [{"name": "today", "description": "Here"}])
    await ada.command(channel, "today", wait=False)
    sent: Any = (await online.heard()).data
    assert sent["id"] == own["id"]


@pytest.fixture
async def message(online: Listening, channel: Channel, platform: LoopbackDiscord) -> Message:
    """A message with buttons and a menu."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="A", custom_id="a"))
    view.add_item(discord.ui.Button(label="B", custom_id="b", disabled=True))
    options = [discord.SelectOption(label=letter) for letter in "ABCDE"]
    view.add_item(discord.ui.Select(custom_id="menu", options=options, min_values=2, max_values=2))
    await online.get_partial_messageable(channel.id).send("Choose two", view=view)
    return platform.messages(channel)[-1]


async def test_a_choice_sends_its_values(online: Listening, ada: Person, message: Message) -> None:
    await ada.choose(message, "menu", ["A", "D"], wait=False)
    heard: Any = await online.heard()
    assert (heard.data["custom_id"], heard.data["values"]) == ("menu", ["A", "D"])
    assert heard.message.id == message.id


async def test_controls_are_used_as_they_stand(
    platform: LoopbackDiscord, ada: Person, guild: Guild, message: Message, channel: Channel
) -> None:
    assert buttons_of(message) == {"A": "a"}
    for wrong, says in (
        (ada.press(message, "b"), "'b' is disabled"),
        (ada.press(message, "c"), "no control 'c'"),
        (ada.press(message, "menu"), "is no button"),
        (ada.choose(message, "a", ["A"]), "is no menu"),
        (ada.choose(message, "menu", ["A"]), "takes 2 to 2 values"),
        (ada.choose(message, "menu", ["A", "Z"]), "offers"),
    ):
        with pytest.raises(AssertionError, match=says):
            await wrong
    platform.deny(channel, Permission.VIEW_CHANNEL, guild.everyone)
    with pytest.raises(AssertionError, match="does not see the message"):
        await ada.press(message, "a")


async def test_a_private_answer_is_seen_by_one_person_only(
    platform: LoopbackDiscord, online: Listening, ada: Person, guild: Guild, channel: Channel, message: Message
) -> None:
    mei = platform.person(guild, "Mei")
    outcome = await ada.press(message, "a", wait=False)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="More", custom_id="more"))
    await (await online.heard()).response.send_message("Only you", ephemeral=True, view=view)
    assert outcome.message
    assert [text_of(one) for one in ada.sees(channel)] == ["Choose two", "Only you"]
    assert [text_of(one) for one in mei.sees(channel)] == ["Choose two"]
    with pytest.raises(AssertionError, match="does not see"):
        await mei.press(outcome.message, "more")


async def test_a_person_answers_in_direct_messages(platform: LoopbackDiscord, online: Listening, ada: Person) -> None:
    person = await online.fetch_user(ada.id)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Stop", custom_id="stop"))
    await person.send("Reminder", view=view)
    outcome = await ada.press(platform.direct_messages(ada)[0], "stop", wait=False)
    heard = await online.heard()
    assert (heard.guild_id, heard.user.id, isinstance(heard.channel, discord.DMChannel)) == (None, ada.id, True)
    await heard.response.edit_message(content="Stopped", view=None)
    assert outcome.text == "Stopped"


OTHER = {"label": "B", "value": "b"}
FIELDS: list[Json] = [
    {"type": 4, "custom_id": "name", "style": 1, "min_length": 2, "max_length": 5},
    {"type": 4, "custom_id": "why", "style": 2, "required": False, "value": "Because"},
    {"type": 21, "custom_id": "one", "options": [{"label": "A", "value": "a", "default": True}, OTHER]},
    {"type": 22, "custom_id": "some", "options": [{"label": letter, "value": letter} for letter in "xyz"]},
    {"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}], "required": False},
]  # fmt: skip


async def test_a_modal_sends_what_was_filled_in_and_what_stood_there(
    online: Listening, ada: Person, message: Message
) -> None:
    opened = await ada.press(message, "a", wait=False)
    heard = await online.heard()
    labels = [{"type": 18, "label": field["custom_id"], "component": field} for field in FIELDS]
    form = {"type": 9, "data": {"custom_id": "form", "title": "A form", "components": labels}}
    await ask(online, "POST", f"/interactions/{heard.id}/{heard.token}/callback", form)
    for values, says in (
        ({"some": ["x"]}, "'name' is required"),
        ({"name": "A", "some": ["x"]}, "'name' takes 2 to 5 characters"),
        ({"name": "Ada", "some": ["w"]}, "'some' offers"),
        ({"name": "Ada"}, "'some' takes 1 to 3 values"),
        ({"name": "Ada", "some": ["x"], "colour": "red"}, r"no fields \['colour'\]"),
    ):
        with pytest.raises(AssertionError, match=says):
            await ada.submit(opened, values)
    await ada.submit(opened, {"name": "Ada", "some": ["x", "z"]}, wait=False)
    sent: Any = (await online.heard()).data
    filled = [one["component"] for one in sent["components"]]
    assert [one.get("value", one.get("values")) for one in filled] == ["Ada", "Because", "a", ["x", "z"], []]
