"""A small exam and its bank: four domains with the weights of a real exam, single and multiple response."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.model.exam import Domain, Exam, ExamForm, TaskStatement, Topic
from bot.model.question import Bank, Option, Question, Reference

EXAM = "small"
WEIGHTS = (32, 26, 24, 18)
TOPICS = 3  # of each domain


def small_exam(id: str = EXAM) -> Exam:
    """Return an exam with domains `1` to `4`, one task statement each, three topics each."""
    numbers = range(1, len(WEIGHTS) + 1)
    domains = tuple(Domain(str(n), f"Domain {n}", WEIGHTS[n - 1]) for n in numbers)
    tasks = tuple(TaskStatement(f"{n}.1", f"Task {n}.1", str(n)) for n in numbers)
    topics = tuple(
        Topic(f"topic-{n}-{t}", f"Topic {n}-{t}", f"{n}.1", str(n), None, None, 0)
        for n in numbers
        for t in range(TOPICS)
    )
    return Exam(id, "Small Exam", ExamForm(65, 130, 100, 1000, 720), domains, tasks, topics, True)


def small_question(domain: int, number: int, *, right: int = 1) -> Question:
    """Return a question of `domain` (1 to 4) whose key is its first `right` options: one of four or two of five."""
    ids = "abcd" if right == 1 else "abcde"
    options = tuple(
        Option(id, f"option {id} of {domain}/{number}", place < right, f"why {id}") for place, id in enumerate(ids)
    )
    reference = Reference(f"https://example.com/{domain}/{number}", "The page", "stored", date(2026, 1, 1))
    return Question(
        id=f"q-{domain}-{number:02}",
        topic=f"topic-{domain}-{number % TOPICS}",
        task=f"{domain}.1",
        domain=str(domain),
        type="single" if right == 1 else "multiple",
        difficulty=1,
        recall=False,
        stem=f"What is {domain}/{number}?" if right == 1 else f"Which TWO are {domain}/{number}?",
        options=options,
        references=(reference,),
    )


def small_bank(per_domain: int = 5, *, multiple: bool = True, exam: str = EXAM) -> Bank:
    """Return a bank of `per_domain` questions a domain; with `multiple` every third of them has two right options."""
    questions = [
        small_question(domain, number, right=2 if multiple and number % 3 == 2 else 1)
        for domain in range(1, len(WEIGHTS) + 1)
        for number in range(per_domain)
    ]
    return Bank(small_exam(exam), {question.id: question for question in questions})


def with_stems(bank: Bank, stem: str) -> Bank:
    """Return the bank after somebody has rewritten every stem and put the key on every last option."""

    def edited(question: Question) -> Question:
        last = len(question.options) - question.choose
        options = tuple(replace(option, correct=place >= last) for place, option in enumerate(question.options))
        return replace(question, stem=stem, options=options)

    return replace(bank, questions={id: edited(question) for id, question in bank.questions.items()})
