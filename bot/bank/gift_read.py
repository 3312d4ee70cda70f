"""Reading GIFT: questions with options are taken, the other kinds refused with a reason.

As in Moodle, a blank line ends a question, a line that begins with // is a comment, and a backslash before one of
~ = # { } : \\ makes it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from bot.bank.imported import EMPTY, IDS, TOPIC, Imported, lettered, refused, taken, with_type
from bot.model.question import Option, Question

_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_PLAIN = {mark: chr(0xE000 + number) for number, mark in enumerate("~=#{}:\\n")}
"""Escaped marks, moved out of the way of the parser; `n` stands for a line break."""
_UNDO = {ord(moved): "\n" if mark == "n" else mark for mark, moved in _PLAIN.items()}
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_ANSWER = re.compile(r"([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^=~]*)")
_META = re.compile(r"\[(id|tag):([^\[\]]+)\]")
_TRUTH = re.compile(r"T|F|TRUE|FALSE", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]+>")
_GAP = "_____"


@dataclass(frozen=True)
class _Part:
    """The lines of one question, joined, with what the comments before it said."""

    line: int
    text: str
    id: str
    tags: tuple[str, ...]


def read_gift(text: str) -> list[Imported]:
    """Return every question of a GIFT file, in order."""
    return [_read(part) for part in _parts(text)]


def _parts(text: str) -> Iterator[_Part]:
    lines: list[str] = []
    meta: list[tuple[str, str]] = []
    start = 1
    for number, line in enumerate([*text.lstrip("\ufeff").split("\n"), ""], start=1):
        said = line.strip()
        if said.startswith("//"):
            meta += _META.findall(said)
        elif said and not (said.startswith("$CATEGORY:") and not lines):
            start = start if lines else number
            lines.append(line)
        elif not said:
            if lines:
                ids = [value for name, value in meta if name == "id"]
                tags = tuple(value for name, value in meta if name == "tag")
                yield _Part(start, "\n".join(lines), ids[-1] if ids else "", tags)
            lines, meta = [], []


def _read(part: _Part) -> Imported:
    moved = _ESCAPED.sub(lambda found: _PLAIN[found[1]], part.text)
    title = _TITLE.match(moved)
    name = part.id or (_text(title[1], "plain") if title else "")
    body = moved[title.end() :] if title else moved
    start, end = body.find("{"), body.rfind("}")
    shown = name or _text(body, "plain")[:40]
    if start < 0 or end < start:
        return refused(part.line, shown, "it has no answers in braces: a text, not a question")
    form = _FORMAT.match(body)
    kind = form[1] if form else "moodle"
    stem = _text(body[form.end() if form else 0 : start], kind)
    rest = _text(body[end + 1 :], kind)
    inside, _, general = body[start + 1 : end].partition("####")
    if why := _other_kind(inside.strip()):
        return refused(part.line, shown, why)
    answers = _ANSWER.findall(inside)
    if len(answers) > len(IDS):
        return refused(part.line, shown, f"it has {len(answers)} options; at most {len(IDS)} can be taken")
    if why := _partly_right(answers):
        return refused(part.line, shown, why)
    said = ["its general feedback was left out"] if general.strip() else []
    said += ["HTML was made plain text"] if kind == "html" else []
    question = replace(
        EMPTY,
        id=name,
        stem=f"{stem} {_GAP} {rest}" if rest else stem,
        options=_options(answers, kind, _tagged(part, "options-")),
    )
    return taken(part.line, shown, with_type(_with_tags(question, part)), said)


def _other_kind(inside: str) -> str:
    """Why braces with this in them are no question with options; empty if they are."""
    if not inside:
        return "it asks for an essay"
    if _TRUTH.fullmatch(inside.partition("#")[0].strip()):
        return "it asks for true or false: write it as a question with options"
    if inside.startswith("#"):
        return "it asks for a number"
    if "~" not in inside:
        return "it asks to match" if "->" in inside else "it asks for a word to be typed: it has no wrong options"
    return "" if inside[0] in "=~" else "its first answer begins with neither = nor ~"


def _partly_right(answers: list[tuple[str, str, str]]) -> str:
    """Why the weights are none of a question whose answer is right or wrong as a whole; empty if they are."""
    sure = [mark for mark, _, _ in answers if mark == "="]
    halves = [
        weight for mark, weight, _ in answers if weight and (mark == "=" or sure) and float(weight) not in {0, 100}
    ]
    if any(float(weight) > 0 for weight in halves):
        return "an option is partly right: an answer is right or wrong here"
    if len(sure) > 1:
        return "several options are right by themselves: an answer here is one option, or a set of them"
    return ""


def _options(answers: list[tuple[str, str, str]], kind: str, ids: str) -> tuple[Option, ...]:
    found = []
    for mark, weight, said in answers:
        text, _, why = said.partition("#")
        right = mark == "=" or (bool(weight) and float(weight) > 0)
        found.append((_formatted(text, kind), right, _formatted(why, kind)))
    return lettered(found, ids)


def _formatted(text: str, kind: str) -> str:
    form = _FORMAT.match(text)
    return _text(text[form.end() :], form[1]) if form else _text(text, kind)


def _text(text: str, kind: str) -> str:
    """The text as we keep it: marks put back, the file's own line breaks made spaces outside of code blocks."""
    if kind == "html":
        text = unescape(_TAG.sub(" ", text))
    if "```" not in text:
        text = " ".join(text.split("\n"))
    return text.strip().translate(_UNDO).strip()


def _tagged(part: _Part, prefix: str) -> str:
    return next((tag.removeprefix(prefix) for tag in part.tags if tag.startswith(prefix)), "")


def _with_tags(question: Question, part: _Part) -> Question:
    """The question with what the tags of our own export say."""
    topic, level = _tagged(part, "topic-"), _tagged(part, "difficulty-")
    return replace(
        question,
        topic=topic if TOPIC.fullmatch(topic) else "",
        difficulty=int(level) if level in {"1", "2", "3"} else 0,
        recall="recall" in part.tags,
        shuffle="ordered" not in part.tags,
        retired="retired" in part.tags,
    )
