"""The walk past an installation with more than one exam."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n import words
from tests.fakes.platform import WORKSPACE
from tests.features.scene import BERLIN
from tests.features.walk import OWNER, Walk


async def exams(walk: Walk) -> None:
    """Show a set-up where there is an exam to choose."""
    scene, ada = walk.scene, walk.cast.ada
    free = replace(walk.cast.other, channel="C4")
    scene.platform.channels.add((WORKSPACE, free.channel))
    second = replace(scene.bank, exam=replace(scene.bank.exam, id="second"))
    scene.others = {second.exam.id: second}
    walk.show("`/setup` with nothing, where there are several exams", OWNER, await scene.command(ada, "setup", free))
    odd = await scene.command(ada, "setup", free, exam="cooking", **BERLIN)
    walk.show("`/setup` for an exam that there is not", OWNER, odd)
    option = next(one for command in scene.router.commands for one in command.options if one.name == "exam")
    walk.show("the option exam of `/setup`", OWNER, (words(ada.locale).t(option.summary),))
    walk.show("`/setup` for one of them", OWNER, await scene.command(ada, "setup", free, exam="second", **BERLIN))
    scene.others = {}
    await _crowded(walk)


async def _crowded(walk: Walk) -> None:
    """Show a set-up in a workspace that has more groups than some domain has questions."""
    scene, whole = walk.scene, walk.scene.bank
    another = replace(walk.cast.other, channel="C5")
    scene.platform.channels.add((WORKSPACE, another.channel))
    scene.bank = replace(whole, questions={})
    walk.show(
        "`/setup` where there are more groups than questions of a domain",
        OWNER,
        await scene.command(walk.cast.ada, "setup", another, **BERLIN),
    )
    scene.bank = whole
