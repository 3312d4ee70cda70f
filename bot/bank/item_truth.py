"""Rules on what one question or note claims: references, permissions, code that parses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

import yaml

from bot.bank.exam_rules import Rules
from bot.bank.findings import Finding
from bot.bank.texts import fenced_blocks
from bot.bank.yamlfile import Place
from bot.model.note import Note
from bot.model.question import Question

_FENCE_LINE = re.compile(r"^```", re.MULTILINE)


def official_reference(item: Question | Note, rules: Rules) -> Iterator[Finding]:
    """Q17."""
    if not any(urlsplit(reference.url).hostname in rules.references.hosts for reference in item.references):
        said = f"no reference is official: cite a page of {' or '.join(rules.references.hosts)}"
        yield Finding("Q17", ("references",), said)


def best_address(item: Question | Note, rules: Rules) -> Iterator[Finding]:
    """Q21."""
    for place, reference in enumerate(item.references):
        if _found(rules.references.discouraged, reference.url):
            yield Finding("Q21", ("references", place, "url"), f"{reference.url}: cite the English page, as HTML")


def possible_address(item: Question | Note, rules: Rules) -> Iterator[Finding]:
    """Q23."""
    if not rules.references.forms:
        return
    for place, reference in enumerate(item.references):
        official = urlsplit(reference.url).hostname in rules.references.hosts
        if official and not _found(rules.references.forms, reference.url):
            said = f"{reference.url}: no page of that site has such an address; copy it from the browser"
            yield Finding("Q23", ("references", place, "url"), said)


def recalled_address(item: Question | Note, rules: Rules) -> Iterator[Finding]:
    """Q24. A page that was not read is easily invented."""
    if not rules.references.landing:
        return
    for place, reference in enumerate(item.references):
        if reference.evidence == "recalled" and not _found(rules.references.landing, reference.url):
            said = f"{reference.url}: read the page and say `evidence: stored`, or cite the first page of its guide"
            yield Finding("Q24", ("references", place, "url"), said)


def permissions(item: Question | Note, rules: Rules) -> Iterator[Finding]:
    """Q16. In code too: a policy with a misspelt action teaches it."""
    if not rules.permissions.alike:
        return
    for place, text in _texts(item):
        for found in _compiled(rules.permissions.alike).findall(text):
            if not _compiled(rules.permissions.form).fullmatch(found):
                yield Finding("Q16", place, f"“{found}”: a permission is written like {rules.permissions.example}")


def blocks_parse(question: Question, _rules: Rules) -> Iterator[Finding]:
    """Q15."""
    for place, text in _texts(question):
        if "```" not in text:
            continue
        blocks = fenced_blocks(text)
        if len(_FENCE_LINE.findall(text)) != 2 * len(blocks):
            yield Finding("Q15", place, "a fenced block is not closed: ``` stands alone on its first and last line")
        for tag, body in blocks:
            if problem := _problem(tag.lower(), body):
                yield Finding("Q15", place, f"the {tag} block does not parse: {problem}")


def _problem(tag: str, body: str) -> str:
    try:
        if tag == "json":
            json.loads(body)
        elif tag in {"yaml", "yml"}:
            yaml.compose(body, yaml.BaseLoader)  # tags such as !Ref are CloudFormation's own
    except json.JSONDecodeError as error:
        return f"{error.msg} in its line {error.lineno}"
    except yaml.YAMLError as error:
        return str(getattr(error, "problem", None) or error)
    return ""


def _texts(item: Question | Note) -> Iterator[tuple[Place, str]]:
    if isinstance(item, Note):
        yield from ((("note", place), line.text) for place, line in enumerate(item.lines))
        return
    yield ("stem",), item.stem
    for place, option in enumerate(item.options):
        yield ("options", place, "text"), option.text
        yield ("options", place, "why"), option.why


def _found(patterns: tuple[str, ...], address: str) -> bool:
    return any(_compiled(pattern).search(address) for pattern in patterns)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
