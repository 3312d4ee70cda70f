"""What is committed beside the code: the shipped bank, the schemas, the page of rules, the figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
import yaml

from bot.bank.catalogue import RULE_TEXTS
from bot.bank.check import check_folder
from bot.bank.faults import errors, format_fault
from bot.bank.load import load_bank, load_exam
from bot.bank.read import read_exam
from bot.bank.reviewpage import review_page
from bot.bank.rulespage import rules_page
from bot.bank.schema import schema_files
from bot.bank.stats import bank_stats
from bot.model.glossary import named
from bot.model.question import Bank
from bot.rules.mock_exam import compose
from tests.bank.builders import FACTS, NOTE, QUESTION, REPOSITORY, SHIPPED, edit, note_file, questions_file, write_exam

SCHEMAS = SHIPPED / "schema"
FULL_NAME = re.compile(r"\b(?:Amazon|AWS) [A-Z][\w-]*(?: [A-Z0-9][\w-]*)*")
OTHERS = ("AWS API", "AWS Cloud", "AWS Parameters", "AWS Region", "AWS SDK", "Amazon Linux", "Amazon Managed Service")
REFRESH = "run: python -m tools.write_generated"


def test_the_shipped_bank_has_no_errors() -> None:
    found = errors(check_folder(SHIPPED / "dva-c02").faults)
    assert not found, "\n".join(format_fault(fault) for fault in found)


def test_the_shipped_bank_reaches_for_two_mock_exams_without_a_question_twice() -> None:
    bank = load_bank(SHIPPED / "dva-c02")
    first = compose(bank, bank.exam.form.questions, (), (), Random(1))
    second = compose(bank, bank.exam.form.questions, {one.id for one in first}, (), Random(2))
    assert len({one.id for one in (*first, *second)}) == 130
    assert {one.task for one in first} == set(bank.exam.task_by_id)
    for asked in (first, second):
        assert Counter(one.domain for one in asked) == {"1": 21, "2": 17, "3": 15, "4": 12}


def test_the_shipped_blueprint_is_that_of_the_exam() -> None:
    exam = load_exam(SHIPPED / "dva-c02").exam
    assert [domain.weight for domain in exam.domains] == [32, 26, 24, 18]
    assert [sum(1 for task in exam.tasks if task.domain == domain.id) for domain in exam.domains] == [3, 3, 4, 3]
    assert (exam.form.questions, exam.form.minutes, exam.form.pass_mark) == (65, 130, 720)
    assert (len(exam.topics), sum(1 for topic in exam.topics if topic.section is None)) == (183, 24)


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_the_committed_schemas_are_current(name: str) -> None:
    assert (SCHEMAS / name).read_text() == schema_files()[name], REFRESH
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_files()[name]))


def accepts(schema: str, text: str) -> bool:
    """Hold a YAML text against a committed schema, as an editor would."""
    data: Any = yaml.load(text, yaml.BaseLoader if schema.startswith("facts") else yaml.SafeLoader)
    validator = jsonschema.Draft202012Validator(json.loads((SCHEMAS / schema).read_text()))
    return validator.is_valid(json.loads(json.dumps(data, default=str)))


def test_the_question_schema_accepts_a_good_file_and_refuses_unknown_fields() -> None:
    file = "topic: delays\nquestions:\n" + QUESTION
    assert accepts("question-file.schema.json", file)
    assert not accepts("question-file.schema.json", file + "    level: 2\n")
    assert not accepts("question-file.schema.json", file.replace('"A longer visibility timeout"', "60"))
    assert not accepts("question-file.schema.json", file.replace("topic: delays", "subject: delays"))


def test_the_schema_of_notes_accepts_one_field_a_line_and_no_other() -> None:
    assert accepts("note-file.schema.json", NOTE)
    assert not accepts("note-file.schema.json", NOTE.replace("- number:", "- limit:"))
    assert not accepts("note-file.schema.json", NOTE.replace("- number:", '- number: "And"\n    trap:'))
    assert not accepts("note-file.schema.json", NOTE.replace("topic: delays\n", ""))


def test_the_other_schemas_accept_the_shipped_files() -> None:
    assert accepts("services-file.schema.json", (SHIPPED / "dva-c02" / "services.yaml").read_text())
    assert accepts("exam-file.schema.json", (SHIPPED / "dva-c02" / "exam.yaml").read_text())
    assert accepts("topics-file.schema.json", (SHIPPED / "dva-c02" / "topics.yaml").read_text())
    assert not accepts("facts-file.schema.json", FACTS.replace("text:", "words:"))


def test_every_service_that_the_shipped_bank_names_in_full_is_in_its_glossary() -> None:
    """It is named so where a question has not used it before; what else begins like a service stands in `OTHERS`."""
    bank = load_exam(SHIPPED / "dva-c02").bank
    used = [one for one in bank.questions.values() if not one.retired]
    texts = [text for one in used for text in (one.stem, *(part for o in one.options for part in (o.text, o.why)))]
    texts += [line.text for note in bank.notes.values() for line in note.lines]
    missing = {name for text in texts for name in FULL_NAME.findall(" ".join(text.split())) if not _known(bank, name)}
    assert missing == set(), "add them to content/dva-c02/services.yaml"


def _known(bank: Bank, name: str) -> bool:
    return name.startswith(OTHERS) or bool(named(bank.services, name))


def test_the_committed_page_of_rules_is_current() -> None:
    page = (REPOSITORY / "docs" / "question-rules.md").read_text()
    assert page == rules_page(), REFRESH
    assert all(f"| {id_} |" in page for id_ in RULE_TEXTS)


def test_the_committed_page_on_reviews_is_current() -> None:
    folder = SHIPPED / "dva-c02"
    assert (folder / "REVIEW.md").read_text() == review_page(read_exam(folder)), REFRESH


def test_every_setting_that_the_page_names_exists() -> None:
    rules = yaml.safe_load((SHIPPED / "dva-c02" / "exam.yaml").read_text())["rules"]
    for rule in RULE_TEXTS.values():
        node = rules
        for step in filter(None, rule.setting.split(".")):
            assert step in node, rule
            node = node[step]


def test_the_example_on_the_page_breaks_no_rule(tmp_path: Path) -> None:
    folder = write_exam(tmp_path / "small")
    example = rules_page().split("```yaml\n")[1].split("```")[0].replace("sqs-delay-queue", "delays")
    questions_file(folder).write_text(example)
    assert [fault for fault in check_folder(folder).faults if fault.severity != "target"] == []


def test_the_note_on_the_page_breaks_no_rule(tmp_path: Path) -> None:
    folder = write_exam(tmp_path / "small")
    note = rules_page().split("```yaml\n")[2].split("```")[0].replace("sqs-delay-queue", "delays")
    note_file(folder).write_text(note)
    edit(folder / "facts" / "delays.yaml", "A delay hides.", "A delay hides for 0 to 900 seconds.")
    assert [fault for fault in check_folder(folder).faults if fault.severity != "target"] == []


def test_the_figures_count_the_questions_in_use(tmp_path: Path) -> None:
    folder = write_exam(tmp_path / "small")
    path = questions_file(folder)
    path.write_text(path.read_text() + QUESTION.replace("delays-01", "delays-02"))
    edit(path, "facts: [1]", "retired: true")
    stats = bank_stats(load_exam(folder))
    assert (stats.questions, stats.retired, stats.reviewed) == (1, 1, 0)
    assert [(share.id, share.count, share.percent, share.wanted) for share in stats.domains] == [
        ("1", 1, 100.0, 60.0),
        ("2", 0, 0.0, 40.0),
    ]
    assert [(share.id, share.count) for share in stats.sections] == [("09", 1), ("gap", 0)]
    assert [(share.id, share.count) for share in stats.evidence] == [("stored", 1), ("recalled", 0)]
    assert stats.topics_short == (("delays", 1), ("retries", 3))
