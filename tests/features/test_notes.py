"""Study notes as members meet them: by `/note`, and from what they got wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.chat.calls import Change, Tell
from bot.chat.cards import Card, Chooser, Link, Options
from bot.features.note_cards import note_buttons
from bot.i18n import PSEUDO, words
from bot.model.exam import Topic
from bot.model.glossary import Service
from bot.model.note import Line, Note
from bot.model.question import Bank, Reference
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, EVERYWHERE, Scene, told
from tests.support.bank import small_bank
from tests.support.world import right, wrong

PAGE = Reference("https://example.com/note", "On queues", "stored", date(2026, 1, 1))
LINES = (
    Line("what", "A queue, such as Some Queue, keeps what nobody has read yet."),
    Line("when", "Use it with `wait()` between two programs."),
    Line("number", "It keeps 7 things."),
    Line("trap", "Other Things are no queues."),
)
SERVICES = (Service("The Some Queue", "a queue", ("Some Queue",)), Service("Other Things", "things"))


def with_notes(bank: Bank, *topics: str) -> Bank:
    """Return the bank with a note on these topics."""
    notes = {topic: Note(topic, LINES, (PAGE,)) for topic in topics}
    return replace(bank, notes=notes, services=SERVICES)


@pytest.fixture
def noted(scene: Scene) -> Scene:
    """A scene whose bank has a note on every topic of its first domain."""
    scene.bank = with_notes(scene.bank, "topic-1-0", "topic-1-1", "topic-1-2")
    return scene


async def note(scene: Scene, topic: str) -> Card:
    return told(await scene.command(BEN, "note", topic=topic))


def chooser_of(card: Card) -> Chooser:
    (found,) = controls(card)[1]
    return found


async def test_a_note_tells_what_when_numbers_and_traps_and_spells_services_out_once(noted: Scene) -> None:
    reply = await noted.command(BEN, "note", topic="topic 1-1")
    assert isinstance(reply, Tell)
    assert reply.card.title == "Topic 1-1"
    text = said(reply.card)
    places = [text.index(part) for part in ("What it is", "When to use it", "Numbers to know", "Traps", "Read on")]
    assert places == sorted(places)
    assert [block.url for block in reply.card.blocks if isinstance(block, Link)] == [PAGE.url]
    assert reply.card.footer == "Named here: The Some Queue (a queue) and Other Things (things)."


async def test_it_works_in_a_direct_message_without_any_group(noted: Scene) -> None:
    card = told(await noted.command(BEN, "note", EVERYWHERE, topic="topic-1-0"))
    assert card.title == "Topic 1-0"


async def test_practise_this_starts_a_quiz_beside_the_note(noted: Scene) -> None:
    reply = await noted.press(BEN, await note(noted, "topic 1-1"), "Practise this")
    assert isinstance(reply, Tell)
    assert reply.card.title == "Quiz on Topic 1-1 · question 1 of 2"


async def test_a_topic_that_nothing_asks_about_has_a_note_and_no_practice(noted: Scene) -> None:
    exam = noted.bank.exam
    old = Topic("old", "Old things", "1.1", "1", None, "legacy", 0)
    noted.bank = with_notes(replace(noted.bank, exam=replace(exam, topics=(*exam.topics, old))), "old")
    card = await note(noted, "old thngs")
    assert "What to use instead" in said(card)
    assert list(controls(card)[0]) == ["Another topic"]


@pytest.mark.parametrize("typed", ["domain 3", "task 3.1", "topic 3"])
async def test_what_holds_several_topics_or_may_mean_them_gives_a_choice(noted: Scene, typed: str) -> None:
    chooser = chooser_of(await note(noted, typed))
    assert [choice.label for choice in chooser.choices] == ["Topic 3-0", "Topic 3-1", "Topic 3-2"]
    reply = await noted.act(BEN, chooser.action, chosen=("topic-3-2",))
    assert isinstance(reply, Change)
    assert reply.card.title == "Topic 3-2"


async def test_nothing_typed_leads_from_domains_to_topics(noted: Scene) -> None:
    chooser = chooser_of(await note(noted, ""))
    assert [choice.value for choice in chooser.choices] == ["1", "2", "3", "4"]
    card = told(await noted.act(BEN, chooser.action, chosen=("3",)))
    assert (card.title, "3 topics to read about." in said(card)) == ("Domain 3: Domain 3", True)


async def test_another_topic_is_one_of_the_same_task(noted: Scene) -> None:
    reply = await noted.press(BEN, await note(noted, "topic 1-1"), "Another topic")
    assert isinstance(reply, Change)
    assert reply.card.title == "Task 1.1: Task 1.1"
    assert len(chooser_of(reply.card).choices) == 3


async def test_more_topics_than_a_list_can_hold_are_turned_over(scene: Scene) -> None:
    exam = scene.bank.exam
    many = tuple(Topic(f"many-{n}", f"Many {n}", "1.1", "1", None, None, 0) for n in range(30))
    scene.bank = with_notes(replace(scene.bank, exam=replace(exam, topics=many)), *(topic.id for topic in many))
    first = await note(scene, "task 1.1")
    second = told(await scene.press(BEN, first, "Show others"))
    assert [len(chooser_of(card).choices) for card in (first, second)] == [25, 5]
    assert told(await scene.press(BEN, second, "Show others")) == first


async def test_what_is_typed_is_completed_and_what_is_unknown_is_refused(noted: Scene) -> None:
    assert [choice.value for choice in noted.complete(BEN, "note", "topic", "topic 4-2")] == ["topic-4-2"]
    assert "I know nothing about “zebra”." in said(await note(noted, "zebra"))
    assert "nothing to read about that any more" in said(told(await noted.act(BEN, "1:note:gone")))


async def test_a_topic_without_a_note_offers_the_pages_of_its_questions(scene: Scene) -> None:
    card = await note(scene, "topic 2-0")
    assert "There is no note on this topic yet." in said(card)
    assert [block.url for block in card.blocks if isinstance(block, Link)] == [
        "https://example.com/2/0",
        "https://example.com/2/3",
    ]
    assert "Practise this" in controls(card)[0]


async def test_the_pages_of_an_open_question_are_shown_to_who_has_answered_it_alone(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    topic, (page,) = daily.question.topic, daily.question.references
    assert page.url not in urls(await note(scene, topic))
    await scene.act(BEN, f"1:answer:{daily.posting}:{right(daily)}")
    assert page.url in urls(await note(scene, topic))
    assert page.url not in urls(told(await scene.command(ADA, "note", topic=topic)))


def urls(card: Card) -> list[str]:
    return [block.url for block in card.blocks if isinstance(block, Link)]


async def test_a_wrong_answer_leads_to_the_note_and_a_right_one_does_not(scene: Scene) -> None:
    scene.bank = with_notes(scene.bank, *(topic.id for topic in scene.bank.exam.topics))
    await scene.begin()
    daily = await scene.open_daily()
    assert "Read the note" not in controls(scene.posted())[0]
    missed = told(await scene.press(BEN, scene.posted(), wrong(daily)))
    reply = await scene.press(BEN, missed, "Read the note")
    assert isinstance(reply, Tell)
    assert reply.card.title == scene.bank.exam.topic_by_id[daily.question.topic].title
    assert "Read the note" in controls(told(await scene.press(BEN, scene.posted(), "My answer")))[0]
    assert "Read the note" not in controls(told(await scene.press(ADA, scene.posted(), right(daily))))[0]


async def test_without_a_note_no_button_leads_to_one(scene: Scene) -> None:
    await scene.begin()
    missed = told(await scene.press(BEN, scene.posted(), wrong(await scene.open_daily())))
    assert "Read the note" not in controls(missed)[0]


async def test_a_quiz_leads_to_the_notes_on_what_was_missed(noted: Scene) -> None:
    card = told(await noted.command(BEN, "quiz", about="topic 1-1", count="1"))
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    letter = next(one.letter for one in shown.items if not one.spans[0].text.startswith("option a"))
    missed = told(await noted.press(BEN, card, letter))
    assert told(await noted.press(BEN, missed, "Read the note")).title == "Topic 1-1"
    summary = told(await noted.press(BEN, missed, "Summary"))
    assert told(await noted.press(BEN, summary, "Note: Topic 1-1")).title == "Topic 1-1"


async def test_the_recap_leads_everybody_to_the_notes_on_what_was_missed(scene: Scene) -> None:
    scene.bank = with_notes(scene.bank, *(topic.id for topic in scene.bank.exam.topics))
    await scene.begin()
    for day in range(2, 9):
        await scene.at(day, 8)
        daily = await scene.open_daily()
        for who in (ADA, BEN, replace(BEN, user="cleo")):
            await scene.act(who, f"1:answer:{daily.posting}:{wrong(daily)}")
    await scene.at(9, 8)
    card = next(one.card for one in scene.platform.in_channel() if "recap" in one.card.title)
    labels = [label for label in controls(card)[0] if label.startswith("Note: ")]
    assert 1 <= len(labels) <= 3
    assert told(await scene.press(BEN, card, labels[0])).title == labels[0].removeprefix("Note: ")


def test_at_most_three_notes_are_linked_each_once_by_labels_that_fit_everywhere() -> None:
    bank = small_bank()
    long = tuple(replace(topic, title="very " * 20 + "long") for topic in bank.exam.topics)
    bank = with_notes(replace(bank, exam=replace(bank.exam, topics=long)), *(topic.id for topic in long))
    topics = ["none", "topic-1-0", "topic-1-0", "topic-1-1", "topic-1-2", "topic-2-0"]
    for locale in ("en", PSEUDO):
        found = note_buttons(words(locale), bank, topics)
        assert [button.action for button in found] == ["1:note:topic-1-0", "1:note:topic-1-1", "1:note:topic-1-2"]
        assert all(len(button.label) <= 75 for button in found)
