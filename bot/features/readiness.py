"""Readiness in words: how the exam would go today, how sure that is, and what would help most."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.cards import Block, Style, Table, text
from bot.i18n import Words
from bot.model.exam import Exam
from bot.model.readiness import Readiness, TooFew

_SURE, _UNSURE = 0.95, 0.05


def readiness_blocks(w: Words, exam: Exam, found: Readiness | TooFew) -> tuple[Block, ...]:
    """Return what can be said of a person's readiness for an exam."""
    if isinstance(found, TooFew):
        said = w.tn(
            "{n} answer more, and I can estimate how the exam would go.",
            "{n} answers more, and I can estimate how the exam would go.",
            found.missing,
        )
        return (text(w.t("If you sat the exam today"), Style.STRONG), text(said))
    return (
        text(w.t("If you sat the exam today"), Style.STRONG),
        text(_estimate(w, exam, found)),
        _by_domain(w, exam, found),
        *(text(sentence) for sentence in _reasons(w, exam, found)),
        text(
            w.t(
                "Estimated from {n} answers: recent ones count most, and repeated questions for little. The real exam "
                "may be harder or easier than the questions here.",
                n=w.number(found.answers),
            ),
            Style.QUIET,
        ),
    )


def chance_words(w: Words, chance: float) -> str:
    """Return a chance to pass as people say it: no closer than it is known."""
    if chance >= _SURE:
        return w.t("more than 9 in 10")
    if chance < _UNSURE:
        return w.t("less than 1 in 10")
    return w.t("about {n} in 10", n=w.number(min(9, max(1, round(chance * 10)))))


def _estimate(w: Words, exam: Exam, found: Readiness) -> str:
    return w.t(
        "About {score} points, and 8 times out of 10 between {low} and {high}. It takes {mark} to pass: your chance is "
        "{chance}.",
        score=w.number(found.score),
        low=w.number(found.low),
        high=w.number(found.high),
        mark=w.number(exam.form.pass_mark),
        chance=chance_words(w, found.chance),
    )


def _by_domain(w: Words, exam: Exam, found: Readiness) -> Table:
    rows = tuple(
        (
            domain.title,
            w.percent(round(one.share * 100)),
            w.t("{low} to {high}", low=w.percent(round(one.low * 100)), high=w.percent(round(one.high * 100))),
            w.number(round(one.lost)),
        )
        for domain in exam.domains
        for one in [found.domains[domain.id]]
    )
    columns = (w.t("Domain"), w.t("Expected right"), w.t("Likely range"), w.t("Questions lost"))
    return Table(columns, rows, numeric=(1, 2, 3))


def _reasons(w: Words, exam: Exam, found: Readiness) -> Iterator[str]:
    """Yield what would help most, and why the estimate is no surer."""
    costliest = exam.domain_by_id[found.costliest]
    yield w.t(
        "{domain} costs most: about {lost} of its {n} questions would be wrong.",
        domain=costliest.title,
        lost=w.number(round(found.domains[costliest.id].lost)),
        n=w.number(found.domains[costliest.id].questions),
    )
    if found.thin:
        thin = w.list([exam.domain_by_id[id].title for id in found.thin])
        yield w.t("Little is known of how you do in {domains}: answers there would narrow the range.", domains=thin)
    if found.stale:
        yield w.t("Most of your answers are weeks old: new ones would narrow the range.")
