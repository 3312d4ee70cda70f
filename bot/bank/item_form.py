"""Rules on the form of one question: counts, lengths, endings, order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.bank.exam_rules import Rules
from bot.bank.findings import Finding
from bot.bank.texts import without_code, without_ending
from bot.bank.yamlfile import Place
from bot.model.question import Question

_LEADING_NUMBER = re.compile(r"\s*([$€]?)\s*(\d[\d,]*(?:\.\d+)?)\s*(%|[^\W\d_]+)?")


def one_question(question: Question, _rules: Rules) -> Iterator[Finding]:
    """Q01. Code may hold question marks of its own."""
    body = without_ending(question.stem)
    marks = without_code(body).count("?")
    if not body.endswith("?"):
        yield Finding("Q01", ("stem",), "the stem does not end in “?”")
    elif marks != 1:
        yield Finding("Q01", ("stem",), f"the stem holds {marks} question marks: ask one question")


def stem_words(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q02. Words are what spaces part, code too."""
    limit, count = rules.limits.stem_words, len(question.stem.split())
    if count > limit.max:
        yield Finding("Q02", ("stem",), f"the stem has {count} words; at most {limit.max}")
    elif count < limit.min and not question.recall:
        yield Finding("Q02", ("stem",), f"the stem has {count} words; at least {limit.min}, or say `recall: true`")


def lengths(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q03–Q06, in characters."""
    limits = rules.limits
    said: list[tuple[str, Place, str, int, int]] = [("Q03", ("stem",), "the stem", len(question.stem), limits.stem)]
    for place, option in enumerate(question.options):
        at = ("options", place)
        said.append(("Q04", (*at, "text"), f"option {option.id}", len(option.text), limits.option))
        said.append(("Q05", (*at, "why"), f"the why of option {option.id}", len(option.why), limits.why))
    whole = len(question.stem) + sum(len(option.text) + len(option.why) for option in question.options)
    said.append(("Q06", (), "stem, options and whys together", whole, limits.whole))
    for rule, where, name, length, limit in said:
        if length > limit:
            yield Finding(rule, where, f"{name}: {length} characters; at most {limit}")


def combination(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q07 and Q08."""
    allowed = rules.types.get(question.type, ())
    found = [c for c in allowed if (c.options, c.keys) == (len(question.options), question.choose)]
    if not found:
        wanted = " or ".join(f"{c.keys} of {c.options}" for c in allowed) or "none of this type"
        has = f"{question.choose} of {len(question.options)}"
        yield Finding("Q07", ("options",), f"{has} options are correct; a {question.type} question has {wanted}")
        return
    ending = question.stem[len(without_ending(question.stem)) :].strip()
    if ending not in {c.ending for c in found}:
        wanted = found[0].ending or "nothing after its question"
        yield Finding("Q08", ("stem",), f"the stem ends with {ending or 'its question'}; it must end with {wanted}")


def option_ratio(question: Question, rules: Rules) -> Iterator[Finding]:
    """Q11."""
    sizes = [len(option.text) for option in question.options]
    limits = rules.limits
    if sizes and max(sizes) >= limits.option_ratio_from and max(sizes) > limits.option_ratio * min(sizes):
        said = f"the longest option has {max(sizes)} characters, the shortest {min(sizes)}"
        yield Finding("Q11", ("options",), f"{said}; at most {limits.option_ratio:g} times as many")


def ascending(question: Question, _rules: Rules) -> Iterator[Finding]:
    """Q13. The unit is the word after the number, its plural aside; `$5` and `5 %` have one too."""
    starts = [_LEADING_NUMBER.match(option.text) for option in question.options]
    numbers = [start for start in starts if start]
    units = {(start[1], (start[3] or "").lower().removesuffix("s")) for start in numbers}
    if not starts or len(numbers) < len(starts) or len(units) > 1:
        return
    values = [float(start[2].replace(",", "")) for start in numbers]
    if values != sorted(values):
        yield Finding("Q13", ("options",), "the options start with numbers in one unit: let them ascend")
    if question.shuffle:
        yield Finding("Q13", ("options",), "the options start with numbers in one unit: say `shuffle: false`")


def distinct_options(question: Question, _rules: Rules) -> Iterator[Finding]:
    """Q18. Texts that differ in spaces, case or a full stop are the same."""
    for name, values in (
        ("id", [option.id for option in question.options]),
        ("text", [" ".join(option.text.lower().rstrip(".").split()) for option in question.options]),
    ):
        counts = Counter(values)
        for place, value in enumerate(values):
            if counts[value] > 1 and value in values[:place]:
                yield Finding("Q18", ("options", place, name), f"this option's {name} is that of another one")
