"""A second opinion on blocks: the JSON Schema of Slack's published types, where a setting names the file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

SETTING = "STUDYBOT_TEST_SLACK_BLOCKS"


def faults(definition: str, things: Sequence[Any]) -> list[str]:
    """Return what the schema finds wrong with things of one definition; nothing if there is no schema."""
    path = os.environ.get(SETTING)
    if not path:
        return []
    found = ((_validator(path, _meant(path, definition, thing)), thing) for thing in things)
    worst = [best_match(validator.iter_errors(thing)) for validator, thing in found]
    return [
        f"schema: {one.message[:300]} [json-pointer:/{'/'.join(map(str, one.absolute_path))}]" for one in worst if one
    ]


def _meant(path: str, definition: str, thing: Any) -> str:
    """Return the alternative of a definition that says what a thing claims to be: its faults are told more clearly."""
    kind = thing.get("type") if isinstance(thing, dict) else None
    return _alternatives(path, definition).get(str(kind), definition)


@cache
def _alternatives(path: str, definition: str) -> dict[str, str]:
    """Return the alternatives of a definition by the type that each is for."""
    every = _definitions(path)
    names = [str(one["$ref"]).removeprefix("#/definitions/") for one in every[definition].get("anyOf", ())]
    return {str(every[name]["properties"]["type"]["const"]): name for name in names if "properties" in every[name]}


@cache
def _validator(path: str, definition: str) -> Draft7Validator:
    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": _definitions(path)})


@cache
def _definitions(path: str) -> dict[str, Any]:
    return dict(json.loads(Path(path).read_text(encoding="utf-8"))["definitions"])
