"""What a process does of the whole."""

from __future__ import annotations

import pytest

from bot.errors import ConfigError
from bot.roles import Roles, read_roles

ADAPTERS = ("discord", "slack")


def test_by_default_a_process_does_everything() -> None:
    assert read_roles("", ADAPTERS) == Roles(True, True, frozenset(ADAPTERS))


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("scheduler", Roles(True, False, frozenset())),
        (" delivery , slack ", Roles(False, True, frozenset({"slack"}))),
        ("discord", Roles(False, False, frozenset({"discord"}))),
    ],
)
def test_a_process_does_what_is_named_alone(written: str, roles: Roles) -> None:
    assert read_roles(written, ADAPTERS) == roles


def test_what_is_no_role_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="--only: 'web' is none of scheduler, delivery, discord, slack"):
        read_roles("scheduler,web", ADAPTERS)
