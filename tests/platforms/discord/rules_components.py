"""What Discord refuses in components beyond the shape of each: pure functions over forms, one fault after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.platforms.discord.refusals import Fault, Where, server_error
from tests.platforms.discord.shapes.components import (
    ActionRow,
    Button,
    Container,
    Emoji,
    File,
    Gallery,
    Media,
    Section,
    StringSelect,
    TextDisplay,
    Thumbnail,
)

MOST_COMPONENTS = 40
MOST_TEXT = 4000
MOST_ROWS = 5
MOST_BYTES = 10170
"""Above this Discord answers 500: bytes of text displays in UTF-8, and twelve for each (from its issue tracker)."""
MOST_MEDIA = 64

Placed = tuple[Where, Any]


def walk(components: Sequence[Any], at: Where) -> Iterator[Placed]:
    """Yield every component with its place, parents before children."""
    for index, component in enumerate(components):
        where = (*at, index)
        yield where, component
        if isinstance(component, ActionRow | Container | Section):
            yield from walk(component.components, (*where, "components"))
        if isinstance(component, Section):
            yield (*where, "accessory"), component.accessory


def layout_faults(components: Sequence[Any], modern: bool, at: Where) -> Iterator[Fault]:
    """Yield what is wrong with the whole of a message's components; `modern` is Components V2."""
    every = list(walk(components, at))
    if modern and len(every) > MOST_COMPONENTS:
        sentence = f"Total number of components exceeds maximum of {MOST_COMPONENTS}"
        yield Fault(at, "COMPONENT_MAX_TOTAL_EXCEEDED", sentence)
    if not modern:
        yield from _old_faults(components, at)
    if sum(len(one.content) for _, one in every if isinstance(one, TextDisplay)) > MOST_TEXT:
        sentence = f"Total displayable text size exceeds maximum size of {MOST_TEXT}"
        yield Fault(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)
    yield from duplicates(every)
    yield from _same_ids(every)
    for where, component in every:
        yield from _one(where, component)


def refuse_what_breaks_the_server(components: Sequence[Any]) -> None:
    """Raise the 500 that Discord gives to text or pictures which pass its checks but not its storage."""
    every = [one for _, one in walk(components, ())]
    texts = [one.content.encode() for one in every if isinstance(one, TextDisplay)]
    galleries = sum(len(one.items) for one in every if isinstance(one, Gallery))
    media = galleries + sum(isinstance(one, Thumbnail) for one in every)
    if sum(map(len, texts)) + 12 * len(texts) > MOST_BYTES or media > MOST_MEDIA:
        raise server_error()


def duplicates(every: Sequence[Placed]) -> Iterator[Fault]:
    """Yield every custom id that stands on an earlier component too, disabled ones included."""
    seen: set[str] = set()
    for where, component in every:
        custom_id = getattr(component, "custom_id", None)
        if custom_id in seen:
            sentence = "Component custom id cannot be duplicated"
            yield Fault((*where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", sentence)
        if custom_id:
            seen.add(custom_id)


def _same_ids(every: Sequence[Placed]) -> Iterator[Fault]:
    """Yield every component whose number stands on an earlier one too; 0 asks for the next that is free."""
    seen: set[int] = set()
    for where, component in every:
        if component.id in seen:
            yield Fault((*where, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        if component.id:
            seen.add(component.id)


def media_of(components: Sequence[Any], at: Where) -> Iterator[tuple[Where, Media]]:
    """Yield the addresses of all pictures and files with their places."""
    for where, component in walk(components, at):
        if isinstance(component, Gallery):
            for index, item in enumerate(component.items):
                yield (*where, "items", index, "media"), item.media
        elif isinstance(component, Thumbnail):
            yield (*where, "media"), component.media
        elif isinstance(component, File):
            yield (*where, "file"), component.file


def _old_faults(components: Sequence[Any], at: Where) -> Iterator[Fault]:
    if len(components) > MOST_ROWS:
        yield Fault(at, "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_ROWS} or fewer in length.")
    for index, component in enumerate(components):
        if not isinstance(component, ActionRow):
            sentence = 'Value of field "type" must be one of (1,).'
            yield Fault((*at, index, "type"), "UNION_TYPE_CHOICES", sentence)


def _one(where: Where, component: Any) -> Iterator[Fault]:
    if isinstance(component, ActionRow):
        yield from _row_faults(where, component)
    elif isinstance(component, Button):
        yield from _button_faults(where, component)
    elif isinstance(component, StringSelect):
        yield from select_faults(where, component)
    elif isinstance(component, TextDisplay) and not component.content.strip():
        yield Fault((*where, "content"), "BASE_TYPE_REQUIRED", "This field is required")
    elif isinstance(component, File) and not component.file.url.startswith("attachment://"):
        yield Fault((*where, "file", "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment',).")


def _row_faults(where: Where, row: ActionRow) -> Iterator[Fault]:
    """A menu is as wide as five buttons."""
    width = 0
    for index, component in enumerate(row.components):
        width += 1 if isinstance(component, Button) else 5
        if width > 5:
            sentence = "The specified component exceeds the maximum width"
            yield Fault((*where, "components", index), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)


def _button_faults(where: Where, button: Button) -> Iterator[Fault]:
    link = button.style == 5
    if link and not button.url:
        yield Fault((*where, "url"), "BUTTON_COMPONENT_URL_REQUIRED", "A url is required")
    if not link and not button.custom_id:
        yield Fault((*where, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    if button.url and (button.custom_id or not link):
        sentence = "A custom id and url cannot both be specified"
        yield Fault((*where, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", sentence)
    if button.url and not button.url.startswith(("http://", "https://", "discord://")):
        yield Fault((*where, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').")
    if not button.label and not button.emoji:
        yield Fault(where, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required")
    yield from _emoji_faults(where, button.emoji)


def select_faults(where: Where, select: StringSelect) -> Iterator[Fault]:
    """Yield what is wrong with a menu's numbers and options."""
    least = 1 if select.min_values is None else select.min_values
    most = 1 if select.max_values is None else select.max_values
    values = [option.value for option in select.options]
    if least > most:
        yield Fault((*where, "min_values"), "SELECT_COMPONENT_MIN_OVER_MAX", "min_values exceeds max_values")
    if most > len(values):
        sentence = "max_values must not exceed the number of options"
        yield Fault((*where, "max_values"), "SELECT_COMPONENT_MAX_OVER_OPTIONS", sentence)
    if sum(bool(option.default) for option in select.options) > most:
        yield Fault((*where, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More defaults than max_values")
    for index, option in enumerate(select.options):
        if option.value in values[:index]:
            sentence = "The specified option value is already used"
            yield Fault((*where, "options", index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", sentence)
        yield from _emoji_faults((*where, "options", index), option.emoji)


def _emoji_faults(where: Where, emoji: Emoji | None) -> Iterator[Fault]:
    """A name without an id must be a Unicode emoji; every one of them has a character beyond ASCII."""
    if emoji and not emoji.id and emoji.name.isascii():
        yield Fault((*where, "emoji", "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")
