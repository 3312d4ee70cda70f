"""The sentences of the page itself, for its HTML and its script."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiohttp import web

from bot.chat.page import Upcoming
from bot.i18n import Words, words

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def language(request: web.Request) -> Words:
    """Return the words of the language that the reader's browser asks for first."""
    tag = _TAG.match(request.headers.get("Accept-Language", "").strip())
    return words(tag[0] if tag else "en")


def labels(spoken: Words) -> Mapping[str, str]:
    """Return every label and sentence of the page by its name; what is in braces is filled in by the page's script."""
    return {**_places(spoken), **_composer(spoken), **_time(spoken), **_happenings(spoken)}


def _places(spoken: Words) -> Mapping[str, str]:
    t = spoken.t
    return {
        "channels": t("Channels"),
        "you_are": t("You are {name}", name="{name}"),
        "you_are_owner": t("You are {name}, the owner", name="{name}"),
        "owner": t("owner"),
        "direct": t("Studybot, to you alone"),
        "direct_about": t("What Studybot sends to you alone"),
        "open_sidebar": t("Channels and members"),
        "close": t("Close"),
        "theme": t("Light or dark"),
        "messages": t("Messages"),
        "newest": t("New messages"),
        "unread": t("{channel}, unread messages", channel="{channel}"),
        "skip": t("Skip to the command box"),
        "log_out": t("Log out"),
    }


def _composer(spoken: Words) -> Mapping[str, str]:
    t = spoken.t
    return {
        "type_as": t("Type / for commands, as {name}", name="{name}"),
        "command": t("Command"),
        "commands": t("All commands"),
        "send": t("Send"),
        "suggestions": t("Suggestions"),
        "owner_only": t("owner only"),
        "required": t("needed"),
        "suggested": t("Suggestions: {count}. Choose with the arrow keys.", count="{count}"),
        "empty_title": t("A quiet channel, ready for a study group"),
        "empty_owner": t("You are the owner. Set the group up, and its first question can be here in a minute."),
        "empty_member": t("{owner} is the owner and can set a study group up here.", owner="{owner}"),
        "empty_plain": t("Type / below to see what Studybot can do."),
        "empty_direct": t("Nothing here yet. What Studybot has to tell you alone will be here."),
        "empty_run": t("Set up this channel"),
        "empty_switch": t("Be {owner}", owner="{owner}"),
    }


def _time(spoken: Words) -> Mapping[str, str]:
    t = spoken.t
    return {
        "time": t("Time"),
        "times_of": t("Times are of {zone}.", zone="{zone}"),
        "time_about": t("This page can move its own time, to see what happens later."),
        "hour": t("+1 hour"),
        "day": t("+1 day"),
        "week": t("+1 week"),
        "next": t("Next"),
        "nothing_next": t("Nothing is planned yet."),
        "moving": t("Moving on…"),
    }


def _happenings(spoken: Words) -> Mapping[str, str]:
    t = spoken.t
    return {
        "new_message": t("New message: {title}", title="{title}"),
        "new_private": t("Only you can see this: {title}", title="{title}"),
        "lost": t("The connection is lost. Trying to reach Studybot again…"),
        "back": t("Connected again."),
        "unreachable": t("Studybot could not be reached. Nothing you typed is lost; try again."),
        "broken": t("Something went wrong in Studybot itself. Its log says what; try again."),
        "delete_title": t("Delete this message for everyone?"),
        "delete_about": t("Studybot will meet it as it would on any chat platform, where messages can vanish."),
        "delete": t("Delete"),
        "keep": t("Keep"),
        "choose_some": t("Choose first, then send."),
    }


def upcoming(item: Upcoming, spoken: Words) -> str:
    """Return what is due, without its time."""
    t = spoken.t
    said = {
        "daily": t("Question in #{channel}", channel=item.channel),
        "reveal": t("Answer in #{channel}", channel=item.channel),
        "recap": t("Weekly recap in #{channel}", channel=item.channel),
    }
    return said.get(item.kind, t("Message in #{channel}", channel=item.channel))
