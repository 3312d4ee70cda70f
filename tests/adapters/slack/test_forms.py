"""Forms as modals, and back."""

from __future__ import annotations

import pytest

from adapters.slack import carried, forms
from adapters.slack.carried import Origin
from bot.chat.calls import Form, FormField
from bot.chat.cards import Choice
from bot.i18n import words
from tests.platforms.slack.blocks.rules import check_view
from tests.platforms.slack.filling import state

FORM = Form(
    "1:setup-form",
    "Set up a study group for everybody",
    (
        FormField("zone", "Time zone", "", "Type a city", complete=("setup", "zone")),
        FormField("time", "Time", "09:00"),
        FormField("days", "Days", "daily", choices=(Choice("daily", "Every day"), Choice("", "None"))),
    ),
    "Save",
)
W = words("en")


def test_a_form_is_a_modal_that_slack_takes() -> None:
    view = forms.modal(FORM, Origin("setup", True, channel="C1"), W)
    check_view(view)
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == ["zone", "time", "days"]
    assert view["blocks"][0]["text"]["text"] == "Set up a study group for everybody"


def test_what_stands_in_a_modal_is_read_back() -> None:
    view = forms.modal(forms.filled(FORM, {"zone": "Europe/Berlin", "time": "never used"}), Origin("setup"), W)
    read = forms.values({"values": state(view["blocks"], {})})
    assert read == {"zone": "Europe/Berlin", "time": "09:00", "days": "daily"}


def test_an_empty_choice_is_read_back_as_empty() -> None:
    view = forms.modal(forms.retyped(FORM, {"days": ""}), Origin("setup"), W)
    assert forms.values({"values": state(view["blocks"], {})})["days"] == ""


def test_faults_stand_at_their_fields_and_those_of_no_field_at_the_first() -> None:
    view = forms.modal(FORM, Origin("setup"), W)
    placed = forms.errors({"time": "No time.", "exam": "No exam."}, view)
    assert placed == {"time": "No time.", "zone": "No exam."}


@pytest.mark.parametrize("action", ["s:complete:setup:zone", forms.complete_id("quiz", "about")])
def test_a_field_with_completion_says_what_completes_it(action: str) -> None:
    assert forms.completes(action) in {("setup", "zone"), ("quiz", "about")}


@pytest.mark.parametrize("action", ["", "1:answer:1", "s:complete:setup", "s:pick"])
def test_other_actions_complete_nothing(action: str) -> None:
    assert forms.completes(action) is None


def test_what_a_button_carries_is_read_back() -> None:
    origin = Origin("setup", True, {"zone": "Europe/Berlin"}, ("A",), "C1", False, "17.1", {"time": "9"})
    assert carried.unpack(carried.pack(origin)) == origin


def test_too_much_to_carry_is_left_out_and_the_rest_is_kept() -> None:
    packed = carried.pack(Origin("setup", True, channel="C1", typed={"time": "x" * 3_000}))
    assert len(packed) <= 2_000
    assert carried.unpack(packed) == Origin("setup", True, channel="C1")


@pytest.mark.parametrize("strange", ["", "{}", "[]", "null", '{"name":1}', "x" * 5_000])
def test_what_nobody_packed_is_nothing(strange: str) -> None:
    assert carried.unpack(strange) is None
