"""Draws the picture of docs/readiness.md: chances told against exams passed, and ranges against the scores they hold.

python -m tools.draw_readiness [FILE] [SEED]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.pictures.canvas import AMBER, BLUE, GREEN, MARGIN, RAIL, RED, SOFT, WIDTH, Sheet
from bot.simulation.learners_trial import Sitting, bins, calibration_error, coverage, trial

LEARNERS = 2000
SHOWN = 60
"""Learners whose ranges are drawn."""
_TOP, _BOTTOM = 190.0, 560.0
_MIDDLE = 600.0
_LOWEST, _HIGHEST = 300, 1000  # the scale begins at 100, but nobody is there


def main(arguments: list[str]) -> int:
    """Write the picture."""
    file = Path(arguments[0] if arguments else "docs/readiness.png")
    seed = int(arguments[1]) if arguments[1:] else 1
    file.write_bytes(picture(trial(seed, LEARNERS, workers=os.cpu_count() or 1)))
    return 0


def picture(found: Sequence[Sitting]) -> bytes:
    """Return the picture of a trial as a PNG."""
    sheet = Sheet()
    sheet.strong((MARGIN, 84), f"Readiness, tried on {len(found):,} simulated learners", 46)
    _chances(sheet, found)
    _ranges(sheet, found)
    return sheet.png()


def _chances(sheet: Sheet, found: Sequence[Sitting]) -> None:
    """Draw a pair of columns for each tenth of chances: what was told, and how many passed."""
    left, right = MARGIN, _MIDDLE - 30
    sheet.words((left, 150), "Chance to pass: told", 34, BLUE)
    told = sheet.width_of("Chance to pass: told ", 34)
    sheet.words((left + told, 150), "and real", 34, AMBER)
    parts = bins(found)
    step = (right - left) / len(parts)
    for at, part in enumerate(parts):
        middle = left + (at + 0.5) * step
        for share, offset, color in ((part.chance, -0.36, BLUE), (part.passed, 0.02, AMBER)):
            x = middle + offset * step
            sheet.bar(x, _TOP, x + 0.34 * step, _BOTTOM, RAIL)
            sheet.bar(x, _BOTTOM - (_BOTTOM - _TOP) * share, x + 0.34 * step, _BOTTOM, color)
        sheet.words((middle, _BOTTOM + 40), f"{part.chance * 100:.0f}", 28, SOFT, "ms")
    sheet.words((left, 642), f"percent told; calibration error {calibration_error(found):.3f}", 32)


def _ranges(sheet: Sheet, found: Sequence[Sitting]) -> None:
    """Draw some learners' ranges as columns, with the score each got: green within, red outside."""
    left, right = _MIDDLE + 30, WIDTH - MARGIN
    sheet.words((left, 150), "80 % ranges, and the scores", 34)
    mark = _height(720)
    sheet.bar(left, mark - 0.6, right, mark + 0.6, SOFT)
    shown = sorted(found[:: max(1, len(found) // SHOWN)][:SHOWN], key=lambda one: (one.said.score, one.truth))
    step = (right - left) / max(1, len(shown))
    for at, one in enumerate(shown):
        x = left + (at + 0.2) * step
        sheet.bar(x, _height(one.said.high), x + 0.6 * step, _height(one.said.low), BLUE)
        dot = _height(one.truth)
        sheet.bar(x - 0.1 * step, dot - 4, x + 0.7 * step, dot + 4, GREEN if one.held else RED)
    sheet.words((left, mark - 10), "720", 28, SOFT)
    sheet.words((left, _BOTTOM + 40), f"{len(shown)} learners, by estimate", 28, SOFT)
    sheet.words((left, 642), f"{coverage(found):.1%} of all ranges hold the score", 32)


def _height(score: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * (max(score, _LOWEST) - _LOWEST) / (_HIGHEST - _LOWEST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
