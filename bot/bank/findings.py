"""What a rule on one question yields."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bank.yamlfile import Place


@dataclass(frozen=True)
class Finding:
    """A rule that a question breaks, the place in the question, and a sentence for its author."""

    rule: str
    place: Place
    message: str
