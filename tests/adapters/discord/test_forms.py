"""Forms as dialogs, and what was typed into them kept in messages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import forms
from adapters.discord.marker import walk
from adapters.discord.text import clean, length
from bot.chat.calls import Form, FormField
from bot.chat.cards import Choice
from bot.i18n import words
from tests.fakes.cards import HOSTILE

ENGLISH = words("en")
DAYS = (Choice("daily", "Every *day*"), Choice("weekdays", "Monday to Friday"))
FORM = Form(
    "1:save",
    "Settings",
    (
        FormField("zone", "Time zone", "Europe/Berlin", "Type a city", complete=("setup", "zone")),
        FormField("days", "Days", "daily", choices=DAYS),
        FormField("hour", "Hour", "9", choices=tuple(Choice(str(n), f"{n}:00") for n in range(24))),
    ),
    "Save",
)


def test_each_kind_of_field_has_its_control() -> None:
    dialog = forms.dialog(FORM, "1:save")
    kinds = [(one["label"], one.get("description"), one["component"]["type"]) for one in dialog["components"]]
    assert kinds == [("Time zone", "Type a city", 4), ("Days", None, 21), ("Hour", None, 3)]
    zone, days, hour = (one["component"] for one in dialog["components"])
    assert zone["value"] == "Europe/Berlin"
    assert [one["value"] for one in days["options"] if one.get("default")] == ["daily"]
    assert [one["value"] for one in hour["options"] if one.get("default")] == ["9"]


@pytest.mark.parametrize("words_", [*HOSTILE, ""])
def test_a_form_of_any_words_keeps_to_the_limits(words_: str) -> None:
    fields = tuple(FormField(f"f{n}", words_, words_, words_, (Choice("a", words_),) * (n % 2)) for n in range(5))
    dialog = forms.dialog(Form("1:save", words_, fields, words_), "1:save")
    assert 0 < len(dialog["title"]) <= 45
    assert sum(one["component"].get("max_length", 0) for one in dialog["components"]) <= 2_400
    for one in dialog["components"]:
        assert 0 < len(one["label"]) <= 45
        assert len(one.get("description", "")) <= 100
        assert length(one["component"].get("value", "")) <= 2_400


def test_what_was_sent_is_read_from_every_kind_of_control() -> None:
    sent = [
        {"type": 18, "component": {"type": 4, "custom_id": "zone", "value": "Asia/Tokyo"}},
        {"type": 18, "component": {"type": 21, "custom_id": "days", "value": None}},
        {"type": 18, "component": {"type": 3, "custom_id": "hour", "values": ["17"]}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": ""}]},
    ]
    assert forms.values(sent) == {"zone": "Asia/Tokyo", "hour": "17", "old": ""}


@given(st.text(alphabet="ab`*_\\\n<@>: ", max_size=60))
def test_what_was_typed_is_kept_and_stands_in_the_form_again(typed: str) -> None:
    sent = {"zone": typed, "days": "weekdays", "hour": "17"}
    message = forms.faulty({"zone": "No such zone."}, sent, FORM, "d1o;;/setup", ENGLISH)
    kept = forms.kept(message.components)
    again = {field.name: field.value for field in forms.filled(FORM, kept).fields}
    assert again == {**sent, "zone": typed.strip("\n")}


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_message_that_keeps_a_form_fits(typed: str) -> None:
    fields = tuple(FormField(f"f{n}", f"Field {n} {typed}") for n in range(5))
    form = Form("1:save", typed, fields, typed)
    sent = {field.name: clean(typed)[:480] for field in fields}
    errors = {field.name: typed for field in fields}
    for message in (
        forms.faulty(errors, sent, form, "d1o;;/x", ENGLISH),
        forms.faulty(errors, sent, None, "", ENGLISH),
        forms.ready(form, sent, "d1o;;/x", ENGLISH),
    ):
        texts = [one["content"] for one in walk(message.components) if one["type"] == 10]
        assert sum(map(length, texts)) <= 4_000


def test_a_form_that_can_not_be_opened_again_says_so_and_has_no_button() -> None:
    message = forms.faulty({"zone": "No."}, {"zone": "x"}, None, "d1o;;/setup", ENGLISH)
    shown = list(walk(message.components))
    assert not [one for one in shown if one["type"] == 2]
    assert "-# Use the command again to change it." in [one.get("content") for one in shown]


def test_the_options_of_a_command_are_read_from_what_was_kept() -> None:
    message = forms.ready(FORM, {"time": "9:00", "zone": ""}, "d1o;;/setup", ENGLISH)
    assert forms.given(["time", "zone", "days"], forms.kept(message.components)) == {"time": "9:00"}


def test_other_fields_stay_as_they_are() -> None:
    assert forms.filled(FORM, {}) == FORM
    assert forms.filled(FORM, {"**Hour**": "23:00"}).fields[2] == replace(FORM.fields[2], value="23")


def test_every_sentence_of_these_messages_comes_from_the_catalogue() -> None:
    spoken = words("en-XA")
    for message in (
        forms.faulty({"zone": "⟦No.⟧"}, {}, FORM, "d1o;;/setup", spoken),
        forms.faulty({"zone": "⟦No.⟧"}, {}, None, "", spoken),
        forms.ready(replace(FORM, title="⟦Settings⟧"), {}, "d1o;;/setup", spoken),
    ):
        for one in walk(message.components):
            for said in (one.get("content", "⟦⟧"), one.get("label", "⟦⟧")):
                assert all("⟦" in part for part in said.split("\n"))
