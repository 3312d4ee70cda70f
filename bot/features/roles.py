"""Which role a group's questions alert, and which may do what owners may."""

from __future__ import annotations

from bot.chat.actions import pack
from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, Field, Fields, Tone, text
from bot.chat.declare import NOBODY, CommandOption, Feature, Who, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine
from bot.i18n import Words
from bot.model.group import Group
from bot.study.settings import set_managers, set_ping

feature: Feature[App] = Feature()

# Where an option takes roles and nothing else, its summary is the place to say how one is taken away.
ALERT = CommandOption[App](
    "alert", mark("The role that each daily question alerts; send the command alone to take it away"), role=True
)
MANAGE = CommandOption[App](
    "manage",
    mark("The role whose members may manage this group too; send the command alone to take it away"),
    role=True,
)


@feature.command(
    "roles", mark("Whom the question alerts, and who else manages this group"), ALERT, MANAGE, who=Who.OWNER
)
async def roles(app: App, call: Call) -> Reply:
    """Set the roles that were given, take away those for which nobody was, and show both."""
    group = await group_of(app, call)
    if call.values.get("manage"):
        _require_platform_manager(call)
        group = await app.work.write(set_managers, group.id, *_role(call, "manage"))
    if call.values.get("alert"):
        group = await app.work.write(set_ping, group.id, *_role(call, "alert"))
    return Tell(roles_card(mine(call), group))


@feature.on("no-alert", Who.OWNER)
async def pressed_no_alert(app: App, call: Call) -> Reply:
    """Alert nobody."""
    group = await group_of(app, call)
    return Change(roles_card(mine(call), await app.work.write(set_ping, group.id, "", "")))


@feature.on("no-managers", Who.OWNER)
async def pressed_no_managers(app: App, call: Call) -> Reply:
    """Let nobody manage the group but those who manage the workspace."""
    _require_platform_manager(call)
    group = await group_of(app, call)
    return Change(roles_card(mine(call), await app.work.write(set_managers, group.id, "", "")))


def roles_card(w: Words, group: Group) -> Card:
    """Return both roles with the buttons that take them away."""
    buttons = []
    if group.ping_role:
        buttons.append(Button(w.t("Alert nobody"), pack("no-alert")))
    if group.manager_role:
        buttons.append(Button(w.t("Nobody else manages"), pack("no-managers")))
    facts = Fields(
        (
            Field(w.t("Alerts"), group.ping_name or group.ping_role or w.t("Nobody")),
            Field(w.t("Managed also by"), group.manager_name or group.manager_role or w.t("Nobody else")),
        )
    )
    said = w.t("Each daily question alerts that role alone, once. Change either with /roles.")
    title = w.t("Roles of #{channel}", channel=group.channel_name)
    return Card(title, (facts, text(said), *((Buttons(tuple(buttons)),) if buttons else ())), Tone.PLAIN)


def _role(call: Call, option: str) -> tuple[str, str]:
    """Return the role that an option names and what people call it, nothing for nobody."""
    role = call.values[option]
    return ("", "") if role == NOBODY.value else (role, call.labels.get(option, ""))


def _require_platform_manager(call: Call) -> None:
    """Who manages a group is for those to say whom the platform lets manage all: a role can't pass itself on."""
    if not call.actor.may_manage:
        raise Refused("owner-only")
