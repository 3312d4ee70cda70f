"""Questions in other programs' forms: read back they are the same, and readers of others open them."""

from __future__ import annotations

import csv
import io
import json
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.csvform import read_csv
from bot.bank.explain import read_shape
from bot.bank.export import export
from bot.bank.gift_read import read_gift
from bot.bank.imported import Imported, placed
from bot.bank.read import read_exam
from bot.bank.shapes import QuestionFile
from bot.bank.writing import question_file
from bot.bank.yamlfile import YamlFile
from bot.model.question import Bank, Option, Question, Reference
from tests.bank.builders import SHIPPED, good_question, write_exam
from tests.support.bank import small_exam

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GOOD = replace(good_question(), facts=(1, 2), stale_if="delays reach an hour")

words = st.text(string.ascii_letters + string.digits + string.punctuation + " \nä€→😀", min_size=1, max_size=60).map(
    lambda text: " ".join(part.strip() for part in text.strip().splitlines(keepends=False)).strip() or "x"
)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
"""Texts of several lines, as a stem with a list has them."""


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question of the form: one key of four, or several of five or six, its letters in any order."""
    keys, of = draw(st.sampled_from([(1, 4), (2, 5), (3, 6)]))
    ids = draw(st.permutations("abcdef"))[:of]
    right = draw(st.sampled_from(ids).map(lambda first: {first}) if keys == 1 else st.just(set(ids[:keys])))
    options = tuple(Option(id_, draw(words), id_ in right, draw(lines)) for id_ in ids)
    return replace(
        GOOD,
        type="single" if keys == 1 else "multiple",
        stem=draw(lines),
        options=options,
        difficulty=draw(st.integers(1, 3)),
        recall=draw(st.booleans()),
        shuffle=draw(st.booleans()),
    )


def bank(*listed: Question) -> Bank:
    return Bank(small_exam(), {question.id: question for question in listed})


def back(to: str, read: Callable[[str], list[Imported]], *listed: Question) -> list[Question | None]:
    """Export the questions and import what came of it."""
    return [one.question for one in placed(read(export(bank(*listed), to, NOW).decode()))]


@given(questions())
def test_csv_keeps_everything(question: Question) -> None:
    assert back("csv", read_csv, question) == [replace(question, task="", domain="")]


@given(questions())
def test_gift_keeps_all_but_references_and_facts(question: Question) -> None:
    bare = replace(question, task="", domain="", references=(), facts=(), stale_if="")
    assert back("gift", read_gift, question) == [bare]


@given(questions())
@settings(max_examples=60)
def test_a_question_file_says_what_the_loader_reads(
    tmp_path_factory: pytest.TempPathFactory, question: Question
) -> None:
    path = tmp_path_factory.mktemp("file") / "delays.yaml"
    path.write_text(question_file("delays", [question]), encoding="utf-8")
    shape = read_shape(YamlFile(path), QuestionFile).questions[0]
    options = tuple(Option(o.id, o.text.strip(), o.correct, o.why.strip()) for o in shape.options)
    assert (shape.stem.strip(), options) == (question.stem, question.options)
    assert (shape.id, shape.difficulty, shape.facts, shape.stale_if) == (
        GOOD.id,
        question.difficulty,
        (1, 2),
        GOOD.stale_if,
    )


def test_the_shipped_questions_come_back_as_they_are() -> None:
    shipped = read_exam(SHIPPED / "dva-c02").bank
    revisions = sorted(question.revision for question in shipped.questions.values() if not question.retired)
    for to, read in (("csv", read_csv), ("gift", read_gift)):
        found = placed(read(export(shipped, to, NOW).decode()))
        assert sorted(one.question.revision for one in found if one.question) == revisions


def test_retired_questions_stay_at_home() -> None:
    assert back("csv", read_csv, replace(GOOD, retired=True)) == []


def test_options_stand_in_the_order_of_the_file() -> None:
    turned = replace(GOOD, options=GOOD.options[::-1])
    (row,) = csv.DictReader(io.StringIO(export(bank(turned), "csv", NOW).decode()))
    assert (row["order"], row["key"], row["a"]) == ("dcba", "a", GOOD.options[0].text)
    gift = export(bank(turned), "gift", NOW).decode()
    assert gift.index("retention period") < gift.index("wait time") < gift.index("delivery delay")


def test_json_has_everything_and_the_revision() -> None:
    data = json.loads(export(bank(GOOD), "json", NOW))
    (question,) = data["questions"]
    assert (data["exam"], question["id"], question["revision"]) == ("small", GOOD.id, GOOD.revision)
    assert question["references"][0]["checked"] == "2026-11-23"
    assert question["options"][0]["why"] == GOOD.options[0].why


def test_a_number_among_the_texts_stays_a_text(tmp_path: Path) -> None:
    options = (replace(GOOD.options[0], text="60"), replace(GOOD.options[1], text="no"), *GOOD.options[2:])
    folder = write_exam(tmp_path / "small")
    path = folder / "questions" / "09" / "delays.yaml"
    reference = Reference("https://docs.aws.amazon.com/a.html", "yes", "stored", date(2026, 11, 23))
    question = replace(GOOD, options=options, references=(reference,), facts=(1,), stale_if="")
    path.write_text(question_file("delays", [question]))
    assert read_exam(folder).bank.questions[GOOD.id] == question
