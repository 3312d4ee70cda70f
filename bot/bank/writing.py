"""Questions as the YAML that authors edit: what `content import` writes, and the template of a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import yaml

from bot.model.question import Option, Question, Reference

_WIDTH = 110


class _Prose(str):
    """A text that is folded over lines; one with line breaks of its own keeps them."""

    __slots__ = ()


class _Quoted(str):
    """A text in double quotes, so that `60` or `no` stays a text."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their key, as in the shipped files."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without an indent, whatever the emitter asks for."""
        super().increase_indent(flow, False)


def _prose(dumper: yaml.SafeDumper, text: _Prose) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|" if "\n" in text else ">")


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_Dumper.add_representer(_Prose, _prose)
_Dumper.add_representer(_Quoted, _quoted)


def question_file(topic: str, questions: Iterable[Question], drafts: Collection[str] = ()) -> str:
    """Return the text of a topic's question file; what it says is what the loader reads back.

    `drafts` are the ids of those that are not finished.
    """
    data = {"topic": topic, "questions": [_question(question, question.id in drafts) for question in questions]}
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def _question(question: Question, is_draft: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "id": question.id,
        **({"draft": True} if is_draft else {}),
        "type": question.type,
        "difficulty": question.difficulty,
        "recall": question.recall,
        "stem": _text(question.stem),
        "options": [_option(option) for option in question.options],
        "references": [_reference(reference) for reference in question.references],
        "facts": list(question.facts),
        "shuffle": question.shuffle,
    }
    if question.stale_if:
        data["stale_if"] = _Quoted(question.stale_if)
    data["retired"] = question.retired
    return data


def _option(option: Option) -> dict[str, object]:
    data: dict[str, object] = {"id": option.id, "text": _Quoted(option.text)}
    if option.correct:
        data["correct"] = True
    data["why"] = _text(option.why)
    return data


def _reference(reference: Reference) -> dict[str, object]:
    return {
        "url": _Quoted(reference.url),
        "title": _Quoted(reference.title),
        "evidence": reference.evidence,
        "checked": reference.checked,
    }


def _text(text: str) -> str:
    return _Prose(text) if text else _Quoted("")
