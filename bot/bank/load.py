"""What a start does: read the banks, refuse a faulty one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.bank.check import content_errors
from bot.bank.faults import BankError, Fault
from bot.bank.read import Loaded, read_exam
from bot.model.question import Bank


@dataclass(frozen=True)
class Banks:
    """The banks by exam id, the folder and the number of drafts of each, and which folders were left out, with the
    faults that say why."""

    banks: Mapping[str, Bank]
    folders: Mapping[str, Path]
    drafts: Mapping[str, int]
    left_out: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()


def load_exam(folder: Path) -> Loaded:
    """Return all that an exam folder holds; raise BankError with every error in it."""
    loaded = read_exam(folder)
    if found := tuple(content_errors(loaded)):
        raise BankError(found)
    return loaded


def load_bank(folder: Path) -> Bank:
    """Return the bank of an exam folder; raise BankError with every error in it."""
    return load_exam(folder).bank


def load_banks(shipped: Path, own: Sequence[Path] = ()) -> Banks:
    """Return the banks of the shipped content and of one's own folders.

    A folder is an exam folder (it has an `exam.yaml`) or holds some. A faulty one of one's own is left out and its
    faults are returned; raises BankError when the shipped content is faulty or has no exam.
    """
    loaded: dict[str, Loaded] = {}
    left_out: list[Path] = []
    faults: list[Fault] = []
    for folder in _exam_folders(shipped):
        _add_or_note(folder, loaded, left_out, faults)
    if faults:
        raise BankError(faults)
    for given in own:
        for folder in _own_folders(given, left_out, faults):
            _add_or_note(folder, loaded, left_out, faults)
    return Banks(
        banks={exam: one.bank for exam, one in loaded.items()},
        folders={exam: one.folder for exam, one in loaded.items()},
        drafts={exam: len(one.drafts) for exam, one in loaded.items()},
        left_out=tuple(left_out),
        faults=tuple(sorted(faults)),
    )


def _add_or_note(folder: Path, loaded: dict[str, Loaded], left_out: list[Path], faults: list[Fault]) -> None:
    try:
        one = load_exam(folder)
    except BankError as error:
        left_out.append(folder)
        faults += error.faults
        return
    if (before := loaded.setdefault(one.exam.id, one)) is not one:
        left_out.append(folder)
        said = f"the exam {one.exam.id} is in {before.folder} already: give this one another id"
        faults.append(Fault(folder / "exam.yaml", 1, "F09", said))


def _own_folders(given: Path, left_out: list[Path], faults: list[Fault]) -> Iterator[Path]:
    try:
        yield from _exam_folders(given)
    except BankError as error:
        left_out.append(given)
        faults += error.faults


def _exam_folders(folder: Path) -> list[Path]:
    """The exam folders at or directly under `folder`; BankError says what is missing if there are none."""
    try:
        found = [path.parent for path in (folder / "exam.yaml", *sorted(folder.glob("*/exam.yaml"))) if path.is_file()]
        return found or _none(folder)
    except OSError as error:
        raise BankError([Fault(folder, 1, "F01", f"can't be read: {error.strerror}")]) from error


def _none(folder: Path) -> NoReturn:
    if not folder.is_dir():
        said = "there is no such folder"
    elif (folder / "questions").is_dir():
        said = "has questions but no exam.yaml: questions can't be added to another folder's exam; make it an exam"
    else:
        said = "has no exam.yaml, nor has a folder in it"
    raise BankError([Fault(folder, 1, "F09", said)])
