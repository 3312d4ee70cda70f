"""views.*: modals and App Home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.platforms.slack.blocks.rules import check_view
from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json


@method("views.open")
def open_modal(call: Call) -> Json:
    view = _view(call, "modal")
    user = call.views.take(call.args.need("trigger_id"), call.team.id)
    return {"view": call.views.show(call.team.id, user, view)}


@method("views.push")
def push(call: Call) -> Json:
    view = _view(call, "modal")
    user = call.views.take(call.args.need("trigger_id"), call.team.id)
    return {"view": call.views.show(call.team.id, user, view, push=True)}


@method("views.update")
def update(call: Call) -> Json:
    view = _view(call, "modal")
    id, external = call.args.text("view_id"), call.args.text("external_id")
    if not id and not external:
        raise Refusal("invalid_arguments", "either view_id or external_id is required")
    return {"view": call.views.replace(call.team.id, id, view, external=external, expected=call.args.text("hash"))}


@method("views.publish")
def publish(call: Call) -> Json:
    view = _view(call, "home")
    person = call.team.users.get(call.args.need("user_id"))
    if person is None:
        raise Refusal("invalid_arguments", "user_id is nobody of this workspace")
    return {"view": call.views.publish(call.team.id, person.id, view, call.args.text("hash"))}


def _view(call: Call, kind: str) -> Json:
    try:
        view: Any = call.args.json("view")
    except ValueError:
        raise Refusal("invalid_arguments", "view is no JSON") from None
    if not isinstance(view, Mapping):
        raise Refusal("invalid_arguments", "missing required field: view")
    if view.get("type") != kind:
        raise Refusal("invalid_arguments", f"must be a view of type {kind} [json-pointer:/view/type]")
    check_view(dict(view))
    return dict(view)
