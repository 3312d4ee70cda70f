"""What people type, and what a quiz is then about."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.model.exam import Domain, Exam, ExamForm, Section, TaskStatement, Topic
from bot.model.question import Bank, Option, Question
from bot.model.quiz import About
from bot.rules.abouts import MOST_FOUND, abouts, by_id, find_about, resolve_about

_TOPICS = (
    ("ddb-query", "DynamoDB Query", "1.3", 8),
    ("ddb-gsi", "DynamoDB global secondary indexes", "1.3", 8),
    ("s3-encryption-options", "S3 encryption options", "2.2", 5),
    ("s3-default-encryption", "S3 default encryption", "2.2", 5),
    ("s3-presigned-urls", "S3 presigned URLs", "2.2", 5),
    ("codedeploy-traffic-shifting", "CodeDeploy traffic shifting", "3.4", None),
    ("codepipeline", "CodePipeline", "3.4", None),
    ("logs-insights-queries", "CloudWatch Logs Insights", "3.4", None),
)
_EXAM = Exam(
    "small",
    "",
    ExamForm(65, 130, 100, 1000, 720),
    (Domain("1", "Development", 40), Domain("2", "Security", 35), Domain("3", "Deployment", 25), Domain("9", "No", 0)),
    (
        TaskStatement("1.3", "Use data stores", "1"),
        TaskStatement("2.2", "Implement encryption", "2"),
        TaskStatement("3.4", "Deliver by pipelines", "3"),
    ),
    tuple(Topic(id, title, task, task[0], section, None, 0) for id, title, task, section in _TOPICS),
    True,
    (Section(5, "S3 and CloudFront"), Section(8, "DynamoDB"), Section(9, "Queues")),
)


def _question(topic: Topic) -> Question:
    options = tuple(Option(id, id, id == "a", "") for id in "abcd")
    return Question(f"{topic.id}-01", topic.id, topic.task, topic.domain, "single", 1, False, "?", options, ())


BANK = Bank(_EXAM, {f"{topic.id}-01": _question(topic) for topic in _EXAM.topics})


def found(text: str) -> list[str]:
    return [about.id for about in find_about(BANK, text)]


def meant(text: str) -> str:
    about = resolve_about(BANK, text)
    assert about is not None
    return about.id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("dynamo", "section.8"),
        ("DynamoDB", "section.8"),
        ("dynamo db", "section.8"),
        ("dynmodb", "section.8"),
        ("code deploy", "codedeploy-traffic-shifting"),
        ("codedeploy", "codedeploy-traffic-shifting"),
        ("code dep", "codedeploy-traffic-shifting"),
        ("code pipeline", "codepipeline"),
        ("codpipeline", "codepipeline"),
        ("security", "2"),
        ("Secrity", "2"),
        ("2", "2"),
        ("2.2", "2.2"),
        ("Domain 2", "2"),
        ("domain 2: security", "2"),
        ("task 2.2", "2.2"),
        ("gsi", "ddb-gsi"),
        ("presigned url", "s3-presigned-urls"),
        ("  S3   Default encryption ", "s3-default-encryption"),
        ("urls presigned", "s3-presigned-urls"),
        ("section.5", "section.5"),
    ],
)
def test_what_is_typed_means_one_thing(text: str, id: str) -> None:
    assert meant(text) == id
    assert found(text)[0] == id


@pytest.mark.parametrize("text", ["", "  ", "all", "Everything"])
def test_nothing_typed_means_everything(text: str) -> None:
    assert resolve_about(BANK, text) is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("s3 encryption", {"s3-encryption-options", "s3-default-encryption"}),
        ("s3 encrpytion", {"s3-encryption-options", "s3-default-encryption"}),
    ],
)
def test_what_may_mean_several_things_is_refused_with_them(text: str, near: set[str]) -> None:
    with pytest.raises(Refused, match="about-unclear") as refused:
        resolve_about(BANK, text)
    offered = refused.value.values["near"]
    assert isinstance(offered, tuple)
    assert {about.id for about in offered} == near == set(found(text))


@pytest.mark.parametrize("text", ["zebras", "???", "dynamo zebras", "é" * 500])
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="about-unknown"):
        resolve_about(BANK, text)


def test_only_what_has_questions_is_offered() -> None:
    assert {about.id for about in abouts(BANK)} & {"9", "section.9"} == set()
    assert by_id(BANK, "section.9") is None
    assert by_id(BANK, "section.8") == About("section", "section.8", "DynamoDB")


def test_before_anything_is_typed_domains_come_first() -> None:
    assert found("")[:3] == ["1", "2", "3"]


@given(st.text())
def test_whatever_is_typed_finds_something_or_is_refused(text: str) -> None:
    assert len(find_about(BANK, text)) <= MOST_FOUND
    with suppress(Refused):
        about = resolve_about(BANK, text)
        assert about is None or about in abouts(BANK)


@given(st.sampled_from(abouts(BANK)))
def test_an_id_and_a_title_always_mean_what_carries_them(about: About) -> None:
    assert meant(about.id) == about.id
    assert meant(about.title) == about.id
