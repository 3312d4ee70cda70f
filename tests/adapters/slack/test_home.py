"""App Home: what a person finds there, and what pressing it does."""

from __future__ import annotations

from tests.adapters.slack.reading import card_of, labels, words_of
from tests.adapters.slack.stage import Stage
from tests.platforms.slack.people import Person
from tests.platforms.slack.world import Kind


async def home_of(person: Person) -> str:
    """Let a person open App Home; return all that it says."""
    await (await person.open_home()).view("home")
    return words_of((person.home or {})["blocks"])


async def test_it_shows_todays_question_my_progress_and_my_wishes(either: Stage) -> None:
    await either.set_up()
    await either.deliver_now()
    shown = await home_of(either.mei)
    for part in ("#study", "Today's question", "Your progress", "Your privacy", "Start something"):
        assert part in shown
    assert "Study group in #study" not in shown


async def test_it_shows_owners_their_groups(stage: Stage) -> None:
    await stage.set_up()
    shown = await home_of(stage.ada)
    assert "Study group in #study" in shown
    assert "Schedule" in labels((stage.ada.home or {})["blocks"])


async def test_a_paused_group_is_among_an_owners_groups(stage: Stage) -> None:
    await stage.set_up()
    await (await stage.study_bot(stage.ada, "pause")).message()
    assert "Resume" in labels((await (await stage.ada.open_home()).view("home"))["blocks"])


async def test_answering_there_is_answering_in_the_channel_and_shows_at_once(stage: Stage) -> None:
    await stage.set_up()
    message = await stage.deliver_now()
    await home_of(stage.mei)
    outcome = await stage.mei.press_in_view("A", home=True)
    assert "answer is" in words_of((await outcome.message("direct")).blocks)
    await outcome.sight("home")
    assert "answer is" in words_of((stage.mei.home or {})["blocks"])
    again = await (await stage.mei.press(message, "B")).message()
    assert "You had answered this one already" in words_of(again.blocks)


async def test_what_is_pressed_there_means_the_channel_it_stands_under(stage: Stage) -> None:
    other = stage.slack.channel(stage.team, name="other", people=[stage.ada])
    await stage.set_up()
    await (await stage.study_bot(stage.ada, "setup zone:Europe/Berlin", other)).message()
    shown = await home_of(stage.ada)
    assert "#study" in shown
    assert "#other" in shown
    blocks = (stage.ada.home or {})["blocks"]
    pause = next(one for one in blocks if one["block_id"].startswith(other.id) and "Pause" in labels([one]))
    button = next(one for one in pause["elements"] if one["text"]["text"] == "Pause")
    outcome = await stage.ada._act_in_view(stage.ada.home or {}, pause, button, None)
    assert card_of((await outcome.message("direct")).blocks).title == "Study group in #other"


async def test_a_quiz_begun_there_waits_in_the_direct_messages(stage: Stage) -> None:
    await stage.set_up()
    await home_of(stage.mei)
    await (await stage.mei.press_in_view("quiz", home=True)).view()
    outcome = await stage.mei.submit()
    assert "Quiz" in card_of((await outcome.message("direct")).blocks).title


async def test_a_private_channel_is_shown_to_its_members_alone(stage: Stage) -> None:
    hidden = stage.slack.channel(stage.team, name="hidden", kind=Kind.PRIVATE, people=[stage.ada])
    await (await stage.study_bot(stage.ada, "setup zone:Europe/Berlin", hidden)).message()
    assert "#hidden" in await home_of(stage.ada)
    assert "#hidden" not in await home_of(stage.mei)


async def test_another_tab_shows_nothing(stage: Stage) -> None:
    outcome = await stage.mei.open_home("messages")
    assert not outcome.error
    assert stage.mei.home is None


async def test_it_opens_with_a_sentence_where_there_is_no_group_yet(stage: Stage) -> None:
    assert "There is no study group here yet" in await home_of(stage.mei)


async def test_it_opens_all_the_same_where_channels_can_not_be_listed(stage: Stage) -> None:
    await stage.set_up()
    stage.slack.faults.refuse("users.conversations", "missing_scope", times=None)
    assert "No question is open" in await home_of(stage.mei)
