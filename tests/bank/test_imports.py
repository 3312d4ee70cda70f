"""Importing what others wrote: what is taken, what is left to the author, what can't be taken and why."""

from __future__ import annotations

import pytest

from bot.bank.csvform import read_csv
from bot.bank.gift_read import read_gift
from bot.bank.imported import Imported, placed
from bot.model.question import Question


def one(text: str) -> Imported:
    (found,) = placed(read_gift(text), "delays")
    return found


def question(text: str) -> Question:
    found = one(text).question
    assert found is not None
    return found


MOODLE = """\
// a comment
$CATEGORY: $course$/top/Queues

::Q1:: What hides a new\\: message
for a while? {
 =a delay#It does.
 ~%0%a wait
 ~%-50%a period#No.
 ####See the guide.
}
"""


def test_a_question_of_moodle_is_taken_with_what_it_lacks() -> None:
    found = one(MOODLE)
    assert found.question is not None
    assert (found.line, found.name, found.question.id) == (4, "Q1", "delays-01")
    assert found.question.stem == "What hides a new: message for a while?"
    assert [(o.id, o.text, o.correct, o.why) for o in found.question.options] == [
        ("a", "a delay", True, "It does."),
        ("b", "a wait", False, ""),
        ("c", "a period", False, "No."),
    ]
    assert found.said == (
        "its general feedback was left out",
        "write why, for b",
        "set its difficulty, 1 to 3",
        "add the references that state the deciding fact",
    )


def test_shares_make_a_multiple_response() -> None:
    found = question("Which TWO?{~%50%a ~%-50%b ~%50%c ~%-50%d}")
    assert (found.type, sorted(found.key)) == ("multiple", ["a", "c"])
    assert question("Which?{~%100%a ~b}").type == "single"


def test_a_missing_word_becomes_a_gap() -> None:
    assert question("A {=delay ~wait} hides it.").stem == "A _____ hides it."


def test_html_becomes_text() -> None:
    found = one("[html]<p>Is <b>1 &lt; 2</b>?</p>{=<p>Yes</p> ~[plain]<no>}")
    assert found.question is not None
    assert found.question.stem == "Is  1 < 2 ?"
    assert [option.text for option in found.question.options] == ["Yes", "<no>"]
    assert "HTML was made plain text" in found.said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Just a text.", "not a question"),
        ("Write on queues. {}", "essay"),
        ("Queues forget. {F}", "true or false"),
        ("Queues forget. {TRUE#Yes.}", "true or false"),
        ("How many? {#3:1}", "a number"),
        ("Who? {=Ada =Grace}", "no wrong options"),
        ("Match. {=a -> b =c -> d}", "match"),
        ("Which? {~a ~b}", "no option is right"),
        ("Which? {~%50%a ~%50%b}", "every option is right"),
        ("Which? {=a =b ~c}", "right by themselves"),
        ("Which? {=a ~%50%b ~c}", "partly right"),
        ("Which? {=a" + " ~b" * 6 + "}", "7 options"),
        ("{=a ~b}", "no stem"),
        ("Which? {=a ~}", "no text"),
        ("Which? {a =b ~c}", "neither = nor ~"),
    ],
)
def test_what_is_no_question_with_options_is_refused_with_its_reason(text: str, why: str) -> None:
    found = one(text)
    assert found.question is None
    assert why in found.said[0]


def test_one_bad_question_does_not_spoil_the_others() -> None:
    found = placed(read_gift("Which?{=a ~b}\n\nHow many?{#3}\n\nWhich then?{=c ~d}\n"), "delays")
    assert [(each.line, each.question and each.question.id) for each in found] == [
        (1, "delays-01"),
        (3, None),
        (5, "delays-02"),
    ]


def test_a_question_keeps_a_good_id_and_others_go_around_it() -> None:
    found = placed(read_gift("::x::A?{=a ~b}\n\n::delays-01::B?{=a ~b}\n\n::waits-01::C?{=a ~b}\n"), "delays")
    assert [each.question and each.question.id for each in found] == ["delays-02", "delays-01", "delays-03"]


@pytest.mark.parametrize(("topic", "why"), [("", "names no topic"), ("Two Words", "is no topic")])
def test_a_question_needs_a_topic(topic: str, why: str) -> None:
    (found,) = placed(read_gift("Which?{=a ~b}"), topic)
    assert found.question is None
    assert why in found.said[0]


HEAD = "stem,key,a,b,c,why_a\n"


def row(text: str, head: str = HEAD) -> Imported:
    (found,) = placed(read_csv(head + text + "\n"), "delays")
    return found


def test_a_table_of_others_needs_stem_key_and_two_options() -> None:
    found = row('"Which, then?",A,delay,wait,,It hides.')
    assert found.question is not None
    assert (found.question.stem, found.question.key) == ("Which, then?", frozenset("a"))
    assert [option.id for option in found.question.options] == ["a", "b"]
    assert "write why, for b" in found.said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Which?,d,x,y,z,", "no option “d”"),
        ("Which?,,x,y,z,", "no option “”"),
        ("Which?,a,x,,,", "1 options"),
        ("Which?,a+b+c,x,y,z,", "every option is right"),
        ("Which?,a,x,y,z,so,and more", "put a text with a comma in quotes"),
        ('Which?,a,"x" y,z,,', "not CSV"),
    ],
)
def test_a_row_that_is_no_question_is_refused_with_its_reason(text: str, why: str) -> None:
    found = row(text)
    assert found.question is None
    assert why in found.said[0]


def test_a_table_without_its_columns_is_refused() -> None:
    (found,) = read_csv("question,answer\nWhich?,a\n")
    assert "stem is missing" in found.said[0]


def test_a_reference_that_nobody_dated_is_left_to_the_author() -> None:
    head = "stem,key,a,b,references\n"
    dated = row("Which?,a,x,y,https://example.org/a | stored | 2026-11-23 | Guide", head)
    assert dated.question is not None
    assert [reference.title for reference in dated.question.references] == ["Guide"]
    bare = row("Which?,a,x,y,https://example.org/a", head)
    assert bare.question is not None
    assert bare.question.references == ()
    assert any("a reference was left out" in said for said in bare.said)
