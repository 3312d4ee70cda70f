"""What controls carry, and what messages are found by: written and read again, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import ids, marker
from tests.contract.test_listener import STRANGE

GUILD = "1234567890123456789"


@given(st.text(alphabet="0123456789", min_size=1, max_size=25))
def test_a_marker_is_read_as_it_was_written(written: str) -> None:
    components = [{"type": 17, "components": [{"type": 10}, {"type": 1, "components": [{"type": 2}]}]}]
    marker.stamp(components, written)
    assert marker.read(components) == written
    numbers = [one["id"] for one in marker.walk(components) if "id" in one]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 2**31 for number in numbers)


@pytest.mark.parametrize("components", [[], [{"type": 10}], [{"type": 10, "id": 1}], [{"id": 0}], [{"id": None}]])
def test_a_message_without_a_marker_has_none(components: list[dict[str, object]]) -> None:
    assert marker.read(components) == ""


def test_a_reference_holds_the_message_and_its_marker() -> None:
    assert marker.split(marker.reference("55", "42")) == ("55", "42")
    assert marker.split("55") == ("55", "")
    for strange in ("", "m1", "55.x", "-1", "5" * 21, "٣"):
        assert marker.split(strange) == ("", "")


@pytest.mark.parametrize("guild", ["", GUILD])
@pytest.mark.parametrize("nth", [0, 1, 12])
def test_an_action_is_read_as_it_was_written(guild: str, nth: int) -> None:
    packed = ids.action("1:answer:42:B", guild, nth)
    assert ids.parse(packed) == ids.Pressed("1:answer:42:B", guild)
    assert len(packed) <= 100


def test_a_plain_action_is_its_own_id() -> None:
    assert ids.action("1:answer:42:B") == "1:answer:42:B"


def test_what_does_not_fit_is_left_out_and_the_action_stays() -> None:
    long = "1:answer:" + "9" * 85
    for guild, nth in ((GUILD, 0), (GUILD, 3)):
        packed = ids.action(long, guild, nth)
        assert len(packed) <= 100
        assert ids.parse(packed).action == long


@pytest.mark.parametrize("origin", ["/setup", "1:change-settings:7"])
def test_a_form_knows_where_it_came_from(origin: str) -> None:
    assert ids.parse(ids.form("1:save", origin, GUILD)) == ids.Pressed("1:save", GUILD, origin)
    assert ids.parse(ids.opener(origin, GUILD)) == ids.Pressed("", GUILD, origin, opens=True)


def test_an_origin_that_does_not_fit_is_forgotten_and_the_form_still_sent() -> None:
    long = "1:" + "x" * 90
    assert ids.parse(ids.form("1:save:42", long)) == ids.Pressed("1:save:42")
    assert ids.opener(long, GUILD) == ""


@pytest.mark.parametrize("strange", [*STRANGE, "d1", "d1;", "d1;;", "d1o", "d1o;", "d1f;;", "d2;1;2;3", ";;;"])
def test_an_id_of_any_origin_is_an_action_or_a_form(strange: str) -> None:
    assert isinstance(ids.parse(strange), ids.Pressed)
