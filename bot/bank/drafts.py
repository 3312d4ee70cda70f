"""Drafts told from the other questions of a file, before its form is looked at: a draft may lack anything."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bank.yamlfile import Part, Place, YamlFile


def parted(file: YamlFile) -> tuple[YamlFile, Mapping[int, YamlFile]]:
    """Return a question file without its drafts, and each draft alone by its index in the file.

    Raises BankError if the file can't be read.
    """
    data = file.read()
    listed = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(listed, list):
        return file, {}
    others = [index for index, one in enumerate(listed) if not _is_draft(one)]
    rest = Part(file, {**data, "questions": [listed[index] for index in others]}, lambda place: _among(others, place))
    return rest, {index: _alone(file, one, index) for index, one in enumerate(listed) if _is_draft(one)}


def _is_draft(question: object) -> bool:
    return isinstance(question, dict) and question.get("draft") is True


def _among(indices: list[int], place: Place) -> Place:
    match place:
        case ("questions", int(index), *inside):
            return ("questions", indices[index], *inside)
    return place


def _alone(file: YamlFile, question: object, index: int) -> YamlFile:
    return Part(file, question, lambda place: ("questions", index, *place))
