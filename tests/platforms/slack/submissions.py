"""What Slack does with the answers to a submitted modal, and to a control that looks its options up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.platforms.slack.blocks.elements import option
from tests.platforms.slack.blocks.report import Report
from tests.platforms.slack.blocks.rules import check_view
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json

if TYPE_CHECKING:  # they know each other
    from tests.platforms.slack.loopback import Slack
    from tests.platforms.slack.people import Person

BAD = "bad_response"
"""The person is told: "We had some trouble connecting. Try again?"."""


def apply(slack: Slack, person: Person, view: Json, body: Json) -> tuple[str, Mapping[str, str]]:
    """Do what a submission is answered with; return the error that the person is shown, and those at the inputs."""
    action = body.get("response_action")
    if not body:
        slack.views.close(person.id)
        return "", {}
    if action == "clear":
        slack.views.close(person.id, everything=True)
        return "", {}
    if action == "errors":
        return _errors(slack, view, body.get("errors"))
    if action in {"update", "push"} and isinstance(body.get("view"), dict):
        return _next(slack, person, view, body), {}
    slack.world.complaints.append(f"a submission is answered with {body!r}, which Slack does not know")
    return BAD, {}


def offered(body: Json, complaints: list[str]) -> list[Json]:
    """Return the options that were looked up; none at all if one of them is no option, as Slack has it."""
    report = Report()
    found = report.listed(body, "options", "", 100, least=0)
    for number, one in enumerate(found):
        option(one, f"/options/{number}", report, plain=True)
    if "options" not in body or report.faults:
        complaints.append(f"a look-up of options is answered with {report.faults or body!r}")
        return []
    return found


def _next(slack: Slack, person: Person, view: Json, body: Json) -> str:
    try:
        check_view({"type": "modal", **body["view"]})
        if body["response_action"] == "push":
            slack.views.show(person.team.id, person.id, body["view"], push=True)
        else:
            slack.views.replace(person.team.id, view["id"], body["view"])
    except Refusal as refusal:
        slack.world.complaints.append(f"a submission is answered with a bad view: {refusal.error} {refusal.messages}")
        return BAD
    return ""


def _errors(slack: Slack, view: Json, errors: object) -> tuple[str, Mapping[str, str]]:
    """Show errors at inputs: each must belong to a block of the view, and say something."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if isinstance(errors, dict) and errors and errors.keys() <= inputs and all(errors.values()):
        return "", {str(key): str(value) for key, value in errors.items()}
    slack.world.complaints.append(f"a submission is answered with errors at {errors!r}; the inputs are {inputs}")
    return BAD, {}
