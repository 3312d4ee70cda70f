"""What the answers in the database say about questions."""

from __future__ import annotations

from bot.study.items import item_figures
from tests.support.answered import answered
from tests.support.bank import small_bank
from tests.support.store import Store


def test_first_answers_count_and_later_ones_do_not(store: Store) -> None:
    bank = small_bank()
    answered(store.database, bank, "bbc", again=1)
    answered(store.database, bank, "aab", again=0)
    item = store.read(item_figures, bank)[0]
    assert (item.answers, item.right, dict(item.chosen)) == (3, 2, {"a": 2, "b": 1, "c": 0, "d": 0})


def test_an_answer_to_another_revision_or_exam_is_not_one_to_this(store: Store) -> None:
    answered(store.database, small_bank(), "ab", revision="0" * 12)
    answered(store.database, small_bank(exam="other"), "ab", again=1)
    assert store.read(item_figures, small_bank())[0].answers == 0
