"""How long a start reads and checks 1,000 questions, and how long `content check` takes over them.

Usage: python -m benchmarks.bank [NUMBER]. The questions are the shipped ones, copied under new ids with their words
changed here and there, so that they are not all alike.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

from bot.bank.check import check_folder
from bot.bank.load import load_exam
from bot.bank.read import read_exam
from bot.bank.template import file_of
from bot.bank.writing import question_file
from bot.model.question import Question

SHIPPED = Path(__file__).parents[1] / "content" / "dva-c02"
RUNS = 5


def main() -> None:
    """Print the best of some runs for each task, and what is measured on."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as place:
        folder = write_many(Path(place) / "many", number)
        text = " ".join(question.stem for question in load_exam(SHIPPED).bank.questions.values())
        print(f"{number} questions; Python {platform.python_version()}, {os.cpu_count()} cores, best of {RUNS} runs")
        tasks: tuple[tuple[str, Callable[[], object]], ...] = (
            ("read the files", lambda: read_exam(folder)),
            ("read and check, as a start does", lambda: load_exam(folder)),
            ("content check", lambda: check_folder(folder)),
            ("content check --against a text", lambda: check_folder(folder, against=[text])),
        )
        for name, task in tasks:
            seconds = min(timed(task) for _ in range(RUNS))
            print(f"{name:32} {seconds:6.2f} s  {1000 * seconds / number:6.2f} ms a question")


def timed(task: Callable[[], object]) -> float:
    """Return the seconds that a task took."""
    start = perf_counter()
    task()
    return perf_counter() - start


def write_many(folder: Path, number: int) -> Path:
    """Write an exam folder of that many questions that break no rule; return it."""
    shipped = read_exam(SHIPPED)
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("questions", "reviews"))
    rules = (folder / "exam.yaml").read_text(encoding="utf-8")
    (folder / "exam.yaml").write_text(rules.replace("complete: true", "complete: false", 1), encoding="utf-8")
    topics: defaultdict[str, list[Question]] = defaultdict(list)
    sound = [question for question in shipped.bank.questions.values() if not question.retired]
    for copy in _copies(sound, number):
        count = len(topics[copy.topic]) + 1
        topics[copy.topic].append(replace(copy, id=f"{copy.topic}-{count:02d}"))
    for topic, questions in topics.items():
        path = file_of(folder, shipped.exam.topic_by_id[topic])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(question_file(topic, questions), encoding="utf-8")
    return folder


def _copies(questions: list[Question], number: int) -> Iterator[Question]:
    rng = Random(1)
    for count in range(number):
        question = questions[count % len(questions)]
        yield replace(question, stem=_varied(question.stem, rng)) if count >= len(questions) else question


def _varied(stem: str, rng: Random) -> str:
    """The stem with a third of its long plain words replaced by others that mean nothing."""
    return " ".join(
        "".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(len(word) // 2))
        if len(word) > 4 and word.isalpha() and word.islower() and rng.random() < 0.33
        else word
        for word in stem.split(" ")
    )


if __name__ == "__main__":
    main()
