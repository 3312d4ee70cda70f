"""Runs of words that the questions share with given texts: what may have been copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.bank.faults import Fault
from bot.bank.read import Loaded
from bot.bank.texts import bare_words
from bot.bank.yamlfile import Place, YamlFile

RUN = 8
"""As many words in a row are hardly the same by chance."""

_NAME = re.compile(r"[A-Z]{2,}|\w+[A-Z]\w*")
"""GetItem, DynamoDB, SQS: nobody can write these in words of their own."""

Run = tuple[str, ...]


def shared_runs(loaded: Loaded, texts: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for every text of the folder that has a run of `RUN` words in common with one of `texts`.

    Names of services and API calls are left out on both sides, and code is.
    """
    names = frozenset(loaded.rules.words.names)
    given = {run for text in texts for run in _runs(_own_words(text, names))}
    for file, place, what, text in _texts(loaded):
        said = _own_words(text, names)
        for start, run in enumerate(_runs(said)):
            if run in given:
                words = " ".join(_longest(said, start, given))
                yield Fault(file.path, file.line(place), "Q26", f"{what}: stands in a given text too: “{words}”")
                break


def _own_words(text: str, names: frozenset[str]) -> list[str]:
    return [word.lower() for word in bare_words(text) if not _NAME.fullmatch(word) and word.lower() not in names]


def _runs(words: Sequence[str]) -> Iterator[Run]:
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _longest(words: Sequence[str], start: int, given: set[Run]) -> Sequence[str]:
    end = start + RUN
    while end < len(words) and tuple(words[end - RUN + 1 : end + 1]) in given:
        end += 1
    return words[start:end]


def _texts(loaded: Loaded) -> Iterator[tuple[YamlFile, Place, str, str]]:
    """Every text in words of its author, with its file, place and name."""
    for id_, question in loaded.bank.questions.items():
        origin = loaded.origins[id_]
        at: Place = ("questions", origin.index)
        yield origin.file, (*at, "stem"), f"{id_}, stem", question.stem
        for number, option in enumerate(question.options):
            place = (*at, "options", number)
            yield origin.file, (*place, "text"), f"{id_}, option {option.id}", option.text
            yield origin.file, (*place, "why"), f"{id_}, why of {option.id}", option.why
    for topic, note in loaded.bank.notes.items():
        for number, line in enumerate(note.lines):
            yield loaded.notes[topic], ("note", number), f"note on {topic}", line.text
    for topic, sheet in loaded.facts.items():
        file = YamlFile(loaded.folder / "facts" / f"{topic}.yaml")
        for number, fact in enumerate(sheet.facts):
            yield file, ("facts", number, "text"), f"fact {fact.id} of {topic}", fact.text
