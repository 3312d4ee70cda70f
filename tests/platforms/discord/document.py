"""Discord's own OpenAPI document as a second opinion, where the machine has it: of forms taken and answers given."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.platforms.discord.refusals import Json

SETTING = "STUDYBOT_TEST_DISCORD_OPENAPI"
"""Names the file `specs/openapi.json` of the repository discord/discord-api-spec."""


class Document:
    """The document, with a validator for each body that comes by."""

    def __init__(self, path: Path) -> None:
        self._document: Json = json.loads(path.read_text())
        _loosen(self._document["components"]["schemas"])
        self._operations = {
            f"{method.upper()} {_bare(path)}": operation
            for path, methods in self._document["paths"].items()
            for method, operation in methods.items()
        }
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}

    def objections(self, route: str, body: Any, status: int, answer: Any) -> list[str]:
        """Return what speaks against a form that was taken, and against the answer to it."""
        if status >= 300:
            return []
        told = [f"form of {route}: {one}" for one in self._faults(route, "requestBody", body)]
        return told + [f"answer of {route}: {one}" for one in self._faults(route, str(status), answer)]

    def _faults(self, route: str, part: str, body: Any) -> list[str]:
        if body is None:
            return []
        validator = self._validator(route, part)
        return [_deepest(error) for error in validator.iter_errors(body)] if validator else []

    def _validator(self, route: str, part: str) -> Draft202012Validator | None:
        if (route, part) not in self._validators:
            operation = self._operations[_bare(route)]
            content = operation["requestBody"] if part == "requestBody" else operation["responses"].get(part)
            schema = (content or {}).get("content", {}).get("application/json", {}).get("schema")
            root = {**(schema or {}), "components": self._document["components"]}
            self._validators[route, part] = Draft202012Validator(root) if schema else None
        return self._validators[route, part]


def _loosen(schemas: Json) -> None:
    """Take what servers take and the document does not say: numbers for ids, and text for sets of permissions."""
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    if command := schemas.get("ApplicationCommandUpdateRequest"):
        command["properties"]["default_member_permissions"]["type"] = ["string", "integer", "null"]


def _bare(path: str) -> str:
    """Names of variables differ between the document and us."""
    return re.sub(r"\{\w+\}", "{}", path)


def _deepest(error: Any) -> str:
    """Return the objection of the alternative that was meant: the one whose `type` fits, or that went furthest."""
    while error.context:
        others = {one.schema_path[0] for one in error.context if one.path and one.path[-1] == "type"}
        meant = [one for one in error.context if one.schema_path[0] not in others] or error.context
        error = max(meant, key=lambda one: len(one.absolute_path))
    where = "/".join(map(str, error.absolute_path))
    return f"{where}: {error.message[:200]}"


@cache
def document() -> Document | None:
    """Return the document, or None where the setting names none."""
    path = os.environ.get(SETTING)
    return Document(Path(path)) if path else None
