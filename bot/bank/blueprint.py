"""From the files of an exam to its blueprint: domains, task statements, topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.bank.exam_rules import Rules
from bot.bank.explain import read_or_note
from bot.bank.faults import BankError, Fault
from bot.bank.shapes import ExamFile, TopicsFile, TopicShape
from bot.bank.yamlfile import Place, YamlFile
from bot.model.exam import Domain, Exam, ExamForm, Section, TaskStatement, Topic


@dataclass(frozen=True)
class Blueprint:
    """An exam, the rules for its questions, and its file, which places the targets."""

    exam: Exam
    rules: Rules
    file: YamlFile


def read_blueprint(folder: Path) -> Blueprint:
    """Return what `exam.yaml` and `topics.yaml` of the folder say; raise BankError with all their faults."""
    faults: list[Fault] = []
    exam_file, topics_file = YamlFile(folder / "exam.yaml"), YamlFile(folder / "topics.yaml")
    exam = read_or_note(exam_file, ExamFile, faults)
    topics = read_or_note(topics_file, TopicsFile, faults)
    if exam and topics:
        placed = list(_placed(topics))
        for file, found in ((exam_file, _exam_faults(exam)), (topics_file, _topic_faults(exam, placed))):
            faults += [Fault(file.path, file.line(place), "F07", said) for place, said in found]
        if not faults:
            return Blueprint(_exam(exam, topics, placed), exam.rules, exam_file)
    raise BankError(faults)


_PlacedTopic = tuple[Place, int | None, TopicShape]


def _placed(topics: TopicsFile) -> Iterator[_PlacedTopic]:
    for index, section in enumerate(topics.sections):
        for number, topic in enumerate(section.topics):
            yield ("sections", index, "topics", number), section.n, topic
    for number, topic in enumerate(topics.gaps):
        yield ("gaps", number), None, topic


def _exam_faults(exam: ExamFile) -> Iterator[tuple[Place, str]]:
    total = sum(domain.weight for domain in exam.domains)
    if total != 100:
        yield ("domains",), f"the weights of the domains make {total}, not 100"
    if not exam.form.scale_min < exam.form.pass_mark <= exam.form.scale_max:
        yield ("form", "pass_mark"), f"{exam.form.pass_mark} is not within the scale"
    yield from _twice("domains", (domain.id for domain in exam.domains))
    yield from _twice("tasks", (task.id for task in exam.tasks))
    known = {domain.id for domain in exam.domains}
    for index, task in enumerate(exam.tasks):
        if task.domain not in known:
            yield ("tasks", index), f"task {task.id} names the domain {task.domain}, which does not exist"
    rules = exam.rules
    for place, patterns in (
        (("rules", "references", "forms"), rules.references.forms),
        (("rules", "references", "discouraged"), rules.references.discouraged),
        (("rules", "references", "landing"), rules.references.landing),
        (("rules", "permissions"), (rules.permissions.form, rules.permissions.alike)),
    ):
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                yield place, f"“{pattern}” is no regular expression: {error}"


def _twice(name: str, ids: Iterable[str]) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield (name, index), f"the id {id_} is there a second time"
        seen.add(id_)


def _topic_faults(exam: ExamFile, placed: list[_PlacedTopic]) -> Iterator[tuple[Place, str]]:
    tasks = {task.id for task in exam.tasks}
    counts = Counter(topic.id for _, _, topic in placed)
    for place, _, topic in placed:
        if counts[topic.id] > 1:
            yield place, f"the topic {topic.id} is there {counts[topic.id]} times"
        if topic.task not in tasks and (topic.task or topic.flag != "meta"):
            yield place, f"the topic {topic.id} names the task “{topic.task}”, which does not exist"


def _exam(exam: ExamFile, topics: TopicsFile, placed: list[_PlacedTopic]) -> Exam:
    tasks = tuple(TaskStatement(task.id, task.title, task.domain) for task in exam.tasks)
    domain_of = {task.id: task.domain for task in tasks}
    form = exam.form
    return Exam(
        id=exam.id,
        title=exam.title,
        form=ExamForm(form.questions, form.minutes, form.scale_min, form.scale_max, form.pass_mark),
        domains=tuple(Domain(domain.id, domain.title, domain.weight) for domain in exam.domains),
        tasks=tasks,
        topics=tuple(
            Topic(
                id=topic.id,
                title=topic.title,
                task=topic.task,
                domain=domain_of.get(topic.task, ""),
                section=section,
                flag=topic.flag or None,
                facts=topic.facts,
            )
            for _, section, topic in placed
        ),
        complete=exam.complete,
        sections=tuple(Section(section.n, section.name) for section in topics.sections),
    )
