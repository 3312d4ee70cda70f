"""Check that the locks satisfy pyproject.toml: pinned, with hashes, and without the address of any registry.

Usage: python -m tools.check_locks [FOLDER]

A lock is up to date when it satisfies every requirement, not when a fresh resolution would give the same: a release
made elsewhere must not turn the check red.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

RUN, DEV = "requirements.txt", "requirements-dev.txt"
ADDRESS = re.compile(r"://|\s@\s|^\s*(-[if]|--(extra-)?index-url|--find-links|--trusted-host)\b", re.MULTILINE)

Pins = Mapping[str, Sequence[Requirement]]


def wanted(project: Mapping[str, object]) -> dict[str, list[Requirement]]:
    """Return what each lock must satisfy, from a parsed pyproject.toml."""
    match project:
        case {"project": {"dependencies": list(run)}, "dependency-groups": {"build": list(build), "dev": list(dev)}}:
            named = [text for text in dev if isinstance(text, str)]  # the rest includes the group `build`
            running = [Requirement(text) for text in [*run, *build]]
            return {RUN: running, DEV: [*running, *map(Requirement, named)]}
    raise SystemExit("pyproject.toml: expected project.dependencies and the dependency groups build and dev")


def entries(text: str) -> Iterator[str]:
    """Yield the entries of a lock as one line each, without comments."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    yield from filter(None, (entry.strip() for entry in "\n".join(lines).replace("\\\n", " ").splitlines()))


def pins(name: str, text: str) -> tuple[dict[str, list[Requirement]], list[str]]:
    """Return a lock's pins by package (several where they differ by platform), and what is wrong with its entries."""
    found: dict[str, list[Requirement]] = {}
    faults = [f"{name}: names an address: {line.strip()}" for line in text.splitlines() if ADDRESS.search(line)]
    for entry in entries(text):
        bare, _, hashes = entry.partition("--hash=sha256:")
        try:
            pin = Requirement(bare.strip())
        except InvalidRequirement:
            faults.append(f"{name}: not a pinned requirement: {bare.strip()}")
            continue
        if [spec.operator for spec in pin.specifier] != ["=="]:
            faults.append(f"{name}: {pin} is not pinned with ==")
        if not hashes:
            faults.append(f"{name}: {pin} has no hash")
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found, faults


def version(pin: Requirement) -> str:
    """Return the version that a pin names."""
    return next((spec.version for spec in pin.specifier), "")


def unmet(name: str, requirements: Sequence[Requirement], locked: Pins) -> Iterator[str]:
    """Yield a sentence for every requirement that the lock does not satisfy."""
    for requirement in requirements:
        found = locked.get(canonicalize_name(requirement.name), ())
        if not found:
            yield f"{name}: lacks {requirement}"
        for pin in found:
            if not requirement.specifier.contains(version(pin), prereleases=True):
                yield f"{name}: has {pin}, pyproject.toml asks for {requirement}"


def astray(run: Pins, dev: Pins) -> Iterator[str]:
    """Yield a sentence for everything that would be tested in another version than it runs in."""
    for package, found in run.items():
        if {version(pin) for pin in found} != {version(pin) for pin in dev.get(package, ())}:
            yield f"{DEV}: {package} is not the one of {RUN}"


def check(folder: Path) -> list[str]:
    """Return everything that is wrong with the two locks of a checkout, as sentences."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    read = {name: pins(name, (folder / name).read_text(encoding="utf-8")) for name in (RUN, DEV)}
    faults = [fault for _, found in read.values() for fault in found]
    faults += [fault for name, needs in wanted(project).items() for fault in unmet(name, needs, read[name][0])]
    return [*faults, *astray(read[RUN][0], read[DEV][0])]


def main(arguments: Sequence[str]) -> int:
    """Check the locks of the folder named (default: this one), print the faults, and return the exit code."""
    faults = check(Path(arguments[0] if arguments else "."))
    print("\n".join(faults) or "The locks satisfy pyproject.toml.")
    if faults:
        print("Renew them with `make lock`.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
