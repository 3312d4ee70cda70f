"""Days that can't be: what was read or answered tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.bank.faults import Fault
from bot.bank.read import Loaded
from bot.bank.yamlfile import Place, YamlFile


def future_days(loaded: Loaded, today: date) -> Iterator[Fault]:
    """Yield a warning for every day after the next one: `today` is that of UTC, and east of it tomorrow has begun."""
    last = today + timedelta(days=1)
    for file, place, what, day in _days(loaded):
        if day > last:
            yield Fault(file.path, file.line(place), "Q25", f"{what}{day} is yet to come", "warning")
    for review in loaded.reviews:
        if review.day > last:
            said = f"{review.question}: {review.day} is yet to come"
            yield Fault(review.path, review.line, "Q25", said, "warning")


def _days(loaded: Loaded) -> Iterator[tuple[YamlFile, Place, str, date]]:
    """Yield the file, place and day of everything that was read on a day, with what a fault begins with."""
    for id_, question in loaded.bank.questions.items():
        origin = loaded.origins[id_]
        for number, reference in enumerate(question.references):
            place = ("questions", origin.index, "references", number, "checked")
            yield origin.file, place, f"{id_}: ", reference.checked
    for topic, note in loaded.bank.notes.items():
        for number, reference in enumerate(note.references):
            yield loaded.notes[topic], ("references", number, "checked"), "", reference.checked
    for topic, sheet in loaded.facts.items():
        file = YamlFile(loaded.folder / "facts" / f"{topic}.yaml")
        for number, fact in enumerate(sheet.facts):
            yield file, ("facts", number, "checked"), f"fact {fact.id}: ", fact.checked
