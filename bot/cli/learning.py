"""What `studybot simulate learners` and `studybot simulate selection` say when asked for help."""

from __future__ import annotations

import argparse

from bot.cli.pages import Commands, command, lazily

_SIMULATE = "bot.cli.simulate"


def add_learning(inner: Commands[argparse.ArgumentParser]) -> None:
    """Add what is tried on simulated learners."""
    made = command(
        inner,
        "learners",
        "hold estimates of readiness against exams that simulated learners sit",
        "Draws learners from a model other than the estimator's, lets them practise, estimates each one's score, and "
        "lets each sit one fresh exam the same day. Prints how often the 80 % range held the score, and how well the "
        "chances to pass were told. Ends with 1 if that is not well enough. docs/readiness.md explains both models.",
        lazily(_SIMULATE, "learners"),
    )
    made.add_argument("--learners", type=int, default=2000, metavar="N", help="how many learners (2000)")
    made.add_argument("--seed", type=int, default=1, metavar="S", help="what chance begins with (1)")
    made.add_argument(
        "--learning", type=float, default=1.0, metavar="X", help="let them learn X times as fast as usual (1)"
    )
    made = command(
        inner,
        "selection",
        "compare ways to choose a group's daily questions",
        "Lets the same simulated groups get their daily questions by chance, by the exam's weights with topics in "
        "turn, and as the product chooses them: by weights, weak topics first. Prints how soon each is ready.",
        lazily(_SIMULATE, "selection"),
    )
    made.add_argument("--groups", type=int, default=80, metavar="N", help="how many groups (80)")
    made.add_argument("--seed", type=int, default=1, metavar="S", help="what chance begins with (1)")
