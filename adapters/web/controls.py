"""What can be pressed: buttons, choosers and forms as HTML, and which presses a card allows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.chat.calls import Form, FormField
from bot.chat.cards import Block, Buttons, Card, Choice, Chooser
from bot.chat.declare import Command, CommandOption
from bot.i18n import Words

_EMPTY = Markup("")
_RADIOS = 6
"""More choices than this, one of which is taken, become a list that opens."""


def allows(card: Card, action: str, chosen: Sequence[str]) -> bool:
    """Return whether a card has this button, or this chooser with so many of its choices chosen."""
    for item in card.blocks:
        match item:
            case Buttons() if any(button.action == action for button in item.items):
                return not chosen
            case Chooser() if item.action == action:
                known = {choice.value for choice in item.choices}
                return item.least <= len(set(chosen)) <= item.most and known.issuperset(chosen)
            case _:
                pass
    return False


def block(item: Block, key: str, words: Words) -> Markup:
    """Return buttons or a chooser; nothing for a block of a kind that has no controls."""
    match item:
        case Buttons():
            return _buttons(item)
        case Chooser():
            return _chooser(item, key, words)
        case _:
            return _EMPTY


def _buttons(buttons: Buttons) -> Markup:
    each = (
        Markup('<button type="button" class="{}" data-action="{}">{}</button>').format(one.tone, one.action, one.label)
        for one in buttons.items
    )
    letters = all(len(one.label) == 1 for one in buttons.items)
    return Markup('<div class="buttons{}">{}</div>').format(" letters" if letters else "", _EMPTY.join(each))


def _chooser(chooser: Chooser, key: str, words: Words) -> Markup:
    if chooser.most == 1 and len(chooser.choices) > _RADIOS:
        inside = _list(chooser, key)
    else:
        kind = "radio" if chooser.most == 1 else "checkbox"
        inside = Markup('<div class="picks">{}</div>').format(
            _EMPTY.join(
                Markup('<label><input type="{}" name="m{}" value="{}"><span>{}</span></label>').format(
                    kind, key, one.value, one.label
                )
                for one in chooser.choices
            )
        )
    return Markup(
        '<form class="chooser" data-action="{}" data-least="{}" data-most="{}">'
        '<fieldset><legend>{}{}</legend>{}</fieldset><button type="submit" class="primary">{}</button></form>'
    ).format(
        chooser.action, chooser.least, chooser.most, chooser.prompt, _how_many(chooser, words), inside, chooser.submit
    )


def _list(chooser: Chooser, key: str) -> Markup:
    return Markup('<select name="m{}" aria-label="{}"><option value=""></option>{}</select>').format(
        key, chooser.prompt, _choices(chooser.choices, "")
    )


def _how_many(chooser: Chooser, words: Words) -> Markup:
    if chooser.most == 1:
        return _EMPTY
    if chooser.least == chooser.most:
        said = words.tn("Choose {n}.", "Choose exactly {n}.", chooser.most)
    else:
        said = words.t("Choose {least} to {most}.", least=chooser.least, most=chooser.most)
    return Markup(' <span class="count">{}</span>').format(said)


def form(asked: Form, sends: Mapping[str, str], words: Words) -> Markup:
    """Return a form for the page's dialog; `sends` are data attributes that say what to send it as."""
    return Markup(
        '<form class="ask"{}><h2 id="ask-title" tabindex="-1">{}</h2>{}<p class="error" role="alert" hidden></p>'
        '<menu><button type="button" data-close>{}</button><button type="submit" class="primary">{}</button></menu>'
        "</form>"
    ).format(
        _attributes({f"data-{name}": value for name, value in sends.items()}),
        asked.title,
        _EMPTY.join(_field(field) for field in asked.fields),
        words.t("Cancel"),
        asked.submit,
    )


def command_form(command: Command[Any], values: Mapping[str, str], words: Words) -> Form:
    """Return a command's options as a form, filled with the values there are."""
    fields = tuple(
        FormField(
            option.name,
            words.t(option.summary),
            values.get(option.name, ""),
            "" if option.required else words.t("Can be left empty"),
            _choosable(option, words),
            (command.name, option.name) if option.complete else None,
        )
        for option in command.options
    )
    return Form(command.name, f"/{command.name}", fields, words.t("Run"))


def _choosable(option: CommandOption[Any], words: Words) -> tuple[Choice, ...]:
    choices = tuple(Choice(one.value, words.t(one.label)) for one in option.choices)
    return choices and (Choice("", words.t("Not chosen")), *choices)


def _field(field: FormField) -> Markup:
    described = {"aria-describedby": f"f-{field.name}-hint f-{field.name}-error"}
    common = {"id": f"f-{field.name}", "name": field.name, **described}
    if field.choices:
        control = Markup("<select{}>{}</select>").format(_attributes(common), _choices(field.choices, field.value))
    else:
        control = Markup('<input type="text" autocomplete="off" spellcheck="false"{}>').format(
            _attributes({**common, "value": field.value, **_completion(field)})
        )
    return Markup(
        '<div class="field"><label for="f-{name}">{label}</label>{control}'
        '<p class="hint" id="f-{name}-hint">{hint}</p>'
        '<p class="error" id="f-{name}-error" aria-live="polite"></p></div>'
    ).format(name=field.name, label=field.label, control=control, hint=field.hint)


def _completion(field: FormField) -> Mapping[str, str]:
    return {"data-complete": field.complete[0], "data-option": field.complete[1]} if field.complete else {}


def _choices(choices: Iterable[Choice], chosen: str) -> Markup:
    return _EMPTY.join(
        Markup('<option value="{}"{}>{}</option>').format(
            one.value, Markup(" selected") if one.value == chosen else _EMPTY, one.label
        )
        for one in choices
    )


def _attributes(values: Mapping[str, str]) -> Markup:
    return _EMPTY.join(Markup(' {}="{}"').format(name, value) for name, value in values.items())
