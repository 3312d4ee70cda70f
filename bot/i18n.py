"""Words: gettext for every sentence a person reads, and dates and numbers in their language."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, lists, numbers

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "studybot"
PSEUDO = "en-XA"
_ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


class Words:
    """The sentences of one language. Placeholders are `{names}`; values are put in as they are, never as formats."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._locale = Locale.parse("en" if language == PSEUDO else language, sep="-")

    def t(self, message: str, **values: object) -> str:
        """Return the sentence for `message` with its placeholders filled."""
        return self._translations.gettext(message).format(**values)

    def tn(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the sentence for `n` things; `{n}` is the number in the language's form."""
        return self._translations.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, value: int) -> str:
        """Return a whole number as the language writes it."""
        return numbers.format_decimal(value, locale=self._locale)

    def percent(self, value: int) -> str:
        """Return a whole percentage as the language writes it."""
        return numbers.format_percent(value / 100, locale=self._locale)

    def list(self, items: Sequence[str]) -> str:
        """Return items as the language lists them ("a, b, and c")."""
        return lists.format_list(list(items), locale=self._locale)

    def either(self, items: Sequence[str]) -> str:
        """Return items as the language offers them ("a, b, or c")."""
        return lists.format_list(list(items), style="or", locale=self._locale)

    def day(self, value: date) -> str:
        """Return a date with its weekday, without the year ("Mon, Nov 23")."""
        return dates.format_skeleton("MMMEd", value, locale=self._locale)

    def days(self, first: date, last: date) -> str:
        """Return the days from one to another without the year ("Nov 23 – 29")."""
        return dates.format_interval(first, last, "MMMd", locale=self._locale)

    def month(self, value: date) -> str:
        """Return the name of a date's month."""
        return str(dates.get_month_names("wide", "stand-alone", locale=self._locale)[value.month])

    def weekday(self, iso: int) -> str:
        """Return the short name of an ISO weekday (1 is Monday)."""
        return str(dates.get_day_names("abbreviated", locale=self._locale)[iso - 1])

    def clock_time(self, value: time) -> str:
        """Return a time of day as the language writes it."""
        return dates.format_time(value, "short", locale=self._locale)

    def moment(self, value: datetime, zone: str) -> str:
        """Return a moment as weekday, date and time of day in `zone` (the zone's name is said beside it)."""
        local = value.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())}, {self.clock_time(local.time())}"


class _Pseudo(gettext.NullTranslations):
    """A generated language: every sentence is marked, accented and longer, so an unmarked one stands out."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return pseudo(one if n == 1 else many)


def pseudo(message: str) -> str:
    """Return a message in the pseudo-language: marked by ⟦ ⟧, vowels accented, a third longer, placeholders kept."""
    parts = [part if i % 2 else part.translate(_ACCENTS) for i, part in enumerate(_split(message))]
    return f"⟦{''.join(parts)}{'~' * (len(message) // 3)}⟧"


def _split(message: str) -> list[str]:
    """Return literal texts at even places and placeholders at odd ones."""
    parts, rest = [], message
    while "{" in rest:
        before, _, after = rest.partition("{")
        inside, _, rest = after.partition("}")
        parts += [before, "{" + inside + "}"]
    return [*parts, rest]


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the tags of the languages there is a catalogue of, English first."""
    found = sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *(tag.replace("_", "-") for tag in found if tag != "en"))


def own_name(tag: str) -> str:
    """Return what a language calls itself."""
    return (Locale.parse(tag, sep="-").get_display_name() or tag).capitalize()


@lru_cache
def words(language: str) -> Words:
    """Return the words of a language tag such as `en-GB` or `de-AT`; English where there is no catalogue."""
    if language == PSEUDO:
        return Words(PSEUDO, _Pseudo())
    tags = [language.replace("-", "_"), language.partition("-")[0].partition("_")[0]]
    if gettext.find(DOMAIN, CATALOGUES, tags) is None:
        return Words(_english(language), gettext.NullTranslations())
    return Words(language, gettext.translation(DOMAIN, CATALOGUES, tags))


def _english(language: str) -> str:
    """Return the English of a tag, for its dates and times: `en-GB` as it is, `en` for all that is not known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return "en"
    return language if locale.language == "en" else "en"
