"""Questions as CSV: a row each, for spreadsheets and other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.bank.imported import EMPTY, IDS, Imported, refused, taken, with_type
from bot.model.question import Option, Question, Reference

_HEAD = ("id", "topic", "type", "difficulty", "recall", "stem", "key", "order")
_TEXTS = (*IDS, *(f"why_{id_}" for id_ in IDS))
_TAIL = ("references", "facts", "shuffle", "stale_if", "retired")
COLUMNS = (*_HEAD, *_TEXTS, *_TAIL)
NEEDED = ("stem", "key", "a", "b")
"""An import takes any file that has these; every other column may be missing."""
_YES = {"yes", "true", "1"}
_BAR = " | "


def csv_text(questions: Iterable[Question]) -> str:
    """Return the questions as CSV with `COLUMNS`; `key` is `b` or `a+c`, `order` the options' letters as they stand."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for question in questions:
        rows.writerow(_row(question))
    return out.getvalue()


def read_csv(text: str) -> list[Imported]:
    """Return every question of a CSV file, in order; a file without its columns is one that can't be taken."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    found: list[Imported] = []  # what was read before a fault stays
    try:
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if missing := [name for name in NEEDED if name not in names]:
            return [
                refused(1, "the first line", f"it must name the columns {', '.join(NEEDED)}; {missing[0]} is missing")
            ]
        rows.fieldnames = names
        found.extend(_read(rows.line_num, row) for row in rows)
    except csv.Error as error:
        found.append(refused(rows.line_num, "the rest of the file", f"it is not CSV: {error}"))
    return found


def _row(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "topic": question.topic,
        "type": question.type,
        "difficulty": question.difficulty,
        "recall": _word(question.recall),
        "stem": question.stem,
        "key": "+".join(sorted(question.key)),
        "order": "".join(option.id for option in question.options),
        **{option.id: option.text for option in question.options},
        **{f"why_{option.id}": option.why for option in question.options},
        "references": "\n".join(_BAR.join((r.url, r.evidence, str(r.checked), r.title)) for r in question.references),
        "facts": " ".join(str(fact) for fact in question.facts),
        "shuffle": _word(question.shuffle),
        "stale_if": question.stale_if,
        "retired": _word(question.retired),
    }


def _word(yes: bool) -> str:
    return "yes" if yes else "no"


def _read(line: int, row: Mapping[str | None, str | list[str] | None]) -> Imported:
    cells = {name: value.strip() for name, value in row.items() if name and isinstance(value, str)}
    name = cells.get("id") or cells.get("stem", "")[:40]
    if row.get(None):
        return refused(line, name, "it has more cells than the first line: put a text with a comma in quotes")
    key = {part.strip().lower() for part in cells.get("key", "").replace(",", "+").split("+")}
    options = tuple(
        Option(id_, cells[id_], id_ in key, cells.get(f"why_{id_}", "")) for id_ in _order(cells) if cells.get(id_)
    )
    if unknown := sorted(key - {option.id for option in options}):
        return refused(line, name, f"its key is “{cells.get('key', '')}”, and there is no option “{unknown[0]}”")
    level, facts = cells.get("difficulty", ""), cells.get("facts", "").split()
    references = list(_references(cells.get("references", "")))
    question = replace(
        EMPTY,
        id=cells.get("id", ""),
        topic=cells.get("topic", ""),
        difficulty=int(level) if level in {"1", "2", "3"} else 0,
        recall=cells.get("recall", "").lower() in _YES,
        stem=cells.get("stem", ""),
        options=options,
        references=tuple(one for one in references if one),
        facts=tuple(int(fact) for fact in facts if fact.isdecimal()),
        shuffle=cells.get("shuffle", "yes").lower() in _YES,
        stale_if=cells.get("stale_if", ""),
        retired=cells.get("retired", "").lower() in _YES,
    )
    said = ["a reference was left out: write it as address | evidence | day | title"] if None in references else []
    return taken(line, name, with_type(question), said)


def _order(cells: Mapping[str, str]) -> str:
    given = cells.get("order", "")
    return given if given and set(given) <= set(IDS) else IDS


def _references(cell: str) -> Iterator[Reference | None]:
    """The references of a cell, a line each; None for a line that is none: who read what, when, isn't guessed."""
    for line in filter(None, (part.strip() for part in cell.splitlines())):
        parts = line.split(_BAR, 3)
        if len(parts) < 4 or parts[1] not in {"stored", "recalled"}:
            yield None
            continue
        try:
            yield Reference(parts[0], parts[3], parts[1], date.fromisoformat(parts[2]))
        except ValueError:
            yield None
