"""Sentences, dates and numbers in people's languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.i18n import PSEUDO, pseudo, words

MOMENT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def test_values_are_put_in_as_they_are() -> None:
    assert words("en").t("Hello {name}", name="{name} %s {0}") == "Hello {name} %s {0}"


def test_a_count_takes_its_form_and_is_written_as_the_language_writes_it() -> None:
    w = words("en")
    assert [w.tn("{n} day", "{n} days", n) for n in (0, 1, 2, 1234)] == ["0 days", "1 day", "2 days", "1,234 days"]


def test_lists_join_and_offer() -> None:
    w = words("en")
    assert w.list(["a", "b", "c"]) == "a, b, and c"
    assert w.either(["a", "b", "c"]) == "a, b, or c"
    assert (w.list(["a"]), w.either(["a"]), w.list([])) == ("a", "a", "")


def test_a_moment_is_told_in_its_zone() -> None:
    assert words("en").moment(MOMENT, "Asia/Tokyo").replace("\u202f", " ") == "Tue, Mar 3, 8:30 AM"


def test_english_is_written_as_the_readers_region_writes_it() -> None:
    assert words("en-GB").clock_time(time(17, 30)) == "17:30"
    assert words("en-US").clock_time(time(17, 30)).replace("\u202f", " ") == "5:30 PM"
    assert words("en-GB").day(date(2026, 3, 2)) == "Mon 2 Mar"


@pytest.mark.parametrize("tag", ["de", "de-AT", "tlh", "en-ZZZZZ", "", "x", "../../etc", "en_", "\0"])
def test_a_language_without_a_catalogue_is_answered_in_english(tag: str) -> None:
    w = words(tag)
    assert w.t("Saved.") == "Saved."
    assert w.percent(50) == "50%"
    assert w.weekday(1) == "Mon"


def test_the_generated_language_keeps_placeholders_and_marks_the_rest() -> None:
    assert pseudo("Hello {name}!").startswith("⟦Hélló {name}!~")
    assert words(PSEUDO).t("Hello {name}!", name="aeiou").startswith("⟦Hélló aeiou!")
    assert words(PSEUDO).tn("{n} day", "{n} days", 2).startswith("⟦2 dáys")
