"""auth.test, users.*, bots.*, team.*: who is who."""

from __future__ import annotations

from tests.platforms.slack import drawn
from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json


@method("auth.test", token="any")
def auth_test(call: Call) -> Json:
    assert call.token is not None
    if call.token.kind == "app":
        return {"app_name": call.world.app.name, "app_id": call.world.app.id}
    return {
        "url": f"https://{call.team.domain}.slack.com/",
        "team": call.team.name,
        "team_id": call.team.id,
        "user": call.team.bot.name,
        "user_id": call.team.bot.id,
        "bot_id": call.team.bot_id,
        "enterprise_id": call.team.enterprise,
        "is_enterprise_install": False,
    }


@method("users.info", "users:read")
def user_info(call: Call) -> Json:
    person = call.world.user(call.args.need("user"))
    if person is None:
        raise Refusal("user_not_found")
    if person.team != call.team.id and not _met(call, person.id):
        raise Refusal("user_not_found")
    told = drawn.user(person, call.team, call.world.clock())
    if call.args.flag("include_locale") and person.team == call.team.id:
        told["locale"] = person.locale
    return {"user": told}


@method("bots.info", "users:read")
def bot_info(call: Call) -> Json:
    if call.args.need("bot") != call.team.bot_id:
        raise Refusal("bot_not_found")
    app = call.world.app
    bot = {"id": call.team.bot_id, "deleted": False, "name": app.name, "app_id": app.id, "user_id": call.team.bot.id}
    return {"bot": bot}


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "enterprise_id": team.enterprise}}


def _met(call: Call, person: str) -> bool:
    """Whether a shared channel makes somebody of another workspace known here."""
    return any(call.team.id in one.teams and person in one.members for one in call.world.channels.values())
