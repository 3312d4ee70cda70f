"""What people do reaches an app on the real slack-bolt, and they see what it answers."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.apps import bolt, in_socket_mode
from tests.platforms.slack.conftest import Stage

BUTTON = {"type": "button", "action_id": "answer", "value": "42:B", "text": {"type": "plain_text", "text": "B"}}
ROW = [{"type": "actions", "elements": [BUTTON]}]


async def test_a_command_is_answered_in_its_acknowledgement(stage: Stage) -> None:
    app = bolt(stage.client)

    @app.command("/study")
    async def study(ack: Any, command: Any) -> None:
        await ack(f"understood: {command['text']}")

    async with in_socket_mode(stage.slack, app):
        outcome = await stage.ada.command(stage.study, "/study", "help")
        assert outcome.body == {"text": "understood: help"}
        assert (await outcome.message()).text == "understood: help"
        assert stage.mei.sees(stage.study) == []


async def test_a_button_is_answered_at_its_response_url(stage: Stage) -> None:
    app = bolt(stage.client)

    @app.action("answer")
    async def answer(ack: Any, action: Any, respond: Any) -> None:
        await ack()
        await respond(text=f"chosen: {action['value']}", replace_original=False)

    async with in_socket_mode(stage.slack, app):
        await stage.client.chat_postMessage(channel=stage.study.id, text="Which one?", blocks=ROW)
        question = stage.mei.sees(stage.study)[0]
        outcome = await stage.mei.press(question, "answer")
        assert outcome.body == {}
        assert (await outcome.message("ephemeral")).text == "chosen: 42:B"
        assert stage.ada.sees(stage.study) == [question]
