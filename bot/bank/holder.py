"""The banks in memory, and their renewal while the service runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.bank.faults import BankError, Fault
from bot.bank.load import Banks, load_banks


class BankHolder:
    """Holds the present banks. `current` is replaced as a whole: whoever took it keeps one that is consistent."""

    def __init__(self, shipped: Path, own: Sequence[Path] = ()) -> None:
        """Load the banks; raise BankError when the shipped content is faulty."""
        self._shipped = shipped
        self._own = tuple(own)
        self.current = load_banks(shipped, own)

    def reload(self) -> tuple[Fault, ...]:
        """Read all folders again and return what is wrong with them.

        Faulty shipped content changes nothing; a faulty folder of one's own keeps the bank that it had.
        """
        try:
            new = load_banks(self._shipped, self._own)
        except BankError as error:
            return error.faults
        self.current = _with_kept(new, self.current)
        return new.faults


def _with_kept(new: Banks, old: Banks) -> Banks:
    kept = {
        exam: folder
        for exam, folder in old.folders.items()
        if exam not in new.banks and any(folder.is_relative_to(faulty) for faulty in new.left_out)
    }
    return replace(
        new,
        banks={**new.banks, **{exam: old.banks[exam] for exam in kept}},
        folders={**new.folders, **kept},
        drafts={**new.drafts, **{exam: old.drafts[exam] for exam in kept}},
    )
