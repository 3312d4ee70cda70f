"""Rules on the language of one question: what gives the key away, or breaks when options are shuffled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.bank.exam_rules import Rules
from bot.bank.findings import Finding
from bot.bank.texts import any_of, bare_words, question_sentence, without_code, words
from bot.model.question import Question

_VERBS = "is|are|was|would|does|fails|works|needs|has|can|cannot"
# Each begins with what is rare in a text, which makes the search three times as fast as one pattern of all.
_LETTERS = (
    # option B; a small a with a word after it is an article
    re.compile(
        rf"[OoAaCcDdRr](?:ption|nswer|hoice|istractor|esponse)s?\s+[\"“'‘(]?[A-Fa-f]\b(?![-'’])"
        rf"(?!(?<=\sa)\s+(?!(?:{_VERBS})\b)\w)"
    ),
    # B and D; B would; a capital A before a verb may be anything
    re.compile(rf"[A-F](?<!\w[A-F])(?:,?\s+(?:and|or)\s+[A-F]\b|(?<!A)\s+(?:{_VERBS})\b)"),
    # (b)
    re.compile(r"\((?<!\w\()[A-Fa-f]\)"),
)


def negative_words(question: Question, rules: Rules) -> list[str]:
    """Return the words of the question sentence that turn it around, as they are written."""
    return [word for word in bare_words(question_sentence(question.stem)) if word.lower() in rules.words.negative]


def negative(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q09."""
    for word in negative_words(question, rules):
        if not word.isupper():
            said = f"“{word}” in the question sentence: say it positively, or write {word.upper()} if that is asked"
            yield Finding("Q09", ("stem",), said)


def catch_all(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q10."""
    for place, option in enumerate(question.options):
        if found := any_of(rules.words.catch_all).search(option.text):
            yield Finding("Q10", ("options", place, "text"), f"“{found[0]}” is no option: options are shuffled")


def absolute(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q12."""
    pattern = any_of(rules.words.absolute)
    found = {option.id: pattern.search(without_code(option.text)) for option in question.options}
    if any(found[option.id] for option in question.options if option.correct):
        return
    for place, option in enumerate(question.options):
        if hit := found[option.id]:
            said = f"“{hit[0]}” stands in distractors alone: it tells them from the key"
            yield Finding("Q12", ("options", place, "text"), said)


def letters(question: Question, _rules: Rules) -> Iterator[Finding]:
    """Q14."""
    for place, option in enumerate(question.options):
        why = without_code(option.why)
        for pattern in _LETTERS:
            if found := pattern.search(why):
                said = f"“{found[0]}” names an option by letter: name what it does"
                yield Finding("Q14", ("options", place, "why"), said)


def echo(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q19. The exam's names of services are aside."""
    keys = _long_words((option.text for option in question.options if option.correct), rules)
    others = _long_words((option.text for option in question.options if not option.correct), rules)
    shared = (keys - others) & _long_words([question.stem], rules)
    if shared:
        said = ", ".join(f"“{word}”" for word in sorted(shared))
        yield Finding("Q19", ("stem",), f"only the stem and a key share {said}")


def _long_words(texts: Iterator[str] | list[str], rules: Rules) -> set[str]:
    least, names = rules.words.echo_letters, rules.words.names
    return {word for text in texts for word in words(text) if len(word) >= least and word not in names}
