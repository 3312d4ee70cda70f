"""The sheet of somebody who solves questions blind: stems and options, nothing that tells the key."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from random import Random

from bot.bank.reviews import COLUMNS
from bot.model.question import Question

_WIDTH = 100
_HEAD = f"""\
For each question choose what the stem asks for, from stem and options alone. Answer with the letters as they stand
here (they are not in order), a row each, in a file of reviews/ that begins with
{",".join(COLUMNS)}
where chosen is `b` or `a+c`. Then open the question and read every why as an opponent; an objection is a remark.
"""


def blind_sheet(questions: Sequence[Question], rng: Random) -> str:
    """Return the questions and their options in an order that `rng` draws, with ids and revisions."""
    drawn = rng.sample(questions, len(questions))
    return "\n".join([_HEAD, *(_drawn(number, question, rng) for number, question in enumerate(drawn, start=1))])


def _drawn(number: int, question: Question, rng: Random) -> str:
    options = rng.sample(question.options, len(question.options)) if question.shuffle else question.options
    stem = question.stem if "```" in question.stem else textwrap.fill(question.stem, _WIDTH)
    lines = [
        textwrap.fill(f"{option.id}) {option.text}", _WIDTH, subsequent_indent="   ", break_long_words=False)
        for option in options
    ]
    return "\n".join([f"{number}. {question.id},{question.revision}", stem, *lines, ""])
