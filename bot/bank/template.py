"""The template of a new question: a draft that has its form; `content check` names what is still to be written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import yaml

from bot.bank.exam_rules import Rules
from bot.bank.faults import BankError, Fault
from bot.bank.imported import EMPTY, IDS, with_type
from bot.bank.read import Loaded
from bot.bank.writing import question_file
from bot.bank.yamlfile import YamlFile
from bot.model.exam import Topic
from bot.model.question import Option, Question


def file_of(folder: Path, topic: Topic) -> Path:
    """Return where a topic's questions stand in an exam folder."""
    return folder / "questions" / topic.folder / f"{topic.id}.yaml"


def next_id(topic: str, text: str) -> str:
    """Return the id after the highest in the topic's file, of which `text` is all, be it well or faulty.

    A number is never used again, not even one that is missing.
    """
    numbers = [int(number) for number in re.findall(rf"\bid: *[\"']?{re.escape(topic)}-(\d+)", text)]
    return f"{topic}-{max(numbers, default=0) + 1:02d}"


def template(id_: str, topic: str, kind: str, rules: Rules) -> Question:
    """Return a question of this type (`single`, `multiple`) with as many options and keys as the exam asks for."""
    form = rules.types[kind][0]
    options = tuple(Option(IDS[n], "", n < form.keys, "") for n in range(form.options))
    return replace(with_type(replace(EMPTY, options=options)), id=id_, topic=topic, stem=form.ending)


def add_template(loaded: Loaded, topic: Topic, kind: str) -> tuple[Path, int, str]:
    """Write a template to the end of the topic's file, made if it is not there; return file, line and id."""
    path = file_of(loaded.folder, topic)
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    id_ = next_id(topic.id, before)
    text = question_file(topic.id, [template(id_, topic.id, kind, loaded.rules)], {id_})
    if before:
        text = _indented(text.split("questions:\n", 1)[1], _indent(path))
    _require_last(path, before + text, id_)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + text, encoding="utf-8")
    added = text[: text.index(f"- id: {id_}")]
    return path, (before + added).count("\n") + 1, id_


def _require_last(path: Path, text: str, id_: str) -> None:
    """Raise BankError, before anything is written, if the question would not be the file's last one."""
    try:
        last = yaml.safe_load(text)["questions"][-1]["id"]
    except (yaml.YAMLError, LookupError, TypeError):
        last = None
    if last != id_:
        raise BankError([Fault(path, 1, "F05", "its questions are no plain list: add to it by hand")])


def _indent(path: Path) -> int:
    """The indent of the questions already in the file; that of a new file where there is none."""
    data = YamlFile(path)
    line = path.read_text(encoding="utf-8").splitlines()[data.line(("questions", 0)) - 1]
    return len(line) - len(line.lstrip()) if line.lstrip().startswith("- ") else 2


def _indented(text: str, indent: int) -> str:
    shift = indent - 2
    if shift >= 0:
        return "".join(f"{' ' * shift}{line}" for line in text.splitlines(keepends=True))
    return "".join(line[-shift:] for line in text.splitlines(keepends=True))
