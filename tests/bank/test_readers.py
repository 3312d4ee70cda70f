"""Exports are opened by readers that others wrote: Anki itself, and a GIFT parser."""

from __future__ import annotations

import io
import re
import sqlite3
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bank.anki import html
from bot.bank.export import export
from bot.bank.read import read_exam
from bot.model.question import Bank, Option, Question
from tests.bank.builders import SHIPPED, good_question
from tests.support.bank import small_exam

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GOOD = good_question()
SHARP = replace(GOOD, stem="Is `a<b & c` met?", options=(Option("a", "`<b>` = 1", True, "So."), *GOOD.options[1:]))


def bank(*questions: Question) -> Bank:
    return Bank(small_exam(), {question.id: question for question in questions})


def notes(package: bytes, folder: Path) -> list[tuple[str, str, str]]:
    """Return guid, fields and tags of every note of a package, read as the zip file and database that it is."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as database:
        found = database.execute("SELECT guid, flds, tags FROM notes ORDER BY guid").fetchall()
    database.close()
    return found


def test_anki_imports_the_shipped_questions_and_renews_them(tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection", reason="Anki has no wheel for this machine")
    shipped = read_exam(SHIPPED / "dva-c02").bank
    in_use = sum(not question.retired for question in shipped.questions.values())
    opened = collection.Collection(str(tmp_path / "mine.anki2"))
    try:
        for day in (0, 1):
            file = tmp_path / f"{day}.apkg"
            file.write_bytes(export(shipped, "anki", NOW + timedelta(days=day)))
            request = collection.ImportAnkiPackageRequest(package_path=str(file))
            opened.import_anki_package(request)
            assert (opened.note_count(), opened.card_count()) == (in_use, in_use)  # no second copy on the second day
        decks = {deck.name for deck in opened.decks.all_names_and_ids()}
        assert f"{shipped.exam.title}::2 Security" in decks
    finally:
        opened.close()


def test_a_note_has_its_question_letters_whys_and_a_lasting_id(tmp_path: Path) -> None:
    ((guid, fields, tags),) = notes(export(bank(SHARP), "anki", NOW), tmp_path)
    stem, options, answer, whys, references, id_ = fields.split("\x1f")
    assert stem == "Is <code>a&lt;b &amp; c</code> met?"
    assert options.startswith("<ol><li><code>&lt;b&gt;</code> = 1</li>")
    assert (answer, id_) == ("A", "delays-01")
    assert whys.count("<li>") == 4
    assert 'href="https://docs.aws.amazon.com/guide.html"' in references
    assert "difficulty-1" in tags.split()
    ((later, _, _),) = notes(export(bank(replace(SHARP, stem="Is it?")), "anki", NOW), tmp_path)
    assert later == guid


def test_code_blocks_and_paragraphs_become_html() -> None:
    assert html('A\nb.\n\nC?\n```json\n{"a": 1}\n```\n') == "A b.<br><br>C?<pre>{&quot;a&quot;: 1}\n</pre>"


def readable(question: Question) -> bool:
    """Say whether that parser can read it: it takes whole weights alone, and ends a why at an escaped = or ~ too."""
    texts = "".join(option.text + option.why for option in question.options)
    return question.choose < 3 and not set("=~{}#") & set(texts)


def test_a_gift_parser_reads_every_question() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pygiftparser import parser  # noqa: PLC0415 - it builds tables at import, noisily

    shipped = read_exam(SHIPPED / "dva-c02").bank
    fair = {id_: one for id_, one in shipped.questions.items() if not one.retired and readable(one)}
    assert len(fair) > len(shipped.questions) / 2
    read = parser.parse(export(replace(shipped, questions=fair), "gift", NOW).decode()).questions
    assert [one.name for one in read] == [
        id_ for domain in shipped.exam.domains for id_, question in fair.items() if question.domain == domain.id
    ]
    for one in read:
        question = fair[one.name]
        texts = [re.sub(r"\\(.)", r"\1", option.text) for option in one.answer.options]  # it leaves the backslashes
        assert texts == [option.text for option in question.options]
        right = [option.percentage > 0 for option in one.answer.options]
        assert right == [option.correct for option in question.options]
