"""What is wrong with a content folder: file, line, rule and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import StudybotError

Severity = Literal["error", "warning", "target", "draft"]
"""An error keeps a folder out; a warning is for the author to weigh; a target is still to be reached by the bank; what
a draft lacks keeps nothing out but the draft."""


@dataclass(frozen=True, order=True)
class Fault:
    """One finding. `line` counts from 1; `rule` is an id of `bot.bank.catalogue`."""

    path: Path
    line: int
    rule: str
    message: str
    severity: Severity = "error"


class BankError(StudybotError):
    """A content folder can't be used. `faults` holds all that was found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(format_fault(fault) for fault in self.faults))


def format_fault(fault: Fault) -> str:
    """Return `path:line: rule message`; any other severity is named before its rule."""
    mark = "" if fault.severity == "error" else f"{fault.severity} "
    return f"{fault.path}:{fault.line}: {mark}{fault.rule} {fault.message}"


def errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return those that keep a folder out."""
    return tuple(fault for fault in faults if fault.severity == "error")
