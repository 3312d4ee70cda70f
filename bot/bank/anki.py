"""Questions as an Anki deck a domain, with the whys on the back.

Ids come from the exam and the question, so that importing a newer package renews the notes and keeps what a learner's
Anki knows of them.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

import genanki

from bot.bank.gift import tags
from bot.model.exam import Exam
from bot.model.posting import LETTERS
from bot.model.question import Question

_FIELDS = ("Question", "Options", "Answer", "Why", "References", "Id")
_FRONT = "<div class=stem>{{Question}}</div>{{Options}}"
_BACK = (
    "{{FrontSide}}<hr id=answer><div class=key>{{Answer}}</div>{{Why}}<div class=small>{{References}} · {{Id}}</div>"
)
_STYLE = """\
.card { font-family: sans-serif; font-size: 18px; line-height: 1.45; }
.card { text-align: left; max-width: 42em; margin: 1em auto; }
ol { list-style-type: upper-alpha; } li { margin: .4em 0; } .key { font-weight: bold; }
code, pre { font-family: monospace; font-size: 90%; } pre { white-space: pre-wrap; } .small { font-size: 80%; }
"""
_FENCE = re.compile(r"^```\w*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def anki_package(exam: Exam, questions: Sequence[Question], now: datetime) -> bytes:
    """Return the bytes of an .apkg file; `now` becomes the notes' time of change, by which Anki takes the newer."""
    model = genanki.Model(
        _number(exam.id, "model"),
        f"studybot {exam.id}",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    decks = []
    for domain in exam.domains:
        deck = genanki.Deck(_number(exam.id, domain.id), f"{exam.title}::{domain.id} {domain.title}")
        for question in questions:
            if question.domain == domain.id:
                deck.add_note(_note(exam, model, question))
        decks.append(deck)
    file = io.BytesIO()
    genanki.Package(decks).write_to_file(file, timestamp=now.timestamp())
    return file.getvalue()


def _note(exam: Exam, model: genanki.Model, question: Question) -> genanki.Note:
    lettered = list(zip(LETTERS, question.options, strict=False))
    right = [letter for letter, option in lettered if option.correct]
    options = "".join(f"<li>{html(option.text)}</li>" for _, option in lettered)
    whys = "".join(f"<li>{html(option.why)}</li>" for _, option in lettered)
    links = ", ".join(f'<a href="{escape(r.url)}">{html(r.title)}</a>' for r in question.references)
    fields = [html(question.stem), f"<ol>{options}</ol>", ", ".join(right), f"<ol>{whys}</ol>", links, question.id]
    guid = genanki.guid_for(exam.id, question.id)
    return genanki.Note(model=model, fields=fields, guid=guid, tags=[tag.replace(" ", "-") for tag in tags(question)])


def html(text: str) -> str:
    """Return a question's text as HTML: code as code, all else as plain words."""
    parts = _FENCE.split(text)
    return "".join(f"<pre>{escape(part)}</pre>" if at % 2 else _prose(part) for at, part in enumerate(parts))


def _prose(text: str) -> str:
    paragraphs = (escape(" ".join(part.split())) for part in re.split(r"\n\s*\n", text.strip()))
    return "<br><br>".join(_CODE.sub(r"<code>\1</code>", part) for part in paragraphs)


def _number(*names: str) -> int:
    """A number that is always the same for these names, within what Anki's databases take."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return int.from_bytes(digest[:4], "big") % (1 << 30) + (1 << 30)
