"""The page on the reviews of an exam folder, made from the raw answers: `content/<exam>/REVIEW.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from bot.bank.check import in_use
from bot.bank.read import Loaded
from bot.bank.reviews import Review, present_reviews
from bot.bank.targets import percent
from bot.model.question import Question

_HEAD = """\
# Reviews

Every question is solved by somebody who sees its stem and options only (`studybot content sheet`). The raw answers are
in `reviews/*.csv`; this page is made from them by `python -m tools.write_generated`. An answer is held against the key
of today: the letters of options are never reused, so one to an earlier revision stays readable.
"""


def review_page(loaded: Loaded) -> str:
    """Return the page as Markdown: totals, every disagreement or remark and what became of it, the files."""
    questions = loaded.bank.questions
    reviews = [review for review in loaded.reviews if review.question in questions]
    return "\n".join([_HEAD, _totals(loaded, reviews), _objections(reviews, questions), _files(reviews, questions)])


def _totals(loaded: Loaded, reviews: Sequence[Review]) -> str:
    questions = in_use(loaded)
    present = present_reviews(loaded.reviews, loaded.bank.questions)
    first = _firsts(reviews)
    agreed = sum(_agrees(review, loaded.bank.questions) for review in first)
    reviewed = sum(question.id in present for question in questions)
    earlier = sum(review.revision != loaded.bank.questions[review.question].revision for review in first)
    rows = (
        ("questions in use", str(len(questions))),
        ("solved blind in their present revision", _of(reviewed, len(questions))),
        ("answers in all", str(len(reviews))),
        ("questions ever solved", str(len(first))),
        ("first answers that are the key", _of(agreed, len(first))),
        ("first answers to what was rewritten since", str(earlier)),
    )
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows), ""])


def _objections(reviews: Sequence[Review], questions: Mapping[str, Question]) -> str:
    found = [review for review in _ordered(reviews) if review.remark or not _agrees(review, questions)]
    lines = ["## Disagreements and remarks", ""]
    if not found:
        return "\n".join([*lines, "None so far.", ""])
    lines += ["| question | day | chosen | remark | what became of it |", "| --- | --- | --- | --- | --- |"]
    for review in found:
        chosen = f"{'+'.join(sorted(review.chosen))}{'' if _agrees(review, questions) else ', not the key'}"
        remark = review.remark.replace("|", "\\|").replace("\n", " ")
        lines.append(
            f"| {review.question} | {review.day} | {chosen} | {remark} | {_outcome(review, reviews, questions)} |"
        )
    return "\n".join([*lines, ""])


def _outcome(review: Review, reviews: Iterable[Review], questions: Mapping[str, Question]) -> str:
    question = questions[review.question]
    if question.retired:
        return "retired"
    latest = present_reviews(reviews, questions).get(question.id)
    if question.revision == review.revision:
        if _agrees(review, questions):
            return "stands: the answer was the key"
        solved = latest is not None and latest is not review and _agrees(latest, questions)
        return "stands: solved again with the key" if solved else "open"
    if latest is None:
        return "rewritten, to be solved again"
    return "rewritten, then solved with the key" if _agrees(latest, questions) else "rewritten, and still open"


def _files(reviews: Sequence[Review], questions: Mapping[str, Question]) -> str:
    lines = ["## Files", "", "| file | answers | the key | remarks |", "| --- | --- | --- | --- |"]
    for path, rows in groupby(sorted(reviews, key=lambda review: (review.path, review.line)), lambda one: one.path):
        inside = list(rows)
        agreed = sum(_agrees(review, questions) for review in inside)
        remarks = sum(bool(review.remark) for review in inside)
        lines.append(f"| {path.name} | {len(inside)} | {agreed} | {remarks} |")
    return "\n".join([*lines, ""])


def _firsts(reviews: Iterable[Review]) -> list[Review]:
    """The first answer to each question, in whatever revision."""
    first: dict[str, Review] = {}
    for review in _ordered(reviews):
        first.setdefault(review.question, review)
    return list(first.values())


def _ordered(reviews: Iterable[Review]) -> list[Review]:
    return sorted(reviews, key=lambda review: (review.day, review.path, review.line))


def _agrees(review: Review, questions: Mapping[str, Question]) -> bool:
    return review.chosen == questions[review.question].key


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({percent(part, whole):.0f} %)"
