"""Every fault of shape at once.

msgspec reads fast and stops at the first fault. Where it stopped, this goes down the same types and asks it again at
each part, so that an author sees all faults of a file in one run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from bot.bank.faults import BankError, Fault
from bot.bank.yamlfile import Place, YamlFile

T = TypeVar("T")


def read_shape(file: YamlFile, shape: type[T]) -> T:
    """Return the file as a value of `shape`; raise BankError with all its faults and their lines."""
    data = file.read()
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError:
        faults = [Fault(file.path, file.line(place), rule, said) for place, rule, said in _explain(data, shape, ())]
        raise BankError(faults) from None


def read_or_note(file: YamlFile, shape: type[T], faults: list[Fault]) -> T | None:
    """Return the file as a value of `shape`, or None with its faults added to `faults`: the other files are read on."""
    try:
        return read_shape(file, shape)
    except BankError as error:
        faults += error.faults
        return None


def _explain(data: object, shape: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    try:
        msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        parts = list(_parts(data, shape, place))
        yield from parts or [(place, "F04", _sentence(str(error), data, place))]


def _parts(data: object, shape: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    shape = get_args(shape)[0] if get_origin(shape) is Annotated else shape
    if isinstance(data, list) and get_origin(shape) is tuple:
        kinds = get_args(shape)
        for index, item in enumerate(data[: len(kinds)] if Ellipsis not in kinds else data):
            yield from _explain(item, kinds[0], (*place, index))
    elif isinstance(data, dict) and get_origin(shape) is dict:
        for key, value in data.items():
            yield from _explain(value, get_args(shape)[1], (*place, key))
    elif isinstance(data, dict) and isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        yield from _fields(data, shape, place)


def _fields(data: dict[str, object], shape: type[msgspec.Struct], place: Place) -> Iterator[tuple[Place, str, str]]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    for name in data.keys() - fields.keys():
        yield (*place, name), "F03", f"`{name}` is not a field here; there are {', '.join(fields)}"
    for name, field in fields.items():
        if name in data:
            yield from _explain(data[name], field.type, (*place, name))
        elif field.required:
            yield place, "F04", f"`{name}` is missing"


def _sentence(problem: str, data: object, place: Place) -> str:
    """msgspec's words, with the field before them and, for a bare number or word, what to do."""
    name = next((step for step in reversed(place) if isinstance(step, str)), "the file")
    if isinstance(data, str) and not data.strip():
        return f"`{name}` is empty: write it"
    said = f"`{name}`: {problem[:1].lower()}{problem[1:]}"
    if "Expected `str`" in problem and isinstance(data, bool | int | float):
        said += f": put {data} in quotes"
    return said
