"""A press on a message of any age and any form, and any command, gets a sensible answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.calls import Call, Reply
from bot.errors import Busy, StorageDown, StudybotError, Unconfirmed
from bot.features.all import FEATURES
from bot.study.work import Reading, Writing
from tests.fakes.platform import PLACE
from tests.features.look import said
from tests.features.scene import ADA, BEN, EVERYWHERE, Scene, told
from tests.support.bank import small_bank

NAMES = sorted({name for feature in FEATURES for name in feature.presses} | {"unknown", "quiz"})
PARTS = st.one_of(st.sampled_from(["", "1", "2", "0", "-1", "A", "AB", "F", "Z", "1e3", "9" * 19, "²"]), st.text())
ACTIONS = st.one_of(
    st.text(),
    st.tuples(st.sampled_from(["1", "0", "2", ""]), st.sampled_from(NAMES), st.lists(PARTS, max_size=3)).map(
        lambda parts: ":".join([parts[0], parts[1], *parts[2]])
    ),
)
VALUES = st.dictionaries(st.sampled_from(["zone", "time", "days", "reveal", "topic", "other"]), st.text(max_size=20))
ANY_CALL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(ACTIONS, VALUES, st.lists(PARTS, max_size=3), st.sampled_from([ADA, BEN]), st.sampled_from([PLACE, EVERYWHERE]))
@ANY_CALL
def test_whatever_is_pressed_is_answered_in_words(scene: Scene, action, values, chosen, who, place) -> None:  # type: ignore[no-untyped-def]
    call = Call(who, action, place, values, tuple(chosen))
    reply = asyncio.run(scene.router.press(call))
    assert isinstance(reply, get_args(Reply))
    assert said(reply)
    assert "Something went wrong" not in said(reply)


@given(
    st.one_of(st.text(), st.sampled_from(["setup", "why", "today", "settings"])), VALUES, st.sampled_from([ADA, BEN])
)
@ANY_CALL
def test_whatever_is_commanded_is_answered_in_words(scene: Scene, name, values, who) -> None:  # type: ignore[no-untyped-def]
    reply = asyncio.run(scene.router.command(Call(who, name, PLACE, values)))
    assert said(reply)
    assert "Something went wrong" not in said(reply)


async def test_a_button_of_another_version_says_what_works(scene: Scene) -> None:
    for action in (
        "",
        "2:answer:1:A",
        "1:nonsense",
        "1:answer",
        "1:answer:x",
        f"1:answer:{'9' * 30}",
        "1:post-again:x",
    ):
        card = told(await scene.act(ADA, action))
        assert "This button is from another version of Studybot. Use /today or /help instead." in said(card)


async def test_a_command_that_is_none_is_named(scene: Scene) -> None:
    assert "There is no command /dance. /help lists them all." in said(told(await scene.command(BEN, "dance")))


class BrokenWork:
    """Work over a database that does not do what it should."""

    def __init__(self, error: StudybotError) -> None:
        self._error = error

    async def write(self, use_case: Writing[..., object], *args: object, **kwargs: object) -> object:
        raise self._error

    async def read(self, use_case: Reading[..., object], *args: object, **kwargs: object) -> object:
        raise self._error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Unconfirmed("late"), "This could not be confirmed yet. Please press again: nothing counts twice."),
        (StorageDown("gone"), "I can't reach my memory right now, so nothing was saved. Please try again in a minute."),
        (Busy("full"), "I can't reach my memory right now, so nothing was saved. Please try again in a minute."),
        (StudybotError("what"), "Something went wrong, and it has been noted. Please try again."),
    ],
)
async def test_a_database_that_fails_is_told_of(error: StudybotError, sentence: str, tmp_path: Path) -> None:
    broken = Scene(BrokenWork(error), small_bank())  # type: ignore[arg-type]  # it returns nothing at all
    assert sentence in said(told(await broken.act(BEN, "1:answer:1:A")))
    assert sentence in said(told(await broken.command(BEN, "why")))
    assert "what" not in said(told(await broken.command(BEN, "why"))).split()
