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
    worst = [best_match(_validator(path, definition).iter_errors(thing)) for thing in things]
    return [
        f"schema: {one.message[:300]} [json-pointer:/{'/'.join(map(str, one.absolute_path))}]" for one in worst if one
    ]


@cache
def _validator(path: str, definition: str) -> Draft7Validator:
    whole = json.loads(Path(path).read_text(encoding="utf-8"))
    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": whole["definitions"]})
