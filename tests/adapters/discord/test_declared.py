"""Settings, permissions, and the commands that Discord is told of."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from adapters.discord import adapter, settings
from adapters.discord.commands import LOCALES, completions, declarations, digest, languages
from adapters.discord.failures import about_message
from adapters.discord.permissions import NEEDED, in_channel, in_guild, missing
from adapters.discord.wire import ApiError
from bot.chat.cards import Card, Choice
from bot.chat.declare import Command, CommandOption, Who
from bot.chat.port import Adapter, Permanent, Previewer, Programs
from bot.errors import ConfigError
from bot.i18n import words

TOKEN = "MTIz.abc.def-ghi_jkl"


async def nothing(*_: object) -> Any:
    """Handle nothing."""


def command(name: str = "quiz", *options: CommandOption[Any], who: Who = Who.EVERYONE) -> Command[Any]:
    return Command(name, "Ask me about {nothing}".replace("{nothing}", "it"), nothing, options, who)


def test_a_command_says_where_it_is_and_to_whom_it_is_shown() -> None:
    quiz, pause, setup = declarations([command(), command("pause", who=Who.OWNER), command("setup", who=Who.OWNER)], {})
    assert (quiz["contexts"], pause["contexts"], setup["contexts"]) == ([0], [0], [0])
    assert "default_member_permissions" not in quiz
    assert "default_member_permissions" not in pause
    assert setup["default_member_permissions"] == str(1 << 5)


def test_options_have_their_kinds_and_needed_ones_come_first() -> None:
    options = (
        CommandOption[Any]("about", "What about", complete=lambda *_: ()),
        CommandOption[Any]("role", "Whom", role=True),
        CommandOption[Any]("days", "When", choices=(Choice("daily", "Every day"),)),
        CommandOption[Any]("count", "How many", required=True),
    )
    [declared] = declarations([command("quiz", *options)], {})
    told = {one["name"]: one for one in declared["options"]}
    assert list(told) == ["count", "about", "role", "days"]
    assert {name: one["type"] for name, one in told.items()} == {"count": 3, "about": 3, "role": 8, "days": 3}
    assert told["about"]["autocomplete"]
    assert told["days"]["choices"] == [{"name": "Every day", "value": "daily"}]


def test_descriptions_and_choices_are_translated_by_the_catalogue() -> None:
    option = CommandOption[Any]("days", "When", choices=(Choice("daily", "Every day"),))
    [declared] = declarations([command("quiz", option)], {"de": words("en-XA"), "fr": words("en")})
    assert list(declared["description_localizations"]) == ["de"]
    assert declared["description_localizations"]["de"].startswith("⟦")
    [told] = declared["options"]
    assert told["description_localizations"]["de"].startswith("⟦")
    assert told["choices"][0]["name_localizations"]["de"].startswith("⟦")
    assert declared["name"] == "quiz"


def test_only_languages_with_a_catalogue_are_told() -> None:
    assert set(languages()) == set(LOCALES)
    [declared] = declarations([command()], languages())
    assert "description_localizations" not in declared


def test_any_change_of_a_declaration_changes_its_digest() -> None:
    one = declarations([command()], {})
    assert digest(one) == digest(declarations([command()], {}))
    assert digest(one) != digest(declarations([command("other")], {}))
    assert digest(one) != digest(declarations([command()], {"de": words("en-XA")}))


def test_completions_keep_to_the_limits() -> None:
    offered = completions([Choice(str(n), "x" * 300) for n in range(40)] + [Choice("y" * 101, "too long")])
    assert len(offered) == 25
    assert all(0 < len(one["name"]) <= 100 for one in offered)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        (settings.TOKEN, "abc", "no bot token"),
        (settings.SHARDS, "4", "names no shards"),
        (settings.SHARDS, "3-1/8", "names no shards"),
        (settings.SHARDS, "0-8/8", "names no shards"),
        (settings.DEV_GUILD, "my server", "no id of a server"),
    ],
)
def test_a_wrong_setting_is_named_with_its_fault(name: str, value: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault) as raised:
        adapter.configured({settings.TOKEN: TOKEN, name: value})
    assert raised.value.name == name
    assert name != settings.TOKEN or value not in str(raised.value).split(".")[0]


def test_settings_are_read() -> None:
    env = {settings.TOKEN: f" {TOKEN}\n", settings.SHARDS: "0-3/8", settings.DEV_GUILD: "123456789012345678"}
    assert settings.read(env) == settings.Settings(TOKEN, settings.Shards((0, 1, 2, 3), 8), "123456789012345678")
    assert settings.read({settings.TOKEN: TOKEN, settings.SHARDS: "2/3"}) == settings.Settings(
        TOKEN, settings.Shards((2,), 3), ""
    )
    assert not adapter.configured({})


def test_permissions_follow_discords_order() -> None:
    guild = {
        "id": "1",
        "owner_id": "9",
        "roles": [_role("1", 0), _role("2", (1 << 10) | (1 << 11)), _role("3", 1 << 3)],
    }
    bot: dict[str, Any] = {"user": {"id": "5"}, "roles": ["2"]}
    assert in_guild(guild, bot) == (1 << 10) | (1 << 11)
    assert in_guild(guild, {**bot, "roles": ["3"]}) == in_guild(guild, {"user": {"id": "9"}, "roles": []})
    channel: dict[str, Any] = {"permission_overwrites": [_over("2", deny=1 << 11), _over("1", allow=1 << 15)]}
    assert in_channel(guild, bot, channel) == (1 << 10) | (1 << 15)
    channel["permission_overwrites"].append(_over("5", allow=1 << 11))
    assert in_channel(guild, bot, channel) == (1 << 10) | (1 << 11) | (1 << 15)
    channel["permission_overwrites"].append(_over("5", deny=1 << 10))
    assert in_channel(guild, bot, channel) == 0
    assert len(missing(0)) == len(NEEDED)


def _role(id: str, may: int) -> dict[str, str]:
    return {"id": id, "permissions": str(may)}


def _over(id: str, allow: int = 0, deny: int = 0) -> dict[str, str]:
    return {"id": id, "allow": str(allow), "deny": str(deny)}


def test_a_refusal_that_nobody_knows_is_not_for_good_unless_it_forbids() -> None:
    assert isinstance(about_message(ApiError(403, 99999, "new")), Permanent)
    assert not isinstance(about_message(ApiError(400, 99999, "new")), Permanent)


def test_the_adapter_is_all_that_an_adapter_may_be() -> None:
    asked: Adapter = adapter
    assert asked.name == "discord"
    assert isinstance(adapter, Previewer)
    assert isinstance(adapter, Programs)
    page = adapter.preview(Card("Hello <b>"))
    assert page.startswith("<!doctype html>")
    assert "<b>" not in page


def test_the_adapter_is_loaded_without_discords_library() -> None:
    script = "import sys; sys.modules['discord'] = None; import adapters.discord; print(adapters.discord.adapter.name)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "discord\n"
