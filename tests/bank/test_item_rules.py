"""Each rule on a single question: one edit that breaks it, and edits near by that don't."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.bank.catalogue import RULE_TEXTS
from bot.bank.exam_rules import Rules
from bot.model.question import Option, Question
from tests.bank.builders import broken, good_question, shipped_rules, with_option, with_texts

GOOD = good_question()
RULES = shipped_rules()


def stem(text: str) -> Question:
    return replace(GOOD, stem=text)


def asked(sentence: str) -> Question:
    return stem(GOOD.stem.replace("Which setting meets this need?", sentence))


def why(text: str) -> Question:
    return with_option(GOOD, 1, why=text)


def cited(url: str, evidence: str = "stored") -> Question:
    return replace(GOOD, references=(replace(GOOD.references[0], url=url, evidence=evidence),))


def multiple(keys: int, of: int, ending: str) -> Question:
    options = tuple(Option("abcdef"[n], f"A setting of the queue, {'x' * n}", n < keys, "So it is.") for n in range(of))
    return replace(GOOD, type="multiple", options=options, stem=f"{GOOD.stem} {ending}".strip())


def test_the_good_question_breaks_nothing() -> None:
    assert broken(GOOD, RULES) == set()


BREAKING = [
    ("Q01", asked("Name the setting that meets this need.")),
    ("Q01", asked("Which setting? And why does it meet this need?")),
    ("Q01", multiple(2, 5, "Name them. (Choose TWO.)")),
    ("Q02", stem("Which setting delays messages?")),
    ("Q02", stem("word " * 120 + "and which is it?")),
    ("Q03", stem("extraordinarily " * 60 + "which is it?")),
    ("Q04", with_option(GOOD, 0, text="x" * 241)),
    ("Q05", why("x" * 301)),
    ("Q06", replace(multiple(3, 6, "(Choose THREE.)"), stem="s" * 3300)),
    ("Q07", with_option(GOOD, 1, correct=True)),
    ("Q07", with_option(GOOD, 0, correct=False)),
    ("Q07", replace(GOOD, options=GOOD.options[:3])),
    ("Q07", multiple(3, 5, "(Choose THREE.)")),
    ("Q08", multiple(2, 5, "")),
    ("Q08", multiple(2, 5, "(Choose THREE.)")),
    ("Q08", multiple(2, 5, "(Choose two.)")),
    ("Q08", stem(GOOD.stem + " (Choose ONE.)")),
    ("Q09", asked("Which setting does not meet this need?")),
    ("Q09", asked("Every setting meets this need except which?")),
    ("Q10", with_option(GOOD, 3, text="None of the above")),
    ("Q10", with_option(GOOD, 3, text="All of the above settings")),
    ("Q11", with_texts(GOOD, "A delay " + "x" * 40, "A longer timeout", "A wait", "A period")),
    ("Q12", with_option(GOOD, 1, text="A timeout that always holds")),
    ("Q12", with_option(GOOD, 1, text="Only a longer timeout")),
    ("Q13", with_texts(GOOD, "30 seconds", "20 seconds", "60 seconds", "90 seconds")),
    ("Q13", with_texts(GOOD, "1 second", "20 seconds", "60 seconds", "90 seconds")),
    ("Q13", replace(with_texts(GOOD, "1,000 ms", "200 ms", "60 ms", "9 ms"), shuffle=False)),
    ("Q14", why("Unlike option A, it hides nothing.")),
    ("Q14", why("It is what answer c says.")),
    ("Q14", why("B would be right with more time.")),
    ("Q14", why("Together with (d) it fails.")),
    ("Q14", why("A and C hide it.")),
    ("Q15", why('As in\n```json\n{"a": 1,}\n```')),
    ("Q15", why("As in\n```yaml\na: [1\n```")),
    ("Q15", why("As in\n```json\n{}")),
    ("Q16", why("It needs s3>GetObject.")),
    ("Q16", why("It needs S3:GetObject.")),
    ("Q16", why("It needs `s3:getObject`.")),
    ("Q17", replace(GOOD, references=(replace(GOOD.references[0], url="https://example.org/docs.aws.amazon.com"),))),
    ("Q17", replace(GOOD, references=())),
    ("Q18", with_option(GOOD, 1, text="a longer receive wait  time.")),
    ("Q18", with_option(GOOD, 1, id="a")),
    ("Q19", stem(GOOD.stem.replace("must first see", "may get after a delivery"))),
    (
        "Q21",
        replace(
            GOOD, references=(replace(GOOD.references[0], url="https://docs.aws.amazon.com/de_de/guide.html"),)
        ),
    ),
    ("Q21", replace(GOOD, references=(replace(GOOD.references[0], url="https://docs.aws.amazon.com/guide.md"),))),
    ("Q23", cited("https://docs.aws.amazon.com/lambda/latest/dg/invocation")),
    ("Q23", cited("https://docs.aws.amazon.com/lambda//dg/invocation.html")),
    ("Q23", cited("https://docs.aws.amazon.com/lambda/latest/dg/invocation.html#")),
    ("Q23", cited("https://docs.aws.amazon.com/…/invocation.html")),
    ("Q23", cited("https://docs.aws.amazon.com")),
    ("Q23", cited("https://aws.amazon.com/?nc2=h_lg")),
    ("Q24", cited("https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html", "recalled")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "question"), BREAKING)
def test_a_rule_fires(rule: str, question: Question) -> None:
    assert rule in broken(question, RULES)


OF_THE_BANK = {"Q20", "Q22", "Q25", "Q26"}  # on several questions, or on days and texts that are given


def test_every_rule_on_a_question_has_an_example_that_breaks_it() -> None:
    rules = {id_ for id_ in RULE_TEXTS if id_.startswith("Q")}
    assert {rule for rule, _ in BREAKING} == rules - OF_THE_BANK


HOLDING = [
    ("Q01", asked("Which setting fits `https://example.org/?a=b`, and meets this need?")),
    ("Q01", multiple(2, 5, "(Choose TWO.)")),
    ("Q02", replace(stem("Which setting delays messages?"), recall=True)),
    ("Q03", stem("x" * 899 + "?")),
    ("Q04", with_option(GOOD, 0, text="x" * 240)),
    ("Q05", why("x" * 300)),
    ("Q07", multiple(2, 5, "(Choose TWO.)")),
    ("Q07", multiple(3, 6, "(Choose THREE.)")),
    ("Q08", multiple(2, 5, "(Choose TWO.)")),
    ("Q08", multiple(3, 6, "(Choose THREE.)")),
    ("Q09", asked("Which setting does NOT meet this need?")),
    ("Q09", stem("The messages must not be lost. " + GOOD.stem)),
    ("Q11", with_texts(GOOD, "x" * 39, "A longer timeout", "A wait", "A period")),
    ("Q11", with_texts(GOOD, "x" * 60, "y" * 30, "z" * 40, "v" * 50)),
    ("Q12", with_option(with_option(GOOD, 0, text="Only a delivery delay"), 1, text="Only a longer timeout")),
    ("Q12", with_option(GOOD, 0, text="Always a delivery delay")),
    ("Q12", with_option(GOOD, 1, text="A timeout of `only` for commonly used queues")),
    ("Q13", replace(with_texts(GOOD, "1 second", "20 seconds", "60 seconds", "1,000 seconds"), shuffle=False)),
    ("Q13", with_texts(GOOD, "30 seconds", "20 minutes", "60 hours", "90 days")),
    ("Q13", with_texts(GOOD, "30 seconds", "20 seconds", "60 seconds", "No delay")),
    ("Q14", why("An option a developer would take; A timeout hides it. A and an are articles.")),
    ("Q14", why("A record of class `B` is kept. Plan A-1 has an answer as well.")),
    ("Q15", why('As in\n```json\n{"a": 1}\n```\nand\n```yaml\na: !Ref B\n```')),
    ("Q15", why("As in\n```\n{not: [json\n```")),
    ("Q16", why("It needs s3:GetObject, s3:Get* and `dynamodb:BatchGetItem`.")),
    ("Q16", why("`arn:aws:states:::dynamodb:putItem`, Fn::GetAtt, kms:ViaService and the operation GetItem.")),
    ("Q17", replace(GOOD, references=(replace(GOOD.references[0], url="https://aws.amazon.com/sqs/faqs/"),))),
    ("Q19", stem(GOOD.stem.replace("must first see", "read from the queue, and see"))),
    ("Q21", replace(GOOD, references=(replace(GOOD.references[0], url="https://docs.aws.amazon.com/sdk/a.html"),))),
    ("Q23", cited("https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_Errors")),
    ("Q23", cited("https://docs.aws.amazon.com/lambda/")),
    ("Q23", cited("https://docs.aws.amazon.com/goto/WebAPI/kms-2014-11-01/Encrypt")),
    ("Q23", cited("https://aws.amazon.com/blogs/compute/a-post/")),
    ("Q23", cited("https://example.org/anything?at=all")),
    ("Q24", cited("https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html")),
    ("Q24", cited("https://docs.aws.amazon.com/lambda/latest/dg/welcome.html", "recalled")),
    ("Q24", cited("https://docs.aws.amazon.com/step-functions/latest/dg/what-is-step-functions.html", "recalled")),
    ("Q24", cited("https://docs.aws.amazon.com/lambda/", "recalled")),
]


@pytest.mark.parametrize(("rule", "question"), HOLDING)
def test_a_rule_stays_silent(rule: str, question: Question) -> None:
    assert rule not in broken(question, RULES)


def test_the_whole_is_counted_with_stem_options_and_whys() -> None:
    at_limit = msgspec.structs.replace(RULES, limits=msgspec.structs.replace(RULES.limits, whole=whole_length(GOOD)))
    under = msgspec.structs.replace(RULES, limits=msgspec.structs.replace(RULES.limits, whole=whole_length(GOOD) - 1))
    assert "Q06" not in broken(GOOD, at_limit)
    assert "Q06" in broken(GOOD, under)


def whole_length(question: Question) -> int:
    return len(question.stem) + sum(len(option.text + option.why) for option in question.options)


def test_another_exam_has_other_rules() -> None:
    other: Rules = msgspec.convert(
        {
            **msgspec.to_builtins(RULES),
            "references": {"hosts": ["example.org"], "forms": [], "discouraged": [], "landing": []},
            "permissions": {"example": "", "form": "", "alike": ""},
            "types": {"single": [{"options": 3, "keys": 1, "ending": "(Choose the best.)"}]},
        },
        Rules,
    )
    question = replace(GOOD, options=GOOD.options[:3], stem=GOOD.stem + " (Choose the best.)")
    assert broken(question, other) == {"Q17"}
    assert broken(replace(why("It needs s3>GetObject."), references=()), other) == {"Q07", "Q17"}
