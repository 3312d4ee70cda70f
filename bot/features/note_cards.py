"""The cards of study notes, and the buttons by which other cards lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Chooser, Link, Style, Text, Tone, spans, text
from bot.errors import Refused
from bot.features.cards import choice_of
from bot.features.errors import sentence
from bot.i18n import Words
from bot.model.exam import Topic
from bot.model.glossary import named
from bot.model.note import KINDS, Note
from bot.model.question import Bank, Question, Reference
from bot.model.quiz import About
from bot.rules.abouts import MOST_FOUND, by_id
from bot.rules.reading import topics_within

MOST_NOTES = 3
_LONGEST_LABEL = 75


def note_card(w: Words, bank: Bank, topic: Topic, note: Note) -> Card:
    """Return a study note, the services it names spelled out in its last line."""
    services = named(bank.services, "\n".join([topic.title, *(line.text for line in note.lines)]))
    spelled = w.list([w.t("{name} ({what})", name=one.name, what=one.what) for one in services])
    return Card(
        topic.title,
        (
            *_where(w, bank, topic),
            *(block for kind in KINDS for block in _part(w, topic, note, kind)),
            *_links(w.t("Read on"), note.references),
            *_controls(w, bank, topic),
        ),
        Tone.PRIMARY,
        w.t("Named here: {services}.", services=spelled) if services else "",
    )


def no_note_card(w: Words, bank: Bank, topic: Topic, pages: Sequence[Reference]) -> Card:
    """Return what stands in for a note that nobody has written yet."""
    return Card(
        topic.title,
        (
            *_where(w, bank, topic),
            text(w.t("There is no note on this topic yet.")),
            *_links(w.t("To read meanwhile"), pages),
            *_controls(w, bank, topic),
        ),
    )


def topics_card(w: Words, about: About, topics: Sequence[About], start: int) -> Card:
    """Return the choice of a topic within something, from `start` on if there are more than a list can hold."""
    start = start if start < len(topics) else 0
    shown = topics[start : start + MOST_FOUND]
    onward = start + MOST_FOUND if start + MOST_FOUND < len(topics) else 0
    others = Buttons((Button(w.t("Show others"), pack("note-list", about.id, onward)),))
    return Card(
        choice_of(w, about).label,
        (
            text(w.tn("{n} topic to read about.", "{n} topics to read about.", len(topics))),
            _chooser(w, shown),
            *((others,) if len(topics) > len(shown) else ()),
        ),
    )


def choice_card(w: Words, abouts: Sequence[About], unclear: Refused | None = None) -> Card:
    """Return the choice of what to read about: between what a text may mean, or where to begin."""
    said = sentence(w, unclear) if unclear else w.t("Choose where to begin, or write a topic after /note.")
    return Card(w.t("What do you want to read about?"), (text(said), _chooser(w, abouts)))


def read_note(w: Words, banks: Mapping[str, Bank], question: Question) -> tuple[Button, ...]:
    """Return the button to the note on what a question is about; nothing where there is none."""
    if not any(question.topic in bank.notes for bank in banks.values()):
        return ()
    return (Button(w.t("Read the note"), pack("note", question.topic)),)


def note_buttons(w: Words, bank: Bank, topics: Iterable[str]) -> tuple[Button, ...]:
    """Return buttons to the notes on the first three of these topics that have one, each once."""
    known = [bank.exam.topic_by_id[id] for id in dict.fromkeys(topics) if id in bank.notes]
    return tuple(Button(_label(w, topic), pack("note", topic.id)) for topic in known[:MOST_NOTES])


def _label(w: Words, topic: Topic) -> str:
    label = w.t("Note: {topic}", topic=topic.title)
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _where(w: Words, bank: Bank, topic: Topic) -> tuple[Text, ...]:
    """Return the quiet lines on where in the exam a topic stands."""
    domain, task = bank.exam.domain_by_id.get(topic.domain), bank.exam.task_by_id.get(topic.task)
    lines = [w.t("{domain} · {topic}", domain=domain.title, topic=task.title)] if domain and task else []
    if topic.flag == "legacy":
        lines.append(w.t("No question is asked about this any more; other things took its place."))
    return tuple(text(line, Style.QUIET) for line in lines)


def _part(w: Words, topic: Topic, note: Note, kind: str) -> tuple[Text, ...]:
    lines = [Text(spans(line.text)) for line in note.lines if line.kind == kind]
    if not lines:
        return ()
    headings = {
        "what": w.t("What it is"),
        "when": w.t("What to use instead") if topic.flag == "legacy" else w.t("When to use it"),
        "number": w.t("Numbers to know"),
        "trap": w.t("Traps"),
    }
    return (text(headings[kind], Style.STRONG), *lines)


def _links(heading: str, pages: Sequence[Reference]) -> tuple[Block, ...]:
    if not pages:
        return ()
    return (text(heading, Style.STRONG), *(Link(page.title, page.url) for page in pages))


def _controls(w: Words, bank: Bank, topic: Topic) -> tuple[Buttons, ...]:
    """Return what to do after reading: practise, where there are questions, and read about something near."""
    practise = (Button(w.t("Practise this"), pack("note-practise", topic.id), Tone.PRIMARY),)
    near = (Button(w.t("Another topic"), pack("note-list", topic.task, 0)),)
    others = topic.task and len(topics_within(bank, About("task", topic.task, ""))) > 1
    buttons = (*(practise if by_id(bank, topic.id) else ()), *(near if others else ()))
    return (Buttons(buttons),) if buttons else ()


def _chooser(w: Words, abouts: Sequence[About]) -> Chooser:
    choices = tuple(choice_of(w, about) for about in abouts[:MOST_FOUND])
    return Chooser(pack("note-choose"), w.t("What to read about"), choices, w.t("Read"))
