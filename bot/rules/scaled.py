"""The scaled score of an exam.

AWS does not publish how it scales: it says that the scale goes from 100 to 1000, that 720 passes, that answers left
open count as wrong, and that forms of different difficulty are made comparable. The formula here is ours. It is simple
enough to be checked by hand, and made so that 72 % of the questions (the pass mark's share of the scale's end) give the
pass mark:

    share of right answers from 72 % on:  1000 × share
    below:                                100 + 620 × share / 72 %

The second line joins 0 % at 100 with 72 % at 720. For an exam with another form, its own numbers stand in place of
these.
"""

from __future__ import annotations

from fractions import Fraction

from bot.model.exam import ExamForm


def pass_share(form: ExamForm) -> Fraction:
    """Return the share of right answers that gives the pass mark."""
    return Fraction(form.pass_mark, form.scale_max)


def scaled_score(right: int, questions: int, form: ExamForm) -> int:
    """Return the scaled score for `right` of `questions`, rounded down, so that what is short of the pass mark never
    looks like it. Without a question it is the lowest."""
    if not questions:
        return form.scale_min
    share, mark = Fraction(right, questions), pass_share(form)
    if share >= mark:
        above = (share - mark) / (1 - mark) if mark < 1 else Fraction(0)
        return int(form.pass_mark + (form.scale_max - form.pass_mark) * above)
    return int(form.scale_min + (form.pass_mark - form.scale_min) * share / mark)
