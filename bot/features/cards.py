"""How a question is drawn: shared by the daily question, its reveal, feedback and practice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.chat.actions import pack
from bot.chat.cards import (
    Block,
    Button,
    Buttons,
    Choice,
    Chooser,
    Link,
    Mark,
    OptionLine,
    Options,
    Spans,
    Style,
    Text,
    Tone,
    rich,
    spans,
    text,
)
from bot.i18n import Words
from bot.model.posting import LETTERS, Posed
from bot.model.question import Bank, Option, Question
from bot.model.quiz import About

NOBODY: frozenset[str] = frozenset()


def about(w: Words, banks: Mapping[str, Bank], exam: str, question: Question) -> Text:
    """Return the quiet line that names a question's domain and topic."""
    bank = banks.get(exam)
    domain = bank.exam.domain_by_id.get(question.domain) if bank else None
    topic = bank.exam.topic_by_id.get(question.topic) if bank else None
    if domain is None or topic is None:
        return text(question.topic, Style.QUIET)
    return text(w.t("{domain} · {topic}", domain=domain.title, topic=topic.title), Style.QUIET)


def stem(question: Question) -> tuple[Block, ...]:
    """Return the blocks of a question's stem."""
    return rich(question.stem)


def plain_options(posed: Posed, chosen: Collection[str] = NOBODY) -> Options:
    """Return the options in the order shown, telling nothing but what the reader has chosen."""
    lines = (
        OptionLine(letter, spans(option.text), Mark.CHOSEN if option.id in chosen else Mark.NONE)
        for letter, option in _shown(posed)
    )
    return Options(tuple(lines))


def explained_options(
    posed: Posed, chosen: Collection[str] = NOBODY, shares: Mapping[str, int] | None = None
) -> Options:
    """Return the options with key, choice, whys and, if given, the share of each option id in percent."""
    lines = (
        OptionLine(
            letter,
            spans(option.text),
            _mark(option, chosen),
            spans(option.why),
            shares.get(option.id) if shares is not None else None,
        )
        for letter, option in _shown(posed)
    )
    return Options(tuple(lines))


def controls(w: Words, posed: Posed, action: str, *about: int | str, chosen: Collection[str] = NOBODY) -> Block:
    """Return what answers a question: a button an option, or a chooser that takes exactly as many as the stem says.

    The action carries what it is `about` and then, on a button, its letter. The button of what is `chosen` stands out.
    """
    letters = LETTERS[: len(posed.order)]
    n = posed.question.choose
    if n == 1:
        given = posed.letters(frozenset(chosen))
        tones = {letter: Tone.PRIMARY if letter in given else Tone.PLAIN for letter in letters}
        return Buttons(tuple(Button(letter, pack(action, *about, letter), tone) for letter, tone in tones.items()))
    prompt = w.tn("Choose {n} option", "Choose {n} options", n)
    choices = tuple(Choice(letter, letter) for letter in letters)
    return Chooser(pack(action, *about), prompt, choices, w.t("Answer"), least=n, most=n)


def verdict(w: Words, posed: Posed, chosen: frozenset[str], correct: bool) -> str:
    """Return the title of feedback: whether an answer was right, and the key."""
    key = w.list(posed.letters(posed.question.key))
    if correct:
        return w.t("Right! The answer is {key}.", key=key)
    wrong = w.list(posed.letters(chosen))
    return w.t("Not this time: you chose {chosen}, the answer is {key}.", chosen=wrong, key=key)


def key_spans(posed: Posed) -> Spans:
    """Return the text of the correct option, for single response; nothing for several."""
    right = [option for option in posed.question.options if option.correct]
    return spans(right[0].text) if len(right) == 1 else ()


def choice_of(w: Words, about: About) -> Choice:
    """Return something that a quiz or a note may be about as a choice."""
    match about.kind:
        case "domain":
            label = w.t("Domain {id}: {title}", id=about.id, title=about.title)
        case "task":
            label = w.t("Task {id}: {title}", id=about.id, title=about.title)
        case "section":
            label = w.t("{title} (all of it)", title=about.title)
        case _:
            label = about.title
    return Choice(about.id, label)


def readings(question: Question) -> tuple[Link, ...]:
    """Return a question's references as links."""
    return tuple(Link(reference.title, reference.url) for reference in question.references)


def _shown(posed: Posed) -> list[tuple[str, Option]]:
    by_id = {option.id: option for option in posed.question.options}
    return [(letter, by_id[id_]) for letter, id_ in zip(LETTERS, posed.order, strict=False)]


def _mark(option: Option, chosen: Collection[str]) -> Mark:
    if option.correct:
        return Mark.CHOSEN_KEY if option.id in chosen else Mark.KEY
    return Mark.CHOSEN if option.id in chosen else Mark.NONE
