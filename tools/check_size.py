"""Hold the code to its size budget: short functions, short files.

Usage: python -m tools.check_size FOLDER...

A function's length counts from its `def` to its last line, docstring included, decorators left out. The 95th percentile
(nearest rank) is taken over each folder named.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Budget:
    """The longest that one of `what` may be, and the longest that 95 of 100 of them may be; in lines."""

    what: str
    most: int
    p95: int


@dataclass(frozen=True)
class Size:
    """The length of something, in lines, and where it is found."""

    where: str
    lines: int


FUNCTIONS = Budget("function", most=50, p95=30)
FILES = Budget("file", most=350, p95=250)


def functions(path: Path, source: str) -> Iterator[Size]:
    """Yield the size of every function and method in a source, nested ones too."""
    for node in ast.walk(ast.parse(source, filename=str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Size(f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)


def p95(sizes: Sequence[Size]) -> int:
    """Return the 95th percentile by nearest rank; 0 of nothing."""
    ordered = sorted(size.lines for size in sizes)
    return ordered[-(-len(ordered) * 95 // 100) - 1] if ordered else 0


def faults(budget: Budget, folder: Path, sizes: Sequence[Size]) -> Iterator[str]:
    """Yield a sentence for everything over the budget."""
    for size in sizes:
        if size.lines > budget.most:
            yield f"{size.where}: {size.lines} lines, a {budget.what} may have {budget.most}"
    if (found := p95(sizes)) > budget.p95:
        yield f"{folder}: 95% of its {budget.what}s have up to {found} lines, the budget is {budget.p95}"


def check(folder: Path) -> tuple[list[str], str]:
    """Return what is over the budget in a folder's Python files, and one line on their sizes."""
    if not folder.is_dir():
        return [f"{folder}: there is no such folder"], ""
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
    files = [Size(str(path), len(source.splitlines())) for path, source in sources.items()]
    defs = [size for path, source in sources.items() for size in functions(path, source)]
    found = [*faults(FUNCTIONS, folder, defs), *faults(FILES, folder, files)]
    return found, f"{folder}: {len(files)} files (p95 {p95(files)}), {len(defs)} functions (p95 {p95(defs)})"


def main(folders: Sequence[str]) -> int:
    """Check the folders, print what is over the budget, and return the exit code."""
    results = [check(Path(folder)) for folder in folders]
    for found, summary in results:
        print("\n".join([summary, *found]).strip())
    return int(any(found for found, _ in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
