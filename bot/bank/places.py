"""Which file of an exam folder lies where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.bank.faults import Fault
from bot.bank.yamlfile import YamlFile


def yaml_files(folder: Path, faults: list[Fault]) -> Iterator[YamlFile]:
    """Yield the files of a folder that are read, by path; add to `faults` those that are not."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.suffix == ".yaml":
            yield YamlFile(path)
        else:
            faults.append(Fault(path, 1, "F05", "is not read here: name it .yaml, or move it elsewhere"))


def misplaced(file: YamlFile, topic: str, expected: Path | None) -> Iterator[Fault]:
    """Yield F05 if the file is not where that of its topic is expected; None says that there is no such topic."""
    if expected is None:
        yield Fault(file.path, file.line(("topic",)), "F05", f"there is no topic {topic} in topics.yaml")
    elif file.path != expected:
        said = f"the topic {topic} belongs into {expected.parent.name}/{expected.name}"
        yield Fault(file.path, file.line(("topic",)), "F05", said)
