"""YAML with line numbers.

libyaml builds the node tree in C and a few lines here turn it into plain data: 1,000 questions in about 0.3 s. The
tree is dropped at once, and built again only for a file that has a fault to be given a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from bot.bank.faults import BankError, Fault

Place = tuple[str | int, ...]
"""The way to a value in a file, as in `("questions", 0, "stem")`."""

_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
_NUMBER_STARTS = frozenset("0123456789+-.")


class _Loader(yaml.CBaseLoader):
    """libyaml's tree without tags: `_scalar` reads plain words itself, and resolving tags costs a fifth of the time."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class YamlFile:
    """One file: its plain data, and on demand the line of any place in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tree: yaml.Node | None = None

    def read(self) -> object:
        """Return the data: mappings, lists, strings, whole and decimal numbers, booleans, None.

        The scalars are those of YAML 1.2's core schema, so `no` is a word and a date a string. Raises BankError when
        the file can't be read or parsed, or a mapping has a key twice.
        """
        root = self._compose()
        try:
            return _plain(root)
        except RecursionError:
            raise BankError([Fault(self.path, 1, "F01", "is nested too deeply, or refers to itself")]) from None
        except _Unplain:
            raise BankError(self._key_faults(root)) from None

    def line(self, place: Place) -> int:
        """Return the line of `place`, counted from 1; of its nearest parent where it does not exist."""
        if self._tree is None:
            self._tree = self._compose()
        node, line = self._tree, 1
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def _compose(self) -> yaml.Node:
        try:
            root = yaml.compose(self.path.read_bytes(), _Loader)
        except (OSError, yaml.YAMLError) as error:
            raise BankError([self._unreadable(error)]) from error
        if root is None:
            raise BankError([Fault(self.path, 1, "F01", "is empty")])
        return root

    def _unreadable(self, error: OSError | yaml.YAMLError) -> Fault:
        if isinstance(error, OSError):
            return Fault(self.path, 1, "F01", f"can't be read: {error.strerror}")
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unexpected text"
        return Fault(self.path, mark.line + 1 if mark else 1, "F01", f"is not YAML: {problem}")

    def _key_faults(self, root: yaml.Node) -> Iterator[Fault]:
        for mapping in _mappings(root):
            counts = Counter(key.value for key, _ in mapping.value if isinstance(key, yaml.ScalarNode))
            seen: set[str] = set()
            for key, _ in mapping.value:
                line = key.start_mark.line + 1
                if not isinstance(key, yaml.ScalarNode):
                    yield Fault(self.path, line, "F02", "a key must be one word")
                elif counts[key.value] > 1 and key.value in seen:
                    yield Fault(self.path, line, "F02", f"`{key.value}` stands here a second time: keep one")
                else:
                    seen.add(key.value)


class Part(YamlFile):
    """Part of a file: data of its own, at the lines of the whole. `place_there` turns a place here into one there."""

    def __init__(self, whole: YamlFile, data: object, place_there: Callable[[Place], Place]) -> None:
        super().__init__(whole.path)
        self._whole = whole
        self._data = data
        self._place_there = place_there

    def read(self) -> object:
        """Return the data, which was read before."""
        return self._data

    def line(self, place: Place) -> int:
        """Return the line in the whole file, counted from 1."""
        return self._whole.line(self._place_there(place))


class _Unplain(Exception):
    """A mapping with a key that is no scalar, or is there twice."""


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _scalar(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    data: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in data:
            raise _Unplain
        data[key.value] = _plain(value)
    return data


def _scalar(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for key, value in node.value:
            yield from _mappings(key)
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)
