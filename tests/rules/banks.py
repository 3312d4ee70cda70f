"""Small banks for the tests of selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.exam import Domain, Exam, ExamForm
from bot.model.question import Bank, Option, Question

DVA = (32, 26, 24, 18)


def question(id_: str, domain: str, topic: str, *, retired: bool = False, shuffle: bool = True) -> Question:
    options = tuple(Option(letter, f"option {letter}", letter == "a", "") for letter in "abcd")
    return Question(id_, topic, "1.1", domain, "single", 1, False, "?", options, (), (), shuffle, "", retired)


def exam(weights: Sequence[int]) -> Exam:
    domains = tuple(Domain(f"d{number}", "", weight) for number, weight in enumerate(weights))
    return Exam("small", "", ExamForm(65, 130, 100, 1000, 720), domains, (), (), True)


def bank_of(weights: Sequence[int], questions: Sequence[Question]) -> Bank:
    return Bank(exam(weights), {question.id: question for question in questions})


def bank(weights: Sequence[int], sizes: Sequence[int], topics: int = 3) -> Bank:
    """Return a bank with `sizes[i]` questions in domain `di`, spread over `topics` topics each."""
    return bank_of(
        weights,
        [
            question(f"d{number}q{count:03}", f"d{number}", f"d{number}t{count % topics}")
            for number, size in enumerate(sizes)
            for count in range(size)
        ],
    )


def left(bank: Bank, used: Mapping[str, int] | set[str]) -> set[str]:
    """Return the domains that have a question not in `used`."""
    return {question.domain for id_, question in bank.questions.items() if id_ not in used}
