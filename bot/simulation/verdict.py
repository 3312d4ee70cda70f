"""Doubles and misses, counted from what the platforms received, against the plain calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.simulation import calendar
from bot.simulation.calendar import Owed
from bot.simulation.faults import Span
from bot.simulation.groups import OWNER, Group
from bot.simulation.platform import Message, Platform

_UNDER_WAY = timedelta(seconds=30)
"""A message may be accepted so much after its last moment: sending it had begun before."""

_REACHABLE = timedelta(minutes=30)
"""A platform that was there for so long on end could have been posted to, whatever the waits between tries were."""

_STORED = {"question": "daily", "recap": "recap", "reveal": "reveal"}

Ledger = Mapping[tuple[str, date], str]
"""What the program recorded of a group: (kind as stored, date) → state."""


@dataclass
class Verdict:
    """What came of all that was owed: seconds late by kind; doubles and misses by what they are.

    `skipped` could not be posted and is recorded with its reason; `unclear` may be there, nobody can look, and the
    owner was told, or that got lost as well: a direct message can't be looked up either, and is not repeated.
    """

    late: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in _STORED})
    doubles: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    skipped: int = 0
    unclear: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing came twice and nothing is missing."""
        return not self.doubles and not self.misses


@dataclass(frozen=True)
class Life:
    """The time that is judged, `begin` to `end`; what came up to `closing` still counts."""

    begin: datetime
    end: datetime
    closing: datetime


def judge_notices(platform: Platform, verdict: Verdict) -> None:
    """Count direct messages that came twice."""
    count = Counter((workspace, user, marker) for workspace, user, marker, _ in platform.told)
    verdict.doubles += [
        f"notice {marker} to {user} of {workspace}" for (workspace, user, marker), n in count.items() if n > 1
    ]


@dataclass
class Case:
    """One group: what it got, and what it should have got."""

    group: Group
    platform: Platform
    outages: Sequence[Span]
    life: Life
    ledger: Callable[[], Ledger]
    verdict: Verdict

    def judge(self) -> None:
        """Add to the verdict what became of everything that was owed to the group."""
        life = self.life
        asked = self._matched("question", list(calendar.questions(self.group, life.begin, life.closing)))
        self._matched("recap", list(calendar.recaps(self.group, life.begin, life.closing)))
        announced = Counter(one.reply_to for one in self._received("announcement"))
        for owed, message in asked.items():
            self._judge_reveal(owed, message, announced.pop(message.ref, 0))
        extra = [*announced.elements(), *(one.ref for one in self._received("reveal"))]
        self.verdict.doubles += [f"{self._name('reveal')} beside {ref}" for ref in extra]

    def _matched(self, kind: str, owed: Sequence[Owed]) -> dict[Owed, Message]:
        """Return what came for each; count what came twice or unasked, and what did not come."""
        came: dict[Owed, Message] = {}
        for message in self._received(kind):
            mine = next((one for one in reversed(owed) if one.at <= message.at), None)
            if mine is None or message.at > mine.until + _UNDER_WAY or mine in came:
                self.verdict.doubles.append(f"{self._name(kind)} at {message.at:%Y-%m-%d %H:%M:%S}")
            else:
                came[mine] = message
        for one in owed:
            if one.at > self.life.end:
                break
            if one in came:
                self.verdict.late[kind].append((came[one].at - one.at).total_seconds())
            elif not self._gone(one.at):
                self._absent(one)
        return came

    def _judge_reveal(self, question: Owed, message: Message, announced: int) -> None:
        due = calendar.reveal(self.group, question, message.at)
        shown = message.revealed_at
        if self._unreadable and self._recorded("daily", question.day) != "posted":
            return  # whoever does not know that a question is there does not reveal it
        if announced > 1 or (shown is not None and shown < due):
            self.verdict.doubles.append(f"{self._name('reveal')} of {question.day}")
        if due > self.life.end or self._gone(due):
            return
        following = next(calendar.questions(self.group, due - timedelta(microseconds=1), due), None)
        if shown is None or (following is None and not announced):
            self._absent(Owed("reveal", question.day, due, self.life.closing))
        else:
            self.verdict.late["reveal"].append((shown - due).total_seconds())

    def _absent(self, owed: Owed) -> None:
        """Count something that did not come: nobody could have posted it, nobody can tell, or it is a miss."""
        state = self._recorded(_STORED[owed.kind], owed.day)
        if state == "unclear" and self._unreadable and self._told(owed.at):
            self.verdict.unclear += 1
        elif state in {"skipped", "failed"} and not self._could_be_posted(owed):
            self.verdict.skipped += 1
        else:
            self.verdict.misses.append(f"{self._name(owed.kind)} of {owed.day}: recorded as {state}")

    def _could_be_posted(self, owed: Owed) -> bool:
        gone = self.platform.gone.get(self._channel)
        spans = [*self.outages, *([(gone, datetime.max.replace(tzinfo=gone.tzinfo))] if gone else [])]
        away = sorted(span for span in spans if span[0] < owed.until and span[1] > owed.at)
        free = owed.at
        for begin, end in away:
            if begin - free >= _REACHABLE:
                return True
            free = max(free, end)
        return not away or owed.until - free >= _REACHABLE

    def _gone(self, moment: datetime) -> bool:
        """Whether the channel had been lost by then: its group is paused, and owed nothing."""
        gone = self.platform.gone.get(self._channel)
        return gone is not None and gone <= moment

    def _told(self, since: datetime) -> bool:
        mine = (self.group.workspace, OWNER)
        words = [*((workspace, user, at) for workspace, user, _, at in self.platform.told), *self.platform.lost]
        return any((workspace, user) == mine and at >= since for workspace, user, at in words)

    def _received(self, kind: str) -> list[Message]:
        return [one for one in self.platform.channels.get(self._channel, []) if one.kind == kind]

    def _recorded(self, kind: str, day: date) -> str:
        return self._ledger.get((kind, day), "nothing")

    def _name(self, kind: str) -> str:
        return f"{kind} in {self.group.adapter}/{self.group.workspace}/{self.group.channel}"

    @property
    def _channel(self) -> tuple[str, str]:
        return self.group.workspace, self.group.channel

    @property
    def _unreadable(self) -> bool:
        return self.group.workspace in self.platform.unreadable

    @cached_property
    def _ledger(self) -> Ledger:
        return self.ledger()
