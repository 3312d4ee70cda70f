"""Actions: what a button carries comes back as it was, and nothing foreign is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.actions import MAX_LENGTH, Action, pack, parse

PARTS = st.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True)


@given(PARTS, st.lists(PARTS, max_size=3))
def test_what_was_packed_is_parsed_again(name: str, args: list[str]) -> None:
    assert parse(pack(name, *args)) == Action(name, tuple(args))


def test_an_answer_to_the_largest_posting_id_fits_every_platform() -> None:
    assert len(pack("answer", 2**63 - 1, "F")) <= MAX_LENGTH


def test_numbers_are_packed_as_they_are_written() -> None:
    assert pack("answer", 42, "B") == "1:answer:42:B"


@pytest.mark.parametrize("part", ["", "a:b", "a b", "ä", "a\n", "<b>", "x" * MAX_LENGTH])
def test_what_could_not_be_parsed_again_is_not_packed(part: str) -> None:
    with pytest.raises(ValueError, match="not an action id"):
        pack("answer", part)


@pytest.mark.parametrize(
    "packed", ["", ":", "1", "1:", "1::", "1:answer:", "1: answer", "2:answer:42", "answer:42", "1:answer:42\n", "١:a"]
)
def test_an_id_of_another_version_or_program_is_no_action(packed: str) -> None:
    assert parse(packed) is None


@given(st.text(max_size=200))
def test_parsing_never_fails(packed: str) -> None:
    action = parse(packed)
    assert action is None or ":".join(("1", action.name, *action.args)) == packed
