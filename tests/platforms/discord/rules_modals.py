"""What Discord refuses in modals beyond the shape of each field."""

from __future__ import annotations

from collections.abc import Iterator

from tests.platforms.discord.refusals import Fault, Where, form
from tests.platforms.discord.rules_components import Placed, duplicates, select_faults
from tests.platforms.discord.shapes.components import StringSelect
from tests.platforms.discord.shapes.modals import CheckboxGroup, Label, Modal, RadioGroup, TextInput, TextInputRow


def check_modal(modal: Modal, at: Where) -> None:
    """Raise what Discord answers to a modal that does not hold together."""
    fields = list(fields_of(modal, at))
    faults = [*duplicates(fields), *(fault for where, field in fields for fault in _faults(where, field))]
    if faults:
        raise form(*faults)


def fields_of(modal: Modal, at: Where = ()) -> Iterator[Placed]:
    """Yield the fields of a modal with their places."""
    for index, component in enumerate(modal.components):
        where = (*at, "components", index)
        if isinstance(component, Label):
            yield (*where, "component"), component.component
        elif isinstance(component, TextInputRow):
            yield (*where, "components", 0), component.components[0]


def _faults(where: Where, field: object) -> Iterator[Fault]:
    if isinstance(field, TextInput):
        yield from _text_faults(where, field)
    elif isinstance(field, StringSelect):
        yield from select_faults(where, field)
    elif isinstance(field, RadioGroup | CheckboxGroup):
        yield from _group_faults(where, field)
    if getattr(field, "disabled", None):
        yield Fault((*where, "disabled"), "MODAL_COMPONENT_DISABLED", "Modals can't have disabled components")
    if getattr(field, "min_values", None) == 0 and getattr(field, "required", None) is not False:
        sentence = "min_values must be at least 1 if the field is required, as it is unless it says otherwise"
        yield Fault((*where, "min_values"), "MODAL_COMPONENT_REQUIRED_MIN_VALUES", sentence)


def _text_faults(where: Where, field: TextInput) -> Iterator[Fault]:
    labelled = where[-1] == "component"
    if labelled and field.label:
        yield Fault((*where, "label"), "TEXT_INPUT_LABEL_INSIDE_LABEL", "The label stands in the Label component")
    if not labelled and not field.label:
        yield Fault((*where, "label"), "BASE_TYPE_REQUIRED", "This field is required")
    most = 4000 if field.max_length is None else field.max_length
    if (field.min_length or 0) > most:
        yield Fault((*where, "min_length"), "TEXT_INPUT_MIN_OVER_MAX", "min_length exceeds max_length")
    if field.value and not (field.min_length or 0) <= len(field.value) <= most:
        sentence = f"Must be between {field.min_length or 0} and {most} in length."
        yield Fault((*where, "value"), "BASE_TYPE_BAD_LENGTH", sentence)


def _group_faults(where: Where, field: RadioGroup | CheckboxGroup) -> Iterator[Fault]:
    values = [option.value for option in field.options]
    for index, value in enumerate(values):
        if value in values[:index]:
            sentence = "The specified option value is already used"
            yield Fault((*where, "options", index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", sentence)
    if isinstance(field, RadioGroup):
        if sum(bool(option.default) for option in field.options) > 1:
            yield Fault((*where, "options"), "RADIO_GROUP_TOO_MANY_DEFAULTS", "At most one option is the default")
        return
    most = len(values) if field.max_values is None else field.max_values
    if most > len(values) or (field.min_values or 0) > most:
        sentence = "min_values, max_values and the number of options must not decrease"
        yield Fault((*where, "max_values"), "CHECKBOX_GROUP_VALUES_INVALID", sentence)
