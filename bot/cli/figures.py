"""What people's answers in the database say about the questions: `studybot reports`, `content stats --people`."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence

from bot.cli.existing import open_existing
from bot.cli.rulings import print_reports
from bot.config import Settings
from bot.model.question import Bank
from bot.rules.items import SHOWN_FROM, Item, Suspicion, band, suspicions
from bot.service import open_bank
from bot.study.items import item_figures
from bot.study.work import ThreadWork

REASONS: Mapping[Suspicion, str] = {
    "hardly-anybody": "no more people are right than by guessing",
    "distractor-first": "a distractor is chosen more often than the key",
    "strong-wrong": "those who know more are wrong more often than those who know less",
}


def reports(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what members reported, and the questions whose key looks wrong; return 1 if there are any."""
    wrong = _reported(settings)
    for exam, figures in _figures(settings).items():
        found = [(item, reasons) for item in figures if (reasons := suspicions(item, asked.answers))]
        wrong += len(found)
        for item, reasons in sorted(found, key=lambda pair: pair[0].share):
            print(
                f"{item.question.id}: {item.answers} answers, {item.share:.0%} right; guessing gives {item.chance:.0%}"
            )
            print("".join(f"  {REASONS[reason]}\n" for reason in reasons) + f"  chosen: {_chosen(item)}")
        enough = sum(item.answers >= asked.answers for item in figures)
        print(
            f"{exam}: {len(found)} questions look wrong, of {enough} with {asked.answers} first answers or more."
            + (" `studybot content show ID` shows one." if found else "")
        )
    return 1 if wrong else 0


def _reported(settings: Settings) -> int:
    """Print what members reported and nobody has ruled on yet; return how many reports that are."""
    database = open_existing(settings.database_url)
    if database is None:
        return 0
    try:
        found = sum(print_reports(database, exam) for exam in open_bank(settings).current.banks)
        print(f"{found} reports of members wait for a ruling (`studybot questions`).")
        return found
    finally:
        database.dispose()


def print_people(settings: Settings, exams: Sequence[str]) -> None:
    """Print how people did, the hardest question first."""
    for exam, figures in _figures(settings).items():
        if exam not in exams:
            continue
        shown = sorted((item for item in figures if item.answers >= SHOWN_FROM), key=lambda item: item.share)
        print(f"\n{exam}: {len(shown)} of {len(figures)} questions have {SHOWN_FROM} first answers or more")
        if shown:
            print(f"  {'answers':>7}  {'right':>6}  {'tells strong from weak':22}  question (distractors under 5 %)")
        for item in shown:
            unused = f" ({', '.join(item.unused)})" if item.unused else ""
            print(f"  {item.answers:7}  {item.share:6.0%}  {_discrimination(item):22}  {item.question.id}{unused}")


def _discrimination(item: Item) -> str:
    if item.discrimination is None or item.compared < SHOWN_FROM:
        return "–"
    return f"{item.discrimination:+.2f} {band(item.discrimination)}"


def _chosen(item: Item) -> str:
    key = item.question.key
    return ", ".join(f"{id_} {count}{' (key)' if id_ in key else ''}" for id_, count in item.chosen.items())


def _figures(settings: Settings) -> Mapping[str, tuple[Item, ...]]:
    """The figures of every exam; nothing where the database is empty."""
    return asyncio.run(_read(settings, open_bank(settings).current.banks))


async def _read(settings: Settings, banks: Mapping[str, Bank]) -> Mapping[str, tuple[Item, ...]]:
    database = await asyncio.to_thread(open_existing, settings.database_url)
    if database is None:
        print("The database is empty or not there: nobody has answered anything yet.")
        return {}
    work = ThreadWork(database)
    try:
        return {exam: await work.read(item_figures, bank) for exam, bank in banks.items()}
    finally:
        work.close()
