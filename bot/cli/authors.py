"""`studybot content new | sheet | export | import`: what authors and reviewers work with."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path

from bot.bank.blueprint import read_blueprint
from bot.bank.check import in_use
from bot.bank.csvform import read_csv
from bot.bank.export import export as exported
from bot.bank.gift_read import read_gift
from bot.bank.imported import placed
from bot.bank.read import read_exam
from bot.bank.reviews import present_reviews
from bot.bank.sheet import blind_sheet
from bot.bank.template import add_template, file_of
from bot.bank.writing import question_file
from bot.cli.content import exam_folders
from bot.clock import system_clock
from bot.config import Settings
from bot.model.question import Question
from bot.service import open_bank

WELL, FAULTY = 0, 1
_READERS = {"gift": read_gift, "csv": read_csv}


def new(asked: argparse.Namespace, settings: Settings) -> int:
    """Add a template to the topic's file; return 1 if no exam has the topic, or several."""
    loaded = [read_exam(folder) for folder in exam_folders(asked.folder, settings)]
    found = [one for one in loaded if asked.topic in one.exam.topic_by_id]
    if len(found) != 1:
        topics = sorted(id_ for one in loaded for id_ in one.exam.topic_by_id if id_.startswith(asked.topic[:3]))
        near = f" Near: {', '.join(topics[:8])}." if topics else ""
        where = "Several exams have it: name the folder." if found else f"topics.yaml lists them.{near}"
        return _fault(f"There is no single topic {asked.topic}. {where}")
    path, line, id_ = add_template(found[0], found[0].exam.topic_by_id[asked.topic], asked.type)
    print(f"{path}:{line}: {id_} is to be written now. `studybot content check` says what it lacks.")
    print("It is a draft, which nobody is asked, until you take its line `draft: true` away.")
    return WELL


def sheet(asked: argparse.Namespace, settings: Settings) -> int:
    """Print the questions named, else those without a review of their present revision, for a blind solver."""
    questions: list[Question] = []
    for folder in exam_folders(asked.folder, settings):
        loaded = read_exam(folder)
        solved = present_reviews(loaded.reviews, loaded.bank.questions)
        questions += [one for one in in_use(loaded) if asked.ids or one.id not in solved]
        if asked.ids:  # a draft may be solved before it is let in
            questions += [draft.question for draft in loaded.drafts if draft.question]
    if asked.ids:
        known = {question.id: question for question in questions}
        if unknown := [id_ for id_ in asked.ids if id_ not in known]:
            return _fault(f"There is no question {', '.join(unknown)}.")
        questions = [known[id_] for id_ in asked.ids]
    if not questions:
        print("Every question is solved in its present revision.")
        return WELL
    print(blind_sheet(questions, random.Random(asked.seed)))
    return WELL


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """Write a bank in another form; return 1 if it is not said which, or the file can't be written."""
    banks = open_bank(settings).current.banks
    exam = asked.exam or (next(iter(banks)) if len(banks) == 1 else "")
    if exam not in banks:
        return _fault(f"Say which exam with --exam: {', '.join(banks)}.")
    content = exported(banks[exam], asked.to, system_clock())
    if asked.file == "-":
        sys.stdout.buffer.write(content)
        return WELL
    try:
        Path(asked.file).write_bytes(content)
    except OSError as error:
        return _fault(f"{asked.file} can't be written: {error.strerror}.")
    count = sum(not question.retired for question in banks[exam].questions.values())
    print(f"{asked.file}: {count} questions of {exam}.")
    return WELL


def import_(asked: argparse.Namespace, _settings: Settings) -> int:
    """Read questions, write those that can be taken, say what became of each; return 1 if one was not taken."""
    try:
        text = Path(asked.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        return _fault(f"{asked.file} can't be read: {reason}.")
    found = placed(_READERS[asked.form](text), asked.topic)
    for one in found:
        for said in one.said or ("taken as it is",):
            verb = "not taken: " if one.question is None else ""
            print(f"{asked.file}:{one.line}: {one.question.id if one.question else one.name}: {verb}{said}")
    taken = [one.question for one in found if one.question]
    unfinished = {one.question.id for one in found if one.question and one.said}
    written = _write(taken, unfinished, Path(asked.into))
    print(f"{written} of {len(found)} questions were written into {asked.into}.")
    return WELL if written == len(found) else FAULTY


def _write(questions: Sequence[Question], unfinished: Collection[str], folder: Path) -> int:
    """Write a file a topic, and return how many questions that were; a file that is there stays as it is.

    The unfinished ones are drafts: what their author still has to add keeps no exam from being asked.
    """
    topics = read_blueprint(folder).exam.topic_by_id if (folder / "exam.yaml").exists() else None
    written = 0
    for topic, listed in groupby(sorted(questions, key=lambda question: question.topic), lambda one: one.topic):
        inside = sorted(listed, key=lambda question: question.id)
        if topics is not None and topic not in topics:
            _fault(f"{topic} is no topic of {folder / 'topics.yaml'}: {len(inside)} questions were not written.")
            continue
        path = file_of(folder, topics[topic]) if topics else folder / f"{topic}.yaml"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(question_file(topic, inside, unfinished))
        except FileExistsError:
            _fault(f"{path} is there already and stays as it is: {len(inside)} questions were not written.")
            continue
        except OSError as error:
            _fault(f"{path} can't be written: {error.strerror}.")
            continue
        written += len(inside)
    return written


def _fault(said: str) -> int:
    print(said, file=sys.stderr)
    return FAULTY
