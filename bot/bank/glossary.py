"""The glossary of services: read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.bank.explain import read_or_note
from bot.bank.faults import Fault
from bot.bank.shapes import ServicesFile
from bot.bank.yamlfile import YamlFile
from bot.model.glossary import Service, named


def read_services(folder: Path, faults: list[Fault]) -> tuple[Service, ...]:
    """Return the glossary of an exam folder, nothing if it has none; add to `faults` what is wrong with it."""
    path = folder / "services.yaml"
    shape = read_or_note(YamlFile(path), ServicesFile, faults) if path.exists() else None
    if shape is None:
        return ()
    services = tuple(Service(one.name.strip(), one.what.strip(), one.also) for one in shape.services)
    faults += _twice(YamlFile(path), services)
    return services


def unused(folder: Path, services: tuple[Service, ...], texts: Iterable[str]) -> Iterator[Fault]:
    """Yield S02 for every service that no text names."""
    file, used = YamlFile(folder / "services.yaml"), set(named(services, "\n".join(texts)))
    for place, service in enumerate(services):
        if service not in used:
            said = f"no question and no note names {service.name}"
            yield Fault(file.path, file.line(("services", place)), "S02", said, "warning")


def _twice(file: YamlFile, services: Iterable[Service]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for place, service in enumerate(services):
        for name in service.names:
            if name in seen:
                said = f"the name {name} is that of {seen[name]} already"
                yield Fault(file.path, file.line(("services", place)), "S01", said)
            seen[name] = service.name
