"""What there is to read about, and which pages stand in for a note."""

from __future__ import annotations

from dataclasses import replace

from bot.model.note import Note
from bot.model.question import Bank
from bot.model.quiz import About
from bot.rules.abouts import by_id
from bot.rules.reading import pages, readable, topics_within
from tests.support.bank import small_bank

BANK = small_bank()


def retired(bank: Bank, domain: str) -> Bank:
    """Return the bank with every question of a domain retired."""
    questions = {id: replace(one, retired=one.domain == domain) for id, one in bank.questions.items()}
    return replace(bank, questions=questions)


def ids(abouts: list[About]) -> set[str]:
    return {about.id for about in abouts}


def test_a_topic_is_readable_by_its_questions_or_its_note_and_so_is_what_holds_it() -> None:
    bare = retired(BANK, "4")
    assert ids(readable(BANK)) - ids(readable(bare)) == {"4", "4.1", "topic-4-0", "topic-4-1", "topic-4-2"}
    noted = replace(bare, notes={"topic-4-1": Note("topic-4-1", (), ())})
    assert ids(readable(noted)) - ids(readable(bare)) == {"4", "4.1", "topic-4-1"}


def test_what_holds_topics_holds_those_that_can_be_read() -> None:
    domain = by_id(BANK, "4")
    assert domain is not None
    assert [one.id for one in topics_within(BANK, domain)] == ["topic-4-0", "topic-4-1", "topic-4-2"]
    noted = replace(retired(BANK, "4"), notes={"topic-4-1": Note("topic-4-1", (), ())})
    assert [one.id for one in topics_within(noted, domain)] == ["topic-4-1"]
    (topic,) = topics_within(noted, domain)
    assert topics_within(noted, topic) == [topic]


def test_a_page_that_a_secret_question_rests_on_is_hidden_even_if_another_one_cites_it() -> None:
    first, second = (BANK.questions[id] for id in ("q-1-00", "q-1-03"))
    assert [page.url for page in pages(BANK, "topic-1-0", ())] == [one.references[0].url for one in (first, second)]
    assert [page.url for page in pages(BANK, "topic-1-0", {"q-1-00"})] == [second.references[0].url]
    same = replace(BANK, questions={**BANK.questions, "q-1-03": replace(second, references=first.references)})
    assert [page.url for page in pages(same, "topic-1-0", ())] == [first.references[0].url]
    assert pages(same, "topic-1-0", {"q-1-00"}) == ()
