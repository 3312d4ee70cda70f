"""The router: who may do what, and a sentence for whatever goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.chat.calls import Call, Place, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import CommandOption, Feature, Who
from bot.chat.port import Permanent
from bot.chat.router import MAX_COMPLETIONS, Router
from bot.errors import Busy, Refused, StorageDown, StudybotError, Unconfirmed
from bot.features.errors import error_sentence
from bot.i18n import words
from bot.model.actor import Actor


@dataclass
class Notebook:
    """An app that remembers what reached its feature, and what the next call is to end with."""

    calls: list[Call] = field(default_factory=list)
    error: Exception | None = None

    def note(self, call: Call) -> Reply:
        self.calls.append(call)
        if self.error is not None:
            raise self.error
        return Tell(Card("Done"))


def _many(notebook: Notebook, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(f"{typed}{n}", f"{typed}{n}") for n in range(100)]


feature: Feature[Notebook] = Feature()


@feature.command("open", "For everyone", CommandOption("what", "What", complete=_many), CommandOption("plain", "Plain"))
async def _open(notebook: Notebook, call: Call) -> Reply:
    return notebook.note(call)


@feature.command("manage", "For owners", who=Who.OWNER)
async def _manage(notebook: Notebook, call: Call) -> Reply:
    return notebook.note(call)


@feature.on("press")
async def _press(notebook: Notebook, call: Call) -> Reply:
    return notebook.note(call)


@feature.on("own", Who.OWNER)
async def _own(notebook: Notebook, call: Call) -> Reply:
    return notebook.note(call)


def _code(notebook: Notebook, call: Call, error: StudybotError) -> Card:
    return Card(error.code if isinstance(error, Refused) else type(error).__name__)


async def owners(notebook: Notebook, call: Call) -> bool:
    return call.actor.may_manage


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def router(notebook: Notebook) -> Router[Notebook]:
    return Router(notebook, [feature], owners, _code)


def call(name: str, *, owner: bool = False, locale: str = "en") -> Call:
    actor = Actor("fake", "w1", "r1", "ada", "Ada", may_manage=owner, locale=locale)
    return Call(actor, name, Place("fake", "w1", "general"))


def title(reply: Reply) -> str:
    assert isinstance(reply, Tell)
    return reply.card.title


async def test_a_command_reaches_its_handler(router: Router[Notebook], notebook: Notebook) -> None:
    asked = call("open")
    assert title(await router.command(asked)) == "Done"
    assert notebook.calls == [asked]


async def test_a_press_reaches_its_handler_with_its_values(router: Router[Notebook], notebook: Notebook) -> None:
    assert title(await router.press(call("1:press:42:B"))) == "Done"
    assert [(one.name, one.args) for one in notebook.calls] == [("press", ("42", "B"))]


async def test_only_owners_reach_what_is_for_owners_at_every_call(router: Router[Notebook], notebook: Notebook) -> None:
    for _ in range(2):
        assert title(await router.command(call("manage"))) == "owner-only"
        assert title(await router.press(call("1:own"))) == "owner-only"
        assert notebook.calls == []
    assert title(await router.command(call("manage", owner=True))) == "Done"
    assert title(await router.press(call("1:own", owner=True))) == "Done"
    assert title(await router.press(call("1:own"))) == "owner-only"


async def test_an_unknown_command_or_action_is_told_as_such(router: Router[Notebook], notebook: Notebook) -> None:
    assert title(await router.command(call("close"))) == "command-unknown"
    for action in ("", "1:gone", "2:press", "press", "1:open"):
        assert title(await router.press(call(action))) == "action-unknown"
    assert notebook.calls == []


@pytest.mark.parametrize(
    "error", [Refused("closed"), Unconfirmed(), Busy(), StorageDown(), Permanent("channel-gone"), StudybotError()]
)
async def test_every_error_of_ours_becomes_a_private_card(
    router: Router[Notebook], notebook: Notebook, error: StudybotError
) -> None:
    notebook.error = error
    expected = "closed" if isinstance(error, Refused) else type(error).__name__
    assert title(await router.command(call("open"))) == expected
    assert title(await router.press(call("1:press"))) == expected


async def test_a_fault_of_ours_is_not_swallowed(router: Router[Notebook], notebook: Notebook) -> None:
    notebook.error = KeyError("a fault of ours")
    with pytest.raises(KeyError):
        await router.command(call("open"))


def test_at_most_25_completions_are_offered(router: Router[Notebook]) -> None:
    offered = router.complete(call("open"), "what", "x")
    assert [choice.value for choice in offered] == [f"x{n}" for n in range(MAX_COMPLETIONS)]
    assert MAX_COMPLETIONS == 25


@pytest.mark.parametrize(("command", "option"), [("open", "plain"), ("open", "no"), ("no", "what")])
def test_what_declares_no_completion_has_none(router: Router[Notebook], command: str, option: str) -> None:
    assert router.complete(call(command), option, "x") == ()


def test_a_name_declared_twice_is_refused_at_the_start(notebook: Notebook) -> None:
    with pytest.raises(ValueError, match="two commands are called open"):
        Router(notebook, [feature, feature], owners, _code)


def test_two_handlers_of_one_action_are_refused_at_the_start(notebook: Notebook) -> None:
    other: Feature[Notebook] = Feature()
    other.on("press")(_press)
    with pytest.raises(ValueError, match="two actions are called press"):
        Router(notebook, [feature, other], owners, _code)


ERRORS = [Refused("owner-only"), Unconfirmed(), Busy(), StorageDown(), Permanent("channel-gone"), StudybotError("odd")]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("language", ["en", "en-XA", "xx"])
def test_every_error_has_a_sentence_in_every_language(error: StudybotError, language: str) -> None:
    said = error_sentence(words(language), error)
    assert said.startswith("⟦") == (language == "en-XA")
    assert "{" not in said


def test_an_unconfirmed_write_is_never_called_not_saved() -> None:
    said = error_sentence(words("en"), Unconfirmed())
    assert "again" in said
    assert "not saved" not in said
