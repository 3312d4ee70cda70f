"""Two worlds that differ in nothing but the keys and whys of the questions that are open in them.

Whatever somebody who has not answered is shown must be the same in both: then nothing of it depends on the key, be it
a mark, a word, an order, an id or a number.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.model.actor import Place
from bot.model.question import Bank, Question
from tests.fakes.platform import ADAPTER, PLACE, WORKSPACE, Message
from tests.features.scene import ADA, BEN, BERLIN, LOUNGE, Scene, told
from tests.support.bank import small_bank
from tests.support.clock import Clock
from tests.support.crash import InlineWork
from tests.support.databases import make_tables, opened

FREE = Place(ADAPTER, WORKSPACE, "C3", "free")
SECOND_DAY = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def other_keys(bank: Bank, ids: Collection[str]) -> Bank:
    """Return the bank with the keys of some questions on other options, and other whys."""
    changed = {id: _other_key(bank.questions[id]) for id in ids}
    return replace(bank, questions={**bank.questions, **changed})


def _other_key(question: Question) -> Question:
    last = len(question.options) - question.choose
    options = tuple(
        replace(option, correct=at >= last, why=f"otherwise {option.id}") for at, option in enumerate(question.options)
    )
    return replace(question, options=options)


@dataclass(frozen=True)
class Template:
    """A world at the start of its second day, to be copied: its database, what its platform holds, and its bank."""

    file: Path
    messages: list[Message]
    bank: Bank

    @contextmanager
    def copy(self, folder: Path) -> Iterator[Scene]:
        """Open a copy of this world."""
        file = folder / self.file.name
        shutil.copyfile(self.file, file)
        with opened(f"sqlite:///{file}") as database:
            scene = Scene(InlineWork(database), self.bank, Clock(SECOND_DAY))
            scene.platform.channels.add((WORKSPACE, FREE.channel))
            scene.platform.messages = copy.deepcopy(self.messages)
            yield scene


async def twin_templates(folder: Path) -> list[Template]:
    """Return both worlds: two groups that had the same first question revealed, and each a second one open."""
    bank = small_bank()
    one, opened_there = await _second_day(folder / "these.db", bank, bank)
    other, opened_here = await _second_day(folder / "others.db", bank, other_keys(bank, opened_there))
    assert opened_here == opened_there
    return [one, other]


async def _second_day(file: Path, first: Bank, second: Bank) -> tuple[Template, set[str]]:
    """Return a world on its second day, and the ids of the questions that are open in it."""
    make_tables(f"sqlite:///{file}")
    with opened(f"sqlite:///{file}") as database:
        scene = Scene(InlineWork(database), first)
        for place in (PLACE, LOUNGE):
            told(await scene.command(ADA, "setup", place, **BERLIN))
        await scene.at(2, 8)
        for place in (PLACE, LOUNGE):
            daily = await scene.open_daily(place)
            await scene.act(BEN, f"1:answer:{daily.posting}:{'AB'[: daily.question.choose]}", place)
        scene.bank = second
        await scene.at(SECOND_DAY.day, SECOND_DAY.hour)
        present = [await scene.open_daily(place) for place in (PLACE, LOUNGE)]
        return Template(file, scene.platform.messages, second), {daily.question.id for daily in present}


@contextmanager
def twins(templates: list[Template], folder: Path) -> Iterator[list[Scene]]:
    """Open a copy of both worlds."""
    with ExitStack() as stack:
        yield [stack.enter_context(template.copy(folder)) for template in templates]
