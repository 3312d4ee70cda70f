"""Days that can't be: what was read or answered tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.bank.faults import Fault
from bot.bank.read import Loaded
from bot.bank.yamlfile import YamlFile


def future_days(loaded: Loaded, today: date) -> Iterator[Fault]:
    """Yield a warning for every day after the next one: `today` is that of UTC, and east of it tomorrow has begun."""
    last = today + timedelta(days=1)
    for id_, question in loaded.bank.questions.items():
        for number, reference in enumerate(question.references):
            if reference.checked > last:
                origin = loaded.origins[id_]
                line = origin.line(("references", number, "checked"))
                yield Fault(origin.file.path, line, "Q25", f"{id_}: {reference.checked} is yet to come", "warning")
    for topic, sheet in loaded.facts.items():
        file = YamlFile(loaded.folder / "facts" / f"{topic}.yaml")
        for number, fact in enumerate(sheet.facts):
            if fact.checked > last:
                line = file.line(("facts", number, "checked"))
                yield Fault(file.path, line, "Q25", f"fact {fact.id}: {fact.checked} is yet to come", "warning")
    for review in loaded.reviews:
        if review.day > last:
            said = f"{review.question}: {review.day} is yet to come"
            yield Fault(review.path, review.line, "Q25", said, "warning")
