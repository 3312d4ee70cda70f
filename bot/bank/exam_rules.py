"""The rules that belong to one exam, read from the `rules` of its `exam.yaml`.

Nothing has a default: another exam has other rules, and each file says all of its own; what it does not have, such as
notes, it leaves out. Shares are percentages.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Percent = Annotated[float, Meta(ge=0, le=100)]
Count = Annotated[int, Meta(ge=0)]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping of known fields."""


class Combination(_Part, frozen=True, kw_only=True):
    """How many options and keys a question may have; its stem ends with `ending`, or with its question if empty."""

    options: Count
    keys: Count
    ending: str = ""


class References(_Part, frozen=True, kw_only=True):
    """`hosts` are the official sites. Each pattern is searched for in an address.

    An address of an official site that none of `forms` finds can't be there; one that any of `discouraged` finds has a
    better form; one that any of `landing` finds is the first page of a guide, and can be cited from memory.
    """

    hosts: tuple[str, ...]
    forms: tuple[str, ...]
    discouraged: tuple[str, ...]
    landing: tuple[str, ...]


class Permissions(_Part, frozen=True, kw_only=True):
    """`form` is the pattern of a permission as `example` is written; `alike` finds whatever is meant as one."""

    example: str
    form: str
    alike: str


class StemWords(_Part, frozen=True, kw_only=True):
    """Words of a stem; `min` does not hold for plain recall."""

    min: Count
    max: Count


class Limits(_Part, frozen=True, kw_only=True):
    """Lengths in characters, but `stem_words`; `whole` is stem, options and whys together.

    The longest option may be `option_ratio` times the shortest, unless all are under `option_ratio_from`.
    """

    stem_words: StemWords
    stem: Count
    option: Count
    why: Count
    whole: Count
    option_ratio: float
    option_ratio_from: Count


class Words(_Part, frozen=True, kw_only=True):
    """`names` give no key away although a stem and its key share them; all else says what it is about."""

    absolute: tuple[str, ...]
    negative: tuple[str, ...]
    catch_all: tuple[str, ...]
    echo_letters: Count
    names: tuple[str, ...]


class Range(_Part, frozen=True, kw_only=True):
    """From `min` to `max` percent, both included."""

    min: Percent
    max: Percent


class TopicMinimum(_Part, frozen=True, kw_only=True):
    """Questions a topic needs: `rich` from `rich_facts` facts on, unless it is `low`; none if `legacy` or `meta`."""

    plain: Count
    low: Count
    gap: Count
    rich: Count
    rich_facts: Count


class Targets(_Part, frozen=True, kw_only=True):
    """What the whole bank aims at. Tolerances are in percentage points."""

    domain_tolerance: Percent
    difficulty: tuple[Percent, Percent, Percent]
    difficulty_tolerance: Percent
    recall_max: Percent
    multiple: Range
    negative_max: Percent
    key_longest: Range
    key_place_tolerance: Percent
    topic_max: Percent
    topic_minimum: TopicMinimum


class NearDuplicate(_Part, frozen=True, kw_only=True):
    """Two stems are alike when `share` percent of the shorter one's runs of `words` words stand in the other."""

    words: Annotated[int, Meta(ge=1)]
    share: Percent


class Between(_Part, frozen=True, kw_only=True):
    """From `min` to `max`, both included."""

    min: Count
    max: Count


class NoteKinds(_Part, frozen=True, kw_only=True):
    """How many lines of each kind a note has."""

    what: Between
    when: Between
    number: Between
    trap: Between


class Notes(_Part, frozen=True, kw_only=True):
    """Study notes: `lines` in all and by `kinds`, characters of each `line`, and `references`."""

    lines: Between
    kinds: NoteKinds
    line: Between
    references: Between


class Rules(_Part, frozen=True, kw_only=True):
    """All rules of one exam that another exam may set otherwise; without `notes` it has none."""

    references: References
    permissions: Permissions
    types: dict[str, tuple[Combination, ...]]
    limits: Limits
    words: Words
    targets: Targets
    near_duplicate: NearDuplicate
    notes: Notes | None = None
