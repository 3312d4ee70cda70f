"""The page and the login page as HTML, from templates that hold structure and no sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from adapters.web import world
from adapters.web.labels import labels
from adapters.web.world import Channel, Member
from bot.chat.declare import Command, Who
from bot.i18n import Words

FILES = Path(__file__).parent / "static"


def page(commands: Sequence[Command[Any]], protected: bool, spoken: Words) -> Markup:
    """Return the whole page; `protected` offers to log out."""
    said = labels(spoken)
    return _template("page.html").format(
        **said,
        language=spoken.language,
        channel_items=Markup("").join(_channel(one) for one in world.CHANNELS),
        member_items=Markup("").join(_member(at, one, said) for at, one in enumerate(world.MEMBERS)),
        leave=Markup('<form method="post" action="/logout"><button class="quiet">{}</button></form>').format(
            said["log_out"]
        )
        if protected
        else "",
        boot=_data({"words": said, "commands": [_command(one, spoken) for one in commands], **_people(spoken)}),
    )


def login(spoken: Words, fault: str = "") -> Markup:
    """Return the login page, with a sentence about what was wrong."""
    return _template("login.html").format(
        language=spoken.language,
        title=spoken.t("Log in to Studybot"),
        password=spoken.t("Password"),
        about=spoken.t("It is the one in {setting}.", setting="STUDYBOT_WEB_PASSWORD"),
        submit=spoken.t("Log in"),
        fault=fault,
    )


@cache
def _template(name: str) -> Markup:
    return Markup((Path(__file__).parent / name).read_text(encoding="utf-8"))  # noqa: S704  # a file of ours


def _channel(channel: Channel) -> Markup:
    return Markup(
        '<li><button type="button" class="channel" data-channel="{0}"><span class="hash" aria-hidden="true">#</span>'
        '<span class="name">{0}</span><span class="unread" hidden></span></button></li>'
    ).format(channel.id)


def _member(at: int, member: Member, said: Mapping[str, str]) -> Markup:
    return Markup(
        '<label><input type="radio" name="member" value="{}"><span class="avatar tint-{}" aria-hidden="true">{}</span>'
        '<span class="name">{}</span>{}</label>'
    ).format(
        member.id,
        at + 1,
        member.name[0],
        member.name,
        Markup('<span class="hidden">{}</span>').format(said["owner"]) if member.owner else "",
    )


def _people(spoken: Words) -> Mapping[str, object]:
    return {
        "channels": [{"id": one.id, "about": spoken.t(one.about)} for one in world.CHANNELS],
        "members": [{"id": one.id, "name": one.name, "owner": one.owner} for one in world.MEMBERS],
    }


def _command(command: Command[Any], spoken: Words) -> Mapping[str, object]:
    return {
        "name": command.name,
        "summary": spoken.t(command.summary),
        "owner": command.who is Who.OWNER,
        "options": [
            {
                "name": one.name,
                "summary": spoken.t(one.summary),
                "required": one.required,
                "complete": bool(one.complete or one.choices),
                "several": one.several,
            }
            for one in command.options
        ],
    }


def _data(values: object) -> Markup:
    """Return JSON that can stand inside a `script` element of data: no character in it can end the element."""
    json = msgspec.json.encode(values).decode()
    for sign in "<>&\u2028\u2029":
        json = json.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(json)  # noqa: S704  # holds no `<` any more
