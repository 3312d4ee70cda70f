"""Building blocks of forms, and how a form that does not fit becomes Discord's refusal."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from tests.platforms.discord.refusals import Fault, Where, form

T = TypeVar("T")

Snowflake = Annotated[str, Meta(pattern=r"^\d{1,20}$")] | int
Id = Annotated[int, Meta(ge=0, lt=2**31)]
CustomId = Annotated[str, Meta(min_length=1, max_length=100)]
Url = Annotated[str, Meta(max_length=2048)]
Color = Annotated[int, Meta(ge=0, le=0xFFFFFF)]


class Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A form; Discord ignores a field that it does not know, which a test would rather hear of."""


_KINDS = {
    "str": ("STRING_TYPE_CONVERT", "Could not interpret the value as string."),
    "int": ("NUMBER_TYPE_COERCE", "Value is not int."),
    "float": ("NUMBER_TYPE_COERCE", "Value is not float."),
    "bool": ("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    "array": ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
    "object": ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"),
}
_SAYINGS = (
    (r"Expected `\w+` of length <= (\d+)", "BASE_TYPE_MAX_LENGTH", "Must be {0} or fewer in length."),
    (r"Expected `\w+` of length >= (\d+)", "BASE_TYPE_MIN_LENGTH", "Must be {0} or more in length."),
    (r"Expected `int` >= (-?\d+)", "NUMBER_TYPE_MIN", "int value should be greater than or equal to {0}."),
    (r"Expected `int` <= (-?\d+)", "NUMBER_TYPE_MAX", "int value should be less than or equal to {0}."),
    (r"Expected `str` matching regex", "STRING_TYPE_REGEX", "String value did not match validation regex."),
    (r"Invalid (?:enum )?value (.+)", "BASE_TYPE_CHOICES", "Value {0} is not one of those that are taken."),
)


def read(shape: type[T], body: Any, at: Where = ()) -> T:
    """Return a form's body as `shape`, or raise Discord's refusal; `at` is where in the whole form the body stands."""
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        raise form(_fault(str(error), at)) from None


def _fault(said: str, at: Where) -> Fault:
    saying, _, path = said.partition(" - at ")
    where = (*at, *(int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|\.(\w+)", path)))
    if found := re.match(r"Object missing required field `(\w+)`", saying):
        return Fault((*where, found[1]), "BASE_TYPE_REQUIRED", "This field is required")
    if found := re.match(r"Object contains unknown field `(.+)`", saying):
        return Fault((*where, found[1]), "UNKNOWN_FIELD", "Discord would ignore this field.")
    for pattern, name, sentence in _SAYINGS:
        if found := re.match(pattern, saying):
            if where and where[-1] == "type":
                return Fault(where, "UNION_TYPE_CHOICES", f'Value of field "type" is not taken here: {found[1]}.')
            return Fault(where, name, sentence.format(*found.groups()))
    wanted = re.match(r"Expected `(\w+)", saying)
    return Fault(where, *_KINDS.get(wanted[1] if wanted else "", ("BASE_TYPE_INVALID", saying)))
