"""Modals and App Home: how they open, change and close, what a submission is answered with, and every refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.apps import bolt, in_socket_mode
from tests.platforms.slack.conftest import Stage, code, refusal
from tests.platforms.slack.filling import Impossible
from tests.platforms.slack.world import Json
from tests.support.clock import Clock


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(name: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": name, **more}
    return {"type": "input", "block_id": f"{name}-row", "label": plain(name), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Set up"), "submit": plain("Save"), "blocks": list(blocks), **more}


DIVIDER: Json = {"type": "divider"}
LOOKED_UP = field("zone") | {"element": {"type": "external_select", "action_id": "zone", "min_query_length": 2}}


async def opened(stage: Stage, view: Json) -> Json:
    """Open a modal before ada."""
    trigger = stage.slack.views.trigger(stage.team.id, stage.ada.id)
    told = await stage.client.views_open(trigger_id=trigger, view=view)
    assert isinstance(told.data, dict)
    return dict(told["view"])


def submitted(stage: Stage, answer: Callable[[Json], Json]) -> AsyncApp:
    """Return an app that answers the submission of a modal."""
    app = bolt(stage.client)

    @app.view("form")
    async def form(ack: Any, view: Json) -> None:
        await ack(**answer(view))

    return app


def kept_in(seen: list[Json]) -> Callable[[Json], Json]:
    """Return what keeps a submitted view and answers nothing, so that the modal closes."""

    def answer(view: Json) -> Json:
        seen.append(view)
        return {}

    return answer


async def test_a_trigger_opens_one_modal_within_three_seconds(stage: Stage, clock: Clock) -> None:
    view, open_ = modal(field("time")), stage.client.views_open
    trigger = stage.slack.views.trigger(stage.team.id, stage.ada.id)
    clock.advance(seconds=3)
    assert (await open_(trigger_id=trigger, view=view))["view"]["title"] == plain("Set up")
    assert stage.ada.modal is not None
    assert await code(open_(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    stale = stage.slack.views.trigger(stage.team.id, stage.ada.id)
    clock.advance(seconds=3.1)
    assert await code(open_(trigger_id=stale, view=view)) == "expired_trigger_id"
    assert await code(open_(trigger_id="made-up", view=view)) == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("at", "view"),
    [
        ("/view/title/text", modal(title=plain("x" * 25))),
        ("/view/submit/text", modal(submit=plain("x" * 25))),
        ("/view/close/text", modal(close=plain("x" * 25))),
        ("/view", {"type": "modal", "blocks": []}),
        ("/view", modal(colour="red")),
        ("/view/private_metadata", modal(private_metadata="x" * 3_001)),
        ("/view/callback_id", modal(callback_id="x" * 256)),
        ("/view/blocks", modal(*[DIVIDER] * 101)),
        ("/view/submit", {"type": "modal", "title": plain("x"), "blocks": [field("a")]}),
        ("/view/blocks/0/type", modal({"type": "markdown", "text": "x"})),
        ("/view/type", {"type": "home", "blocks": []}),
    ],
)
async def test_a_modal_that_breaks_a_rule_is_refused_and_leaves_the_trigger(stage: Stage, at: str, view: Json) -> None:
    trigger = stage.slack.views.trigger(stage.team.id, stage.ada.id)
    told = await refusal(stage.client.views_open(trigger_id=trigger, view=view))
    assert told["error"] == "invalid_arguments"
    assert any(f"[json-pointer:{at}]" in one for one in told["response_metadata"]["messages"])
    assert (await stage.client.views_open(trigger_id=trigger, view=modal(*[DIVIDER] * 100)))["ok"]


async def test_a_view_may_not_be_huge(stage: Stage) -> None:
    text = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}}
    assert await code(opened(stage, modal(*[text] * 85))) == "view_too_large"


async def test_modals_lie_over_each_other_three_high(stage: Stage) -> None:
    views, push = stage.slack.views, stage.client.views_push

    async def pushed() -> Json:
        told = await push(trigger_id=views.trigger(stage.team.id, stage.ada.id), view=modal())
        return dict(told["view"])

    assert await code(pushed()) == "invalid_arguments"
    first = await opened(stage, modal())
    second, third = await pushed(), await pushed()
    assert (second["previous_view_id"], third["root_view_id"]) == (first["id"], first["id"])
    assert await code(pushed()) == "push_limit_reached"
    await stage.ada.close()
    assert stage.ada.modal is not None
    assert stage.ada.modal["id"] == second["id"]


async def test_a_modal_is_changed_while_it_is_open_and_unchanged(stage: Stage) -> None:
    view, update = await opened(stage, modal(external_id="mine")), stage.client.views_update
    told = await update(view_id=view["id"], hash=view["hash"], view=modal(DIVIDER, external_id="mine"))
    assert told["view"]["blocks"][0]["type"] == "divider"
    assert await code(update(view_id=view["id"], hash=view["hash"], view=modal())) == "hash_conflict"
    assert (await update(external_id="mine", view=modal()))["ok"]
    assert await code(update(view_id="V404", view=modal())) == "not_found"
    assert await code(stage.client.api_call("views.update", json={"view": modal()})) == "invalid_arguments"


async def test_an_outer_id_is_given_once(stage: Stage) -> None:
    await opened(stage, modal(external_id="mine"))
    assert await code(opened(stage, modal(external_id="mine"))) == "duplicate_external_id"


async def test_a_submission_carries_what_was_filled_in_and_closes_the_modal(stage: Stage) -> None:
    seen: list[Json] = []
    app = submitted(stage, kept_in(seen))
    async with in_socket_mode(stage.slack, app):
        await opened(stage, modal(field("time", initial_value="9:00"), field("name"), callback_id="form"))
        outcome = await stage.ada.submit({"name": "Morning"})
    assert (outcome.error, stage.ada.modal) == ("", None)
    values = seen[0]["state"]["values"]
    assert (values["time-row"]["time"]["value"], values["name-row"]["name"]["value"]) == ("9:00", "Morning")


async def test_a_submission_may_be_answered_with_errors_at_inputs(stage: Stage) -> None:
    app = submitted(stage, lambda _: {"response_action": "errors", "errors": {"time-row": "That is no time."}})
    async with in_socket_mode(stage.slack, app):
        await opened(stage, modal(field("time"), callback_id="form"))
        outcome = await stage.ada.submit({"time": "25:00"})
    assert outcome.errors == {"time-row": "That is no time."}
    assert stage.ada.modal is not None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
    ],
)
async def test_an_answer_that_slack_can_not_use_is_complained_of(stage: Stage, answer: Json) -> None:
    async with in_socket_mode(stage.slack, submitted(stage, lambda _: answer)):
        await opened(stage, modal(field("time"), callback_id="form"))
        outcome = await stage.ada.submit({"time": "9:00"})
    assert outcome.error == "bad_response"
    assert stage.slack.world.complaints
    stage.slack.world.complaints.clear()


async def test_a_submission_may_lead_on_or_close_everything(stage: Stage) -> None:
    answers: Iterator[Json] = iter(
        [
            {"response_action": "push", "view": modal(field("more"), callback_id="form")},
            {"response_action": "update", "view": modal(field("last"), callback_id="form")},
            {"response_action": "clear"},
        ]
    )
    async with in_socket_mode(stage.slack, submitted(stage, lambda _: next(answers))):
        first = await opened(stage, modal(field("time"), callback_id="form"))
        outcome = await stage.ada.submit({"time": "9:00"})
        pushed = await outcome.view()
        assert pushed["previous_view_id"] == first["id"]
        await stage.ada.submit({"more": "x"})
        assert stage.ada.modal is not None
        assert (stage.ada.modal["id"], stage.ada.modal["blocks"][0]["block_id"]) == (pushed["id"], "last-row")
        await stage.ada.submit({"last": "x"})
        assert stage.ada.modal is None


async def test_nobody_submits_what_is_empty_or_too_long(stage: Stage) -> None:
    await opened(stage, modal(field("name", max_length=5), callback_id="form"))
    for values in ({}, {"name": ""}, {"name": "longer"}):
        with pytest.raises(Impossible):
            await stage.ada.submit(values)


async def test_the_app_hears_of_a_closed_modal_only_if_it_asked_to(stage: Stage) -> None:
    app, told = bolt(stage.client), []

    @app.view_closed("form")
    async def closed(ack: Any, body: Json) -> None:
        await ack()
        told.append(body["is_cleared"])

    async with in_socket_mode(stage.slack, app):
        await opened(stage, modal(callback_id="form"))
        assert await stage.ada.close() is None
        await opened(stage, modal(callback_id="form", notify_on_close=True))
        await stage.ada.close(everything=True)
    assert told == [True]


async def test_options_are_looked_up_while_somebody_types(stage: Stage) -> None:
    seen: list[Json] = []
    app = submitted(stage, kept_in(seen))

    @app.options("zone")
    async def zones(ack: Any, payload: Json) -> None:
        text = "x" * 76 if payload["value"] == "long" else "Europe/Berlin"
        await ack(options=[{"text": plain(text), "value": text}])

    async with in_socket_mode(stage.slack, app):
        await opened(stage, modal(LOOKED_UP, callback_id="form"))
        with pytest.raises(Impossible):
            await stage.ada.suggest("zone", "B")
        assert await stage.ada.suggest("zone", "long") == []
        assert "characters" in stage.slack.world.complaints.pop()
        assert [one["value"] for one in await stage.ada.suggest("zone", "Ber")] == ["Europe/Berlin"]
        await stage.ada.submit({"zone": "Europe/Berlin"})
    held = seen[0]["state"]["values"]["zone-row"]["zone"]
    assert held["selected_option"]["value"] == "Europe/Berlin"


async def test_app_home_is_published_for_one_person(stage: Stage) -> None:
    publish, home = stage.client.views_publish, {"type": "home", "blocks": [DIVIDER]}
    told = await publish(user_id=stage.ada.id, view=home)
    assert stage.ada.home == told["view"]
    assert stage.mei.home is None
    assert await code(publish(user_id=stage.ada.id, hash="old", view=home)) == "hash_conflict"
    assert await code(publish(user_id="U404", view=home)) == "invalid_arguments"
    assert await code(publish(user_id=stage.ada.id, view=home | {"title": plain("x")})) == "invalid_arguments"
    assert await code(publish(user_id=stage.ada.id, view=modal())) == "invalid_arguments"
