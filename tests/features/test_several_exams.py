"""Where there are several exams, a new group chooses one; where there is one, nobody is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.all import router
from bot.i18n import PSEUDO
from bot.study.groups import group_at
from tests.fakes.platform import PLACE
from tests.features.look import leaves, said
from tests.features.scene import ADA, BERLIN, Scene, asked, told
from tests.support.bank import small_bank, small_exam


@pytest.fixture
def two(scene: Scene) -> Scene:
    """The scene with a second exam."""
    sailing = replace(small_bank(exam="sailing"), exam=replace(small_exam("sailing"), title="Sailing Licence"))
    banks = {"small": small_bank(), "sailing": sailing}
    scene.app = replace(scene.app, banks=lambda: banks)
    scene.router = router(scene.app)
    return scene


def options(scene: Scene) -> list[str]:
    return [option.name for command in scene.router.commands if command.name == "setup" for option in command.options]


async def exam_of(scene: Scene) -> str:
    group = await scene.work.read(group_at, PLACE)
    assert group is not None
    return group.exam


async def test_with_one_exam_nobody_is_asked(scene: Scene) -> None:
    assert "exam" not in options(scene)
    assert "exam" not in [field.name for field in asked(await scene.command(ADA, "setup")).fields]
    assert "studies for" not in said(told(await scene.command(ADA, "setup", **BERLIN)))
    assert await exam_of(scene) == "small"


@pytest.mark.parametrize("typed", ["sailing", "Sailing licence"])
async def test_the_option_takes_an_id_or_a_title(two: Scene, typed: str) -> None:
    assert options(two)[-1] == "exam"
    done = told(await two.command(ADA, "setup", **BERLIN, exam=typed))
    assert "It studies for Sailing Licence." in said(done)
    assert await exam_of(two) == "sailing"


async def test_the_form_offers_all_exams_and_the_first_is_chosen(two: Scene) -> None:
    form = asked(await two.command(ADA, "setup"))
    field = form.fields[-1]
    assert (field.name, field.value) == ("exam", "small")
    assert [choice.label for choice in field.choices] == ["Small Exam", "Sailing Licence"]
    told(await two.submit(ADA, form, **BERLIN, exam="sailing"))
    assert await exam_of(two) == "sailing"


def test_exams_complete_by_title_and_id(two: Scene) -> None:
    assert [choice.value for choice in two.complete(ADA, "setup", "exam", "LICEN")] == ["sailing"]
    assert len(two.complete(ADA, "setup", "exam", "")) == 2


async def test_an_unknown_exam_is_refused_and_makes_no_group(two: Scene) -> None:
    card = told(await two.command(ADA, "setup", **BERLIN, exam="rowing"))
    assert "There is no exam called “rowing”" in said(card)
    assert await two.work.read(group_at, PLACE) is None


async def test_what_is_said_about_exams_is_translated(two: Scene) -> None:
    ada = replace(ADA, locale=PSEUDO)
    form = await two.command(ada, "setup")
    assert "Exam" not in list(leaves(form))
    done = list(leaves(await two.command(ada, "setup", **BERLIN)))
    assert not any(text.startswith("It studies for") for text in done)
