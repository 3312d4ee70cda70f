"""`studybot simulate …`: what the program judges, tried on made-up people."""

from __future__ import annotations

import argparse
import os
from statistics import mean

from bot.config import Settings
from bot.rules.readiness import FEWEST
from bot.simulation.learners_groups import DAYS, MARKS, RULES, compared, sooner
from bot.simulation.learners_trial import Sitting, bins, calibration_error, coverage, trial

COVERED = (0.75, 0.85)
"""What share of its ranges must hold the truth, for a range that claims 80 %."""
MISCALIBRATED = 0.05


def learners(asked: argparse.Namespace, _settings: Settings) -> int:
    """Print how estimates of readiness stand against the exams that simulated learners sat; return 1 if they don't."""
    found = trial(asked.seed, asked.learners, asked.learning, os.cpu_count() or 1)
    print(f"seed {asked.seed}: {len(found)} learners had answered {FEWEST} questions or more and sat an exam.")
    if not found:
        return 0
    print(f"{sum(one.passed for one in found) / len(found):.0%} passed. The score expected of a learner was off by")
    print(
        f"{_error(found):.0f} points (root mean square), {_bias(found):+.0f} on average; "
        "the luck of 65 questions is in it."
    )
    print("\n  chance to pass told   learners   told   passed")
    for one in bins(found):
        print(f"  {int(one.chance * 10) * 10:3}% and more {one.sittings:15}   {one.chance:4.0%}   {one.passed:5.0%}")
    held, off = coverage(found), calibration_error(found)
    print(f"\ncoverage: {held:.1%} of the 80% ranges hold the truth (75% to 85% is right)")
    print(f"expected calibration error: {off:.3f} (0.050 at most is right)")
    return 0 if COVERED[0] <= held <= COVERED[1] and off <= MISCALIBRATED else 1


def selection(asked: argparse.Namespace, _settings: Settings) -> int:
    """Print how soon simulated groups are ready under different ways to choose their daily questions."""
    found = compared(asked.seed, asked.groups, os.cpu_count() or 1)
    print(f"seed {asked.seed}: {len(found)} groups, each once under every rule; one question a day, {DAYS} days.\n")
    if not found:
        return 0
    print(f"  {'rule':16}  {'ready':>7}  " + "  ".join(f"score after {mark:3}" for mark in MARKS))
    for name in RULES:
        mine = [each[name] for each in found]
        ready = sum(one.ready is not None for one in mine) / len(mine)
        scores = "  ".join(f"{mean(one.scores[at] for one in mine):15.1f}" for at in range(len(MARKS)))
        print(f"  {name:16}  {ready:7.0%}  {scores}")
    print()
    for other in list(RULES)[:2]:
        gain, error = sooner(found, "weakness first", other)
        print(f"weakness first, against {other}: ready {gain:+.1f} questions sooner (standard error {error:.1f})")
    return 0


def _error(found: list[Sitting]) -> float:
    return float(mean((one.said.score - one.truth) ** 2 for one in found) ** 0.5)


def _bias(found: list[Sitting]) -> float:
    return mean(one.said.score - one.truth for one in found)
