"""apps.connections.open: the way into Socket Mode."""

from __future__ import annotations

from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.world import Json


@method("apps.connections.open", "connections:write", token="app")
def connections_open(call: Call) -> Json:
    return {"url": call.hub.ticket()}
