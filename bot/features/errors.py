"""From an error's code to the sentence that a person reads: what happened, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.chat.calls import Call
from bot.chat.cards import Card, Tone, text
from bot.chat.declare import mark
from bot.chat.port import Permanent, SendError
from bot.errors import Busy, Refused, StorageDown, StudybotError, Unconfirmed
from bot.features.app import App, mine
from bot.i18n import Words

log = logging.getLogger(__name__)


def explain(app: App, call: Call, error: StudybotError) -> Card:
    """Return the private card for an error that ended a call."""
    w = mine(call)
    not_yet = isinstance(error, Refused) and error.code in _NOT_YET
    title = w.t("Not yet") if not_yet else w.t("That did not work")
    return Card(title, (text(error_sentence(w, error)),), Tone.WARNING)


def error_sentence(w: Words, error: StudybotError) -> str:
    """Return the sentence for any error of ours."""
    if isinstance(error, Refused):
        return sentence(w, error)
    if isinstance(error, Unconfirmed):
        return w.t("This could not be confirmed yet. Please press again: nothing counts twice.")
    if isinstance(error, Busy | StorageDown):
        return w.t("I can't reach my memory right now, so nothing was saved. Please try again in a minute.")
    if isinstance(error, Permanent):
        return sentence(w, Refused(error.code))
    if isinstance(error, SendError):
        return w.t("The chat did not take the message. Please try again in a minute.")
    log.error("no words for %r", error)
    return w.t("Something went wrong, and it has been noted. Please try again.")


def sentence(w: Words, refused: Refused) -> str:
    """Return the sentence for a refusal; a code without one is a fault of ours, noted in the log."""
    if refused.code in _WORDED:
        return _WORDED[refused.code](w, refused)
    if refused.code not in _SENTENCES:
        log.error("no words for the refusal %r", refused.code)
        return w.t("Something went wrong, and it has been noted. Please try again.")
    values = {name: _listed(w, value) for name, value in refused.values.items()}
    return w.t(_SENTENCES[refused.code], **values)


def codes() -> tuple[str, ...]:
    """Return the code of every refusal that has words."""
    return (*_WORDED, *_SENTENCES)


def _listed(w: Words, value: object) -> object:
    return w.list([str(item) for item in value]) if isinstance(value, tuple | list) else value


def _either(w: Words, value: object) -> object:
    return w.either([str(item) for item in value]) if isinstance(value, tuple | list) else value


def _zone(w: Words, refused: Refused) -> str:
    zone = refused.values["zone"]
    if near := refused.values.get("near"):
        return w.t("There is no time zone called “{zone}”. Did you mean {near}?", zone=zone, near=_either(w, near))
    return w.t("There is no time zone called “{zone}”. Type a large city near you, such as Berlin.", zone=zone)


def _no_group(w: Words, refused: Refused) -> str:
    if channels := refused.values.get("channels"):
        said = mark("This channel is no study group. Look in {channels}. To make this one a group, use /setup.")
        return w.t(said, channels=_either(w, channels))
    return w.t("There is no study group here yet. Whoever manages this workspace can make one with /setup.")


def _choose(w: Words, refused: Refused) -> str:
    n = refused.values["n"]
    return w.tn("Choose exactly {n} option.", "Choose exactly {n} options.", n if isinstance(n, int) else 1)


_NOT_YET = {"not-answered", "still-open"}
"""Refusals of what will work later: nothing went wrong."""

_WORDED: dict[str, Callable[[Words, Refused], str]] = {
    "zone-unknown": _zone,
    "no-group": _no_group,
    "choose": _choose,
}

_SENTENCES: dict[str, str] = {
    "time-unclear": mark("“{text}” is not a time. Write it like 9:00 or 5:30 pm."),
    "days-unclear": mark("“{text}” names no days. Write daily, weekdays, or a list such as mon, wed, fri."),
    "reveal-unclear": mark("“{text}” is no time for the reveal. Write next, or a number of hours from 1 to 72."),
    "zone-missing": mark("Which time zone? Type the name of a city, such as Berlin, and choose one."),
    "date-unclear": mark("“{text}” is no date. Write it such as 24 Dec or 2026-12-24."),
    "too-many-days": mark("That is more than {n} days off. Pause the group instead."),
    "until-past": mark("A pause ends on a day to come. Choose a later one."),
    "exam-past": mark("That day is over. Choose one to come, or leave it empty."),
    "not-next": mark("That question is not the next one any more. /settings shows what is."),
    "not-skipped": mark("That question is not skipped any more. /settings shows which one is next."),
    "skip-over": mark("Its time has passed. If it was today's, Questions in /settings can still post it now."),
    "answered-already": mark("Somebody has answered it by now, so it can't be replaced. You can still withdraw it."),
    "withdrawn": mark("This question was withdrawn, so it counts for nobody. The next one comes as usual."),
    "replaced": mark("This question has just been changed. Look at its message again, and answer that one."),
    "nothing-asked": mark("No question has been asked here yet."),
    "period-unknown": mark("“{text}” is no period. Choose week, month or all."),
    "domain-unknown": mark("“{text}” is none of the exam's domains. They are {domains}."),
    "not-a-member": mark("You are no member of this group yet: your first answer makes you one."),
    "nothing-stored": mark("Nothing is stored about you."),
    "about-unknown": mark("I know nothing about “{text}”. Type a part of a name, such as security, or leave it empty."),
    "about-unclear": mark("“{text}” may mean several things. Choose one of them."),
    "count-unclear": mark("“{text}” is no number of questions. Write one from 1 to 30."),
    "quiz-empty": mark("There is nothing to ask about that right now. Try something else, or try again tomorrow."),
    "nothing-to-read": mark("There is nothing to read about that any more. /note finds other topics."),
    "quiz-gone": mark("That quiz is not yours, or no longer there. /quiz starts one of your own."),
    "exam-gone": mark("That mock exam is not yours, or no longer there. /exam starts one of your own."),
    "exam-length": mark("“{text}” is no length of a mock exam. Write a number of questions from {least} to {most}."),
    "exam-empty": mark("There is no question for a mock exam right now. Try again tomorrow."),
    "exam-unknown": mark("There is no exam called “{text}”. Use /setup with nothing beside it to choose one."),
    "owner-only": mark("Only people who manage this workspace can do that. Ask one of them."),
    "no-channel": mark("That works only in a channel. Go to the one you mean and try again there."),
    "which-group": mark("There are several study groups: {channels}. Use the command in the one you mean."),
    "already-set-up": mark("This channel is a study group already. /settings shows and changes it."),
    "permissions-missing": mark(
        "I can't post in #{channel} yet. I still need: {missing}. Grant that and try again; nothing has changed."
    ),
    "not-paused": mark("The group is not paused; its next question is coming. /settings shows when."),
    "paused": mark("The group is paused. Use /resume first."),
    "already-today": mark("Today's question is out already. /today shows it to you."),
    "no-question": mark("Every question is in use in this workspace right now. Try again tomorrow."),
    "question-gone": mark("That question is no longer there. /today shows the present one."),
    "not-answered": mark("You have not answered this question yet. Press one of its letters."),
    "still-open": mark("This question is still open, so its answer stays a secret. Try again later."),
    "closed": mark("This question has been revealed, so answers to it no longer count."),
    "command-unknown": mark("There is no command /{name}. /help lists them all."),
    "action-unknown": mark("This button is from another version of Studybot. Use /today or /help instead."),
    "not-unclear": mark("That is settled by now; there is nothing to post again."),
    "late": mark("It is too late for that one: its time is over. The next one comes by itself."),
    "paused-owner": mark("The group was paused by somebody who manages this workspace; /resume starts it again."),
    "paused-channel-gone": mark("The group is paused: its channel is gone, or I can no longer see it."),
    "paused-no-permission": mark("The group is paused: I am not allowed to post in its channel."),
    "paused-workspace-gone": mark("The group is paused: I can no longer reach the workspace."),
    "channel-gone": mark("I can't find that channel. If it is there, let me in and try again."),
    "no-permission": mark("I am not allowed to post there. Let me in and try again."),
    "workspace-gone": mark("I can no longer reach this workspace. Whoever manages it can install me again."),
    "person-unreachable": mark("That person takes no direct messages from me."),
}
