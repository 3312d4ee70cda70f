"""oauth.v2.access, auth.revoke: how the app comes by its tokens and loses them."""

from __future__ import annotations

from tests.platforms.slack.methods.registry import Call, method
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.tokens import LIFETIME, Grant, Token
from tests.platforms.slack.world import Json


@method("oauth.v2.access", token="none")
def oauth_access(call: Call) -> Json:
    _check_client(call)
    if call.args.text("grant_type") == "refresh_token":
        token = call.world.tokens.renew(call.args.need("refresh_token"))
        return _told(call, token)
    grant = _exchanged(call)
    if grant.enterprise:
        return _for_organisation(call, grant)
    token = call.world.tokens.issue("bot", grant.team, grant.scopes, expires=call.world.app.rotates)
    return _told(call, token) | {"authed_user": {"id": grant.user}}


@method("auth.revoke")
def revoke(call: Call) -> Json:
    assert call.token is not None
    if not call.args.flag("test"):
        call.token.error = "token_revoked"
    return {"revoked": not call.args.flag("test")}


def _check_client(call: Call) -> None:
    if call.args.text("client_id") != call.world.app.client_id:
        raise Refusal("invalid_client_id")
    if call.args.text("client_secret") != call.world.app.client_secret:
        raise Refusal("bad_client_secret")


def _exchanged(call: Call) -> Grant:
    """Return what a code stands for, once and within ten minutes."""
    grant = call.world.tokens.grants.get(call.args.text("code"))
    if grant is None or call.world.clock() > grant.until:
        raise Refusal("invalid_code")
    if grant.used:
        raise Refusal("code_already_used")
    if call.args.text("redirect_uri", grant.redirect) != grant.redirect:
        raise Refusal("bad_redirect_uri")
    grant.used = True
    return grant


def _told(call: Call, token: Token) -> Json:
    team = call.world.workspaces[token.team]
    answer: Json = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes)),
        "bot_user_id": team.bot.id,
        "app_id": call.world.app.id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
        "is_enterprise_install": False,
    }
    if token.expires is not None:
        answer["refresh_token"] = call.world.tokens.issue_refresh(token)
        answer["expires_in"] = int(LIFETIME.total_seconds())
    return answer


def _for_organisation(call: Call, grant: Grant) -> Json:
    """Return the answer for a whole Enterprise organisation: it names no workspace."""
    token = call.world.tokens.issue("bot", grant.team, grant.scopes, expires=call.world.app.rotates)
    organisation = call.world.workspaces[grant.team].enterprise
    return _told(call, token) | {
        "team": None,
        "enterprise": {"id": organisation, "name": organisation},
        "is_enterprise_install": True,
        "authed_user": {"id": grant.user},
    }
