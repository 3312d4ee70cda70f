"""An exam folder, read as far as it can be: values where the files are good, faults where not.

exam.yaml  topics.yaml  questions/<section or gap>/<topic>.yaml  facts/<topic>.yaml  notes/<topic>.yaml
services.yaml  reviews/*.csv
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.bank.blueprint import read_blueprint
from bot.bank.drafts import parted
from bot.bank.exam_rules import Rules
from bot.bank.explain import read_or_note
from bot.bank.faults import BankError, Fault
from bot.bank.glossary import read_services
from bot.bank.notes import read_notes, reference
from bot.bank.places import misplaced, yaml_files
from bot.bank.reviews import Review, read_reviews
from bot.bank.shapes import FactsFile, QuestionFile, QuestionShape
from bot.bank.yamlfile import Place, YamlFile
from bot.model.exam import Exam, Topic
from bot.model.question import Bank, Option, Question


@dataclass(frozen=True)
class Origin:
    """Where a question stands: its file and its index there."""

    file: YamlFile
    index: int

    def line(self, place: Place = ()) -> int:
        """Return the line of a place in the question, counted from 1."""
        return self.file.line(("questions", self.index, *place))


@dataclass(frozen=True)
class Draft:
    """A question with `draft: true`, which is in no bank: `id` is empty where it has none, `question` is None until its
    form is good, and `faults` say what its form lacks."""

    id: str
    origin: Origin
    question: Question | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Loaded:
    """Everything that an exam folder holds. `facts` are the fact sheets and `notes` the files of the bank's notes, both
    by topic; `faults` are those of form and place, but for those of drafts."""

    folder: Path
    exam: Exam
    rules: Rules
    exam_file: YamlFile
    bank: Bank
    drafts: tuple[Draft, ...]
    origins: Mapping[str, Origin]
    facts: Mapping[str, FactsFile]
    notes: Mapping[str, YamlFile]
    reviews: tuple[Review, ...]
    faults: tuple[Fault, ...]


def read_exam(folder: Path) -> Loaded:
    """Return what could be read of an exam folder, with the faults of form; BankError if its blueprint is faulty."""
    blueprint = read_blueprint(folder)
    topics, faults = blueprint.exam.topic_by_id, list[Fault]()
    questions, origins, drafts = _questions(folder, topics, faults)
    facts = _facts(folder, topics, faults)
    notes, note_files = read_notes(folder, topics, faults)
    services = read_services(folder, faults)
    reviews, review_faults = read_reviews(folder / "reviews")
    return Loaded(
        folder=folder,
        exam=blueprint.exam,
        rules=blueprint.rules,
        exam_file=blueprint.file,
        bank=Bank(blueprint.exam, questions, notes, services),
        drafts=drafts,
        origins=origins,
        facts=facts,
        notes=note_files,
        reviews=tuple(reviews),
        faults=(*faults, *review_faults),
    )


def _questions(
    folder: Path, topics: Mapping[str, Topic], faults: list[Fault]
) -> tuple[dict[str, Question], dict[str, Origin], tuple[Draft, ...]]:
    """The questions and where they stand, both by id, and the drafts, whose ids must be free among all of them."""
    questions: dict[str, Question] = {}
    origins: dict[str, Origin] = {}
    begun: list[tuple[Topic, Origin, YamlFile]] = []
    for whole in yaml_files(folder / "questions", faults):
        try:
            file, drafts = parted(whole)
        except BankError as error:
            faults += error.faults
            continue
        if shape := read_or_note(file, QuestionFile, faults):
            topic = topics.get(shape.topic)
            expected = folder / "questions" / topic.folder / f"{topic.id}.yaml" if topic else None
            faults += misplaced(file, shape.topic, expected)
            if topic:
                faults += _collect(file, topic, shape.questions, questions, origins)
                begun += [(topic, Origin(whole, index), alone) for index, alone in drafts.items()]
    taken = dict(origins)
    return questions, origins, tuple(_draft(*one, taken) for one in begun)


def _draft(topic: Topic, origin: Origin, alone: YamlFile, taken: dict[str, Origin]) -> Draft:
    faults: list[Fault] = []
    shape = read_or_note(alone, QuestionShape, faults)
    written = alone.read()
    id_ = str(written.get("id") or "") if isinstance(written, dict) else ""
    if shape:
        faults += _misnamed(origin, shape.id, topic, taken)
        taken.setdefault(shape.id, origin)
    return Draft(id_, origin, _question(shape, topic) if shape else None, tuple(faults))


def _facts(folder: Path, topics: Mapping[str, Topic], faults: list[Fault]) -> dict[str, FactsFile]:
    facts: dict[str, FactsFile] = {}
    for file in yaml_files(folder / "facts", faults):
        if sheet := read_or_note(file, FactsFile, faults):
            expected = folder / "facts" / f"{sheet.topic}.yaml" if sheet.topic in topics else None
            faults += misplaced(file, sheet.topic, expected)
            faults += _fact_ids(file, sheet)
            facts[sheet.topic] = sheet
    return facts


def _collect(
    file: YamlFile,
    topic: Topic,
    shapes: Iterable[QuestionShape],
    questions: dict[str, Question],
    origins: dict[str, Origin],
) -> Iterator[Fault]:
    """Put the questions with an id of their own into `questions` and `origins`; yield F06 for the others."""
    for index, shape in enumerate(shapes):
        origin = Origin(file, index)
        yield from _misnamed(origin, shape.id, topic, origins)
        if shape.id not in questions:
            questions[shape.id] = _question(shape, topic)
            origins[shape.id] = origin


def _misnamed(origin: Origin, id_: str, topic: Topic, taken: Mapping[str, Origin]) -> Iterator[Fault]:
    if id_ in taken:
        said = f"the id {id_} is taken: {taken[id_].file.path.name}:{taken[id_].line()}"
    elif id_.rpartition("-")[0] != topic.id:
        said = f"the id {id_} must be {topic.id}- and a number"
    else:
        return
    yield Fault(origin.file.path, origin.line(("id",)), "F06", said)


def _fact_ids(file: YamlFile, sheet: FactsFile) -> Iterator[Fault]:
    seen: set[int] = set()
    for index, fact in enumerate(sheet.facts):
        if fact.id in seen:
            yield Fault(file.path, file.line(("facts", index, "id")), "F08", f"fact {fact.id} is there a second time")
        seen.add(fact.id)


def _question(shape: QuestionShape, topic: Topic) -> Question:
    """The question as the rest of the program knows it; folded texts lose the line break that YAML leaves them."""
    return Question(
        id=shape.id,
        topic=topic.id,
        task=topic.task,
        domain=topic.domain,
        type=shape.type,
        difficulty=shape.difficulty,
        recall=shape.recall,
        stem=shape.stem.strip(),
        options=tuple(Option(o.id, o.text.strip(), o.correct, o.why.strip()) for o in shape.options),
        references=tuple(map(reference, shape.references)),
        facts=shape.facts,
        shuffle=shape.shuffle,
        stale_if=shape.stale_if.strip(),
        retired=shape.retired,
    )
