"""Blind answers to questions, kept as CSV: which question was solved, in which revision, and what was chosen."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.bank.faults import Fault
from bot.model.question import Question

COLUMNS = ["question", "revision", "chosen", "date", "remark"]


@dataclass(frozen=True)
class Review:
    """One blind answer; `line` is that of its file."""

    path: Path
    line: int
    question: str
    revision: str
    chosen: frozenset[str]
    day: date
    remark: str = ""


def read_reviews(folder: Path) -> tuple[list[Review], list[Fault]]:
    """Return the rows of all `*.csv` in the folder, by file name and line, and what is wrong with the others."""
    reviews: list[Review] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.csv")):
        try:
            for found in _rows(path):
                if isinstance(found, Review):
                    reviews.append(found)
                else:
                    faults.append(found)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            faults.append(Fault(path, 1, "R01", f"can't be read as CSV: {error}"))
    return reviews, faults


def _rows(path: Path) -> Iterator[Review | Fault]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        if rows.fieldnames != COLUMNS:
            yield Fault(path, 1, "R01", f"the first line must be {','.join(COLUMNS)}")
            return
        for row in rows:
            if None in row or None in row.values():
                yield Fault(
                    path, rows.line_num, "R01", f"a row has {len(COLUMNS)} columns; quote a remark with a comma"
                )
                continue
            try:
                day = date.fromisoformat(row["date"].strip())
            except ValueError:
                yield Fault(path, rows.line_num, "R01", f"“{row['date']}” is no date; write YYYY-MM-DD")
                continue
            remark = row["remark"].strip()
            chosen = frozenset(part.strip() for part in row["chosen"].split("+"))
            yield Review(path, rows.line_num, row["question"].strip(), row["revision"].strip(), chosen, day, remark)


def present_reviews(reviews: Iterable[Review], questions: Mapping[str, Question]) -> dict[str, Review]:
    """Return by question id the latest answer to its present revision: by day, then by file and line."""
    latest: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda r: (r.day, r.path, r.line)):
        question = questions.get(review.question)
        if question and question.revision == review.revision:
            latest[review.question] = review
    return latest


def review_faults(reviews: Iterable[Review], questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Yield R01 for rows that name what does not exist, and R02 where the latest answer is not the key.

    An answer to an earlier revision is a record of its time: it is held against nothing.
    """
    reviews = list(reviews)
    for review in reviews:
        question = questions.get(review.question)
        if question is None:
            yield Fault(review.path, review.line, "R01", f"there is no question {review.question}")
        elif question.revision == review.revision and not review.chosen <= {option.id for option in question.options}:
            said = f"{review.question} has no option {'+'.join(sorted(review.chosen))}; write `b` or `a+c`"
            yield Fault(review.path, review.line, "R01", said)
    for id_, review in present_reviews(reviews, questions).items():
        question = questions[id_]
        if review.chosen != question.key and not question.retired:
            chosen, key = "+".join(sorted(review.chosen)), "+".join(sorted(question.key))
            said = f"{id_}: the review chose {chosen}, the key is {key}: rewrite the question, and have it solved again"
            yield Fault(review.path, review.line, "R02", said)
