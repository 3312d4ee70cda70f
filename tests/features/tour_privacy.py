"""The walk past the members' wishes."""

from __future__ import annotations

from tests.features.scene import EVERYWHERE
from tests.features.walk import MEMBER, Walk


async def privacy(walk: Walk) -> None:
    """Show every wish, the export, and the end of it all."""
    scene, ada, ben, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.place
    stranger = walk.cast.stranger
    walk.show("`/privacy` before anything is stored", MEMBER, await scene.command(stranger, "privacy", place))
    walk.show("`/privacy`", MEMBER, await scene.command(ben, "privacy", place))
    walk.show("`/privacy` by somebody who never answered here", MEMBER, await scene.command(ada, "privacy", place))
    walk.show("*Leave my name out*", MEMBER, await scene.act(ben, "1:name:no", place))
    walk.show("*Show my name*", MEMBER, await scene.act(ben, "1:name:yes", place))
    walk.show("*Show my name* by somebody who never answered here", MEMBER, await scene.act(ada, "1:name:yes", place))
    walk.show("*Mute direct messages*", MEMBER, await scene.act(ben, "1:mute:yes", place))
    walk.show("*Take direct messages*", MEMBER, await scene.act(ben, "1:mute:no", EVERYWHERE))
    walk.show("*Export my data*", MEMBER, await scene.act(ben, "1:export", place))
    walk.show("the same, with nothing stored", MEMBER, await scene.act(stranger, "1:export", place))
    walk.show("*Delete my data*", MEMBER, await scene.act(ben, "1:delete", place))
    walk.show("*Delete it all*", MEMBER, await scene.act(ben, "1:delete-all", place))
