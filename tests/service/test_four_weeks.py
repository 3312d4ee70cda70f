"""A group of five lives through four weeks on the local page, by its time control.

Omar lives in another zone and answers in the middle of the group's night, Sofia joins late, Chidi leaves and deletes
everything, a question's key is corrected, the owner pauses until the day on which clocks change. All along, every
board, streak and recap is what a plain model says.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from adapters.web import adapter, world
from bot.chat.cards import Card
from bot.model.actor import Actor
from bot.model.posting import Daily
from bot.model.ruling import Kind, Ruling
from bot.storage import postings
from bot.study.answers import my_answer
from bot.study.boards import leaderboard
from bot.study.progress import progress
from bot.study.recaps import last_report
from bot.study.rulings import groups_reached, regrade_group, rule
from bot.study.verify import differences, open_twice
from bot.study.work import reads
from tests.contract.doors import Core, WebDoor
from tests.features.look import said
from tests.service.plain_model import WEEK, Given, PlainModel
from tests.support.bank import EXAM, small_bank

BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = date(2026, 3, 9)
DAY = timedelta(days=1)
BACK = date(2026, 3, 29)
"""The Sunday on which the pause ends, and Europe's clocks go forward."""

_open_daily = reads(postings.open_daily)
_daily = reads(postings.daily)


class Life:
    """The page, what happens on it, and the model beside it."""

    def __init__(self, core: Core, door: WebDoor) -> None:
        self.core, self.door = core, door
        self.model = PlainModel()
        self.chance = Random(2026)
        self.members = ["ada", "chidi", "mei"]
        self.first: list[Daily] = []

    def now(self) -> datetime:
        return self.core.clock()

    def today(self) -> date:
        return self.now().astimezone(BERLIN).date()

    async def until(self, day: date, at: time) -> None:
        """Move the page's time to a local moment of the group."""
        moment = datetime.combine(day, at, BERLIN).astimezone(UTC)
        await self.core.host.time.advance(moment - self.now())

    async def open(self) -> Daily | None:
        return await self.core.work.read(_open_daily, 1)

    async def answer(self, person: str, daily: Daily) -> None:
        """Let somebody press on the page: mostly right, sometimes not; the model notes it."""
        key = daily.question.key
        others = [option for option in daily.order if option not in key]
        chosen = key if self.chance.random() < 0.65 else frozenset([*others, *key][: len(key)])
        pressed = await self.door.press(person, f"1:answer:{daily.posting}:{daily.letters(chosen)}")
        assert isinstance(pressed, Card)
        assert pressed.title.startswith("Right!") == (chosen == key)
        self.model.appears(person)
        one = Given(person, daily.question.id, daily.question.domain, chosen, self.now(), self.today())
        self.model.answers.append(one)
        outcome = await self.core.work.read(my_answer, self.actor(person), daily.posting)
        assert outcome.streak == self.model.streak(person, newest_open=True)

    def actor(self, person: str) -> Actor:
        member = world.member(person)
        assert member is not None
        return world.actor(member, "en")

    async def check_boards(self) -> None:
        """Hold the three boards against the model, and what is kept against a recomputation."""
        today = self.today()
        monday = today - timedelta(days=today.weekday())
        for period, first in (("week", monday), ("month", today.replace(day=1)), ("all", date.min)):
            found = await self.core.work.read(leaderboard, self.actor("ada"), 1, period, None, self.now())
            rows = [(row.place, row.name.lower(), row.points, row.answers, row.correct) for row in found.rows]
            assert rows == self.model.board(first, today)
        newest_open = await self.open() is not None
        for person in {one.person for one in self.model.answers}:
            mine = await self.core.work.read(progress, self.actor(person), EXAM, found.group, self.now())
            assert mine is not None
            assert mine.streak == self.model.streak(person, newest_open=newest_open)
        assert not await self.core.work.read(differences, 1)
        assert not await self.core.work.read(open_twice)

    async def check_recap(self, monday: date) -> None:
        """Hold the newest recap, which reports the week of `monday`, against the model, and read it on the page."""
        report = await self.core.work.read(last_report, self.core.banks, 1)
        assert report is not None
        recap, week = report.recap, self.model.week(monday)
        assert (recap.monday, recap.given, recap.people) == (monday, len(week), len({one.person for one in week}))
        assert recap.days == tuple(len({one.person for one in week if one.local == monday + n * DAY}) for n in range(7))
        assert (recap.total.answers, recap.total.correct) == self.model.tally(week)
        for domain in recap.domains:
            tally = (domain.tally.answers, domain.tally.correct)
            assert tally == self.model.tally(one for one in week if one.domain == domain.domain)
        best = [row for row in self.model.board(monday, monday + WEEK - DAY) if row[2]]
        assert [(row.name.lower(), row.points) for row in report.best] == [(row[1], row[2]) for row in best[:3]]
        shown = await self.door.command("mei", "recap", {})
        assert isinstance(shown, Card)
        assert shown.title.startswith("Weekly recap")

    async def correct(self, daily: Daily) -> None:
        """Let the operator correct a key, as the program does."""
        question, work = daily.question, self.core.work
        others = [option for option in daily.order if option not in question.key]
        key = frozenset([*others, *sorted(question.key)][: question.choose])
        ruling = Ruling(EXAM, question.id, Kind.CORRECTED, question.revision, key, "", self.now())
        await work.write(rule, ruling)
        for group in [*await work.read(groups_reached, EXAM, question), None]:
            await work.write(regrade_group, group, EXAM, question, key, self.now())
        self.model.keys[question.id] = key

    async def live(self, day: date) -> None:
        """One day: the question at nine, answers at half past and in the night, boards all along."""
        await self.until(day, time(9, 30))
        daily = await self.open()
        if daily is not None and daily.for_date == day:
            self.model.keys[daily.question.id] = daily.question.key
            self.first.append(daily)
            for person in self.members:
                if person != "mei" or day.day % 5:
                    await self.answer(person, daily)
        if day.weekday() == 0 and day > BEGINS:
            await self.check_recap(day - WEEK)
        await self.check_boards()
        await self.until(day + DAY, time(0, 30))  # the next morning in Tokyo, and the day before in UTC
        if daily is not None and daily.for_date == day:
            await self.answer("omar", daily)
        await self.check_boards()


@pytest_asyncio.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def life(request: pytest.FixtureRequest) -> AsyncIterator[Life]:
    """The page over each database, on the Monday on which the group is set up."""
    core = Core(str(request.getfixturevalue(f"{request.param}_url")), {EXAM: small_bank(12)})
    core.clock.offset = datetime(2026, 3, 9, 6, 0, tzinfo=UTC) - core.clock()
    connection = adapter.connect(core.host)
    core.senders["web"] = connection.sender
    await core.http.start()
    try:
        async with ClientSession(headers={"Origin": core.http.address}) as browser:
            yield Life(core, WebDoor(core, connection, browser))
    finally:
        await connection.listener.stop()
        await core.http.stop()
        core.work.close()


@pytest.mark.slow
@pytest.mark.timeout(400)  # some twelve seconds alone; on a machine that does much else besides it takes its time
async def test_a_group_of_five_lives_through_four_weeks(life: Life) -> None:
    door, model = life.door, life.model
    await door.command("ada", "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    model.appears("ada")
    for number in range(28):
        day = BEGINS + number * DAY
        if number == 9:
            life.members.append("sofia")
        if number == 12:
            await life.correct(life.first[7])
            await life.check_boards()
        if number == 15:
            assert isinstance(await door.press("chidi", "1:delete-all"), Card)
            life.members.remove("chidi")
            model.forget("chidi")
            await life.check_boards()
        if number == 17:
            paused = await door.command("ada", "pause", {"until": BACK.isoformat()})
            assert "goes on by itself on Sun, Mar 29" in said(paused)
        if number == 21:
            await door.command("mei", "quiz", {"count": "1"})  # gives no points
            late = await door.press("sofia", f"1:answer:{life.first[0].posting}:A")
            assert isinstance(late, Card)
            assert late.title == "Too late for points"
        await life.live(day)
    asked = [one.for_date for one in life.first]
    assert asked == [BEGINS + n * DAY for n in range(28) if not 17 <= n < 20]
    await life.until(BEGINS + 28 * DAY, time(9, 30))
    await life.check_recap(BEGINS + 21 * DAY)
    report = await life.core.work.read(last_report, life.core.banks, 1)
    assert report is not None
    assert report.month == date(2026, 3, 1)
    march = model.board(date(2026, 3, 1), date(2026, 3, 31))
    assert [row.name.lower() for row in report.month_best] == [row[1] for row in march if row[2]][:3]
