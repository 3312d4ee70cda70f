"""A description of the API speaks against forms that were taken and answers that were given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.platforms.discord.document import SETTING, Document, document
from tests.platforms.discord.refusals import Json

TEXT: Json = {"type": "object", "properties": {"content": {"type": "string", "maxLength": 5}}, "required": ["content"]}
BUTTON: Json = {"type": "object", "properties": {"type": {"const": 2}, "label": {"type": "string"}}}
MENU: Json = {"type": "object", "properties": {"type": {"const": 3}}, "required": ["options"]}


def described(tmp_path: Path, form: Json, answer: Json) -> Document:
    """Return a document that describes one route."""
    operation = {"requestBody": _content(form), "responses": {"200": _content(answer)}}
    path = tmp_path / "openapi.json"
    components = {"schemas": {"SnowflakeType": {"type": "string"}, "Button": BUTTON}}
    path.write_text(json.dumps({"paths": {"/messages/{message_id}": {"post": operation}}, "components": components}))
    return Document(path)


def _content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def test_forms_and_answers_are_held_against_it(tmp_path: Path) -> None:
    route = "POST /messages/{id}"
    paper = described(tmp_path, TEXT, TEXT)
    assert paper.objections(route, {"content": "Hello"}, 200, {"content": "Hello"}) == []
    objections = paper.objections(route, {"content": "Good bye"}, 200, {})
    assert objections == [
        f"form of {route}: content: 'Good bye' is too long",
        f"answer of {route}: : 'content' is a required property",
    ]


def test_what_was_refused_is_not_looked_at(tmp_path: Path) -> None:
    assert described(tmp_path, TEXT, TEXT).objections("POST /messages/{id}", {}, 400, {}) == []


def test_of_alternatives_the_one_that_was_meant_objects(tmp_path: Path) -> None:
    paper = described(tmp_path, {"oneOf": [MENU, {"$ref": "#/components/schemas/Button"}]}, TEXT)
    (objection,) = paper.objections("POST /messages/{id}", {"type": 2, "label": 5}, 200, None)
    assert objection == "form of POST /messages/{id}: label: 5 is not of type 'string'"


def test_without_the_setting_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    document.cache_clear()
    assert document() is None
    document.cache_clear()
