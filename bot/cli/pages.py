"""How a command is declared, and how its manual page looks."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bot.config import Settings

Run = Callable[[argparse.Namespace, Settings], int]
Commands = argparse._SubParsersAction  # noqa: SLF001 - what `add_subparsers` returns has no public name


def command(
    commands: Commands[argparse.ArgumentParser], name: str, summary: str, about: str, run: Run
) -> argparse.ArgumentParser:
    """Return the parser of a new command, for its arguments."""
    made = page(commands.add_parser(name, help=summary), about)
    made.set_defaults(run=run)
    return made


def page(made: argparse.ArgumentParser, about: str, after: str = "") -> argparse.ArgumentParser:
    """Return the parser with what it says before and after its arguments."""
    made.description, made.epilog = about, after
    made.formatter_class = _Paragraphs
    return made


def at_least(least: int) -> Callable[[str], int]:
    """Return what reads a whole number from `least` on."""

    def read(written: str) -> int:
        number = int(written)
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is less than {least}")
        return number

    read.__name__ = "whole number"  # argparse says "invalid whole number value"
    return read


def lazily(module: str, function: str) -> Run:
    """Return the command of a module that is imported only when it runs: `--version` needs no database driver."""

    def run(asked: argparse.Namespace, settings: Settings) -> int:
        from importlib import import_module  # noqa: PLC0415

        return int(getattr(import_module(module), function)(asked, settings))

    return run


class _Paragraphs(argparse.HelpFormatter):
    """Keeps paragraphs apart, and lists as they are; the default makes one lump of them."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        def fill(part: str) -> str:
            return part if part.startswith("  ") else super(_Paragraphs, self)._fill_text(part, width, indent)

        return "\n\n".join(fill(part) for part in text.split("\n\n"))
