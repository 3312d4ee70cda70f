"""A request on its way to the handler of its route."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.platforms.discord.backend import Backend
from tests.platforms.discord.compose import Upload
from tests.platforms.discord.refusals import Fault, form
from tests.platforms.discord.shapes.base import read

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A request: the values in its path, its query, its JSON body and its files."""

    backend: Backend
    values: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: Mapping[int, Upload]

    def id(self, name: str) -> int:
        """Return an id out of the path."""
        return snowflake(name, self.values[name])

    def read(self, shape: type[T]) -> T:
        """Return the body as a form, or raise the refusal of what does not fit."""
        return read(shape, self.body)

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        """Return a number out of the query."""
        text = self.query.get(name, str(otherwise))
        if not text.isdigit() or not least <= int(text) <= most:
            sentence = f"int value should be between {least} and {most}."
            raise form(Fault((name,), "NUMBER_TYPE_RANGE", sentence))
        return int(text)


Handler = Callable[[Call], Awaitable[object]]
"""Returns the JSON of the answer, or None for an empty one (204)."""


def snowflake(name: str, text: str) -> int:
    """Return an id, or raise the refusal of something else in its place."""
    if not re.fullmatch(r"\d{1,20}", text):
        raise form(Fault((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.'))
    return int(text)
