"""The first day of a study group on the real program, which is killed between any two of its steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import system_clock
from tests.bank.builders import edit, questions_file, write_exam
from tests.service.program import Program, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_POSTING = re.compile(r'data-action="1:answer:(\d+)')
_MARKED = re.compile(r'<li class="([a-z-]+)"><span class="letter">([A-F])</span>')


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    running = Program(tmp_path)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def killed(program: Program) -> Callable[[], None]:
    """Kill the program and start it again."""

    def restart() -> None:
        program.kill()
        program.start()

    return restart


def test_a_day_of_a_study_group_survives_a_kill_between_any_two_steps(
    program: Program, killed: Callable[[], None]
) -> None:
    ada, chidi, mei, omar, sofia = (Visitor(program, name) for name in ("ada", "chidi", "mei", "omar", "sofia"))
    ada.command(f"/setup zone:{zone_at_eleven()} time:9:00")
    killed()
    ada.press(ada.feed()[-1], "1:post-now")
    killed()
    ada.move("hour")  # the killed program may have held a claim: its lease ends, and the message is looked up
    question = public_question(ada)
    posting, choose = asked(question)
    letters = "ABCDEF"[:choose]
    assert right_or_wrong(chidi.answer(posting, letters))
    killed()
    key = key_of(chidi)
    wrong = next(other for other in ("ABC"[:choose], "BCD"[:choose]) if other != key)
    assert mei.answer(posting, key).startswith("Right!")
    killed()
    assert omar.answer(posting, wrong).startswith("Not this time")
    assert [message["title"] for message in sofia.feed()] == [question["title"]]  # she has not answered: no key for her
    killed()
    ada.move("day")
    killed()
    assert_revealed_once(sofia, posting, key)
    assert_late(sofia, posting, letters)


def test_a_restart_finds_the_same_feed_and_every_old_button_works(program: Program, killed: Callable[[], None]) -> None:
    ada = Visitor(program, "ada")
    ada.command("/setup zone:America/New_York time:8:30")
    before = ada.feed()
    killed()
    assert ada.feed() == before
    ada.press(before[0], "1:sample:A")
    assert ada.feed()[-1]["title"] == "Right! You see it now, and nobody else does."


def test_the_program_says_what_comes_next_and_stops_when_asked(program: Program) -> None:
    assert any("no study group is set up" in line for line in program.said)
    Visitor(program, "ada").command("/setup zone:Asia/Tokyo time:21:00")
    assert program.stop() == 0
    assert program.said[-2:] == ["Stopping: what is under way ends first.", "Stopped."]
    program.start()
    assert any("the daily question in #dva-c02" in line and "(Asia/Tokyo)" in line for line in program.said)


def test_a_misspelt_setting_and_a_draft_are_told_and_stop_no_start(tmp_path: Path) -> None:
    own = write_exam(tmp_path / "own")
    edit(questions_file(own), "questions:\n", 'questions:\n  - {id: delays-02, draft: true, stem: ""}\n')
    program = Program(tmp_path, STUDYBOT_CONTENT_DIR=str(own), STUDYBOT_DISCORD_TOKE="very-secret")
    program.start()
    program.kill()
    [warned] = [line for line in program.said if "STUDYBOT_DISCORD_TOKE:" in line]
    assert warned.endswith("nothing reads it; write STUDYBOT_DISCORD_TOKEN if that is meant, or remove it")
    assert any(line.endswith("small (1 questions)") for line in program.said)
    [drafts] = [line for line in program.said if line.startswith("  Drafts")]
    assert drafts.endswith("1 question is left out; `studybot content check` says what each lacks")
    assert "very-secret" not in "".join(program.said)


def zone_at_eleven() -> str:
    """Return a zone in which it is past eleven now, so that no day ends and nothing falls due while the test runs."""
    return f"Etc/GMT{system_clock().hour - 11:+d}"


def public_question(visitor: Visitor) -> dict[str, object]:
    """Return the one open question's message."""
    [found] = [message for message in visitor.feed() if not message["private"] and "1:answer:" in message["html"]]
    return found


def asked(question: dict[str, object]) -> tuple[int, int]:
    html = str(question["html"])
    found = _POSTING.search(html)
    assert found
    return int(found[1]), 3 if "Choose THREE" in html else 2 if "Choose TWO" in html else 1


def right_or_wrong(title: str) -> bool:
    return title.startswith(("Right!", "Not this time"))


def key_of(visitor: Visitor) -> str:
    """Return the key's letters as this member's feedback marks them."""
    html = visitor.feed()[-1]["html"]
    return "".join(letter for mark, letter in _MARKED.findall(html) if mark in ("key", "chosen-key"))


def assert_revealed_once(visitor: Visitor, posting: int, key: str) -> None:
    public = [message for message in visitor.feed() if not message["private"]]
    revealed = [message for message in public if f'"1:practise:{posting}"' in message["html"]]
    assert len(revealed) == 1
    assert "".join(letter for mark, letter in _MARKED.findall(revealed[0]["html"]) if mark == "key") == key
    opened = [message for message in public if "1:answer:" in message["html"]]
    assert len(opened) == 1  # the next question
    assert "67%" in revealed[0]["html"] or "33%" in revealed[0]["html"]


def assert_late(visitor: Visitor, posting: int, letters: str) -> None:
    revealed = next(message for message in visitor.feed() if f'"1:practise:{posting}"' in message["html"])
    visitor.press(revealed, f"1:mine:{posting}")
    assert visitor.feed()[-1]["title"] == "Too late for points"
    visitor.press(visitor.feed()[-1], f"1:practise:{posting}")
    assert "Practice" in visitor.feed()[-1]["title"]
