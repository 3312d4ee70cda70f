"""What Slack's errors mean for a message, in the port's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.chat.port import (
    MessageGone,
    PayloadRefused,
    Permanent,
    RateLimited,
    SendError,
    Transient,
    Unclear,
)

_USUAL_WAIT = 30.0
"""Seconds to wait where Slack does not say."""

CHANNEL_GONE, NO_PERMISSION = "channel-gone", "no-permission"
WORKSPACE_GONE, UNREACHABLE = "workspace-gone", "person-unreachable"

_PERMANENT: Mapping[str, str] = {
    **dict.fromkeys(("channel_not_found", "is_archived", "is_inactive", "channel_not_supported"), CHANNEL_GONE),
    **dict.fromkeys(
        (
            "not_in_channel",
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "restricted_action_thread_locked",
            "missing_scope",
            "no_permission",
            "access_denied",
            "ekm_access_denied",
            "not_allowed_token_type",
            "method_not_supported_for_channel_type",
            "user_is_restricted",
            "posting_to_general_channel_denied",
        ),
        NO_PERMISSION,
    ),
    **dict.fromkeys(
        (
            "account_inactive",
            "token_revoked",
            "token_expired",
            "invalid_auth",
            "not_authed",
            "team_access_not_granted",
            "org_login_required",
            "enterprise_is_restricted",
        ),
        WORKSPACE_GONE,
    ),
    **dict.fromkeys(
        (
            "user_not_found",
            "users_not_found",
            "user_disabled",
            "user_not_visible",
            "cannot_dm_bot",
            "messages_tab_disabled",
            "invalid_user_combination",
            "is_bot",
        ),
        UNREACHABLE,
    ),
}
_GONE = frozenset(
    {
        "message_not_found",
        "thread_not_found",
        "invalid_thread_ts",
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "update_failed",
    }
)
_REFUSED = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "metadata_must_be_sent_from_app",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "too_many_attachments",
        "only_one_table_allowed",
        "duplicate_block_id",
    }
)
_LATER = frozenset({"request_timeout", "service_unavailable", "team_added_to_org", "ratelimited", "rate_limited"})


def send_error(error: Exception) -> SendError:
    """Return what an error of the library means; whatever is not surely *not sent* is Unclear."""
    match error:
        case SendError():
            return error
        case SlackApiError():
            return _answered(error)
        case aiohttp.ClientConnectorError() | SlackRequestError():
            return Transient(type(error).__name__)  # no connection: nothing left this machine
        case _:
            return Unclear(type(error).__name__)


def code(error: SlackApiError) -> str:
    """Return Slack's own name of an error, or nothing where it sent none."""
    response = error.response
    data = getattr(response, "data", response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def is_wrong_token(error: SlackApiError) -> bool:
    """Return whether Slack refuses a token for good."""
    return code(error) in {"not_allowed_token_type", "missing_scope"} or (_PERMANENT.get(code(error)) == WORKSPACE_GONE)


def details(error: SlackApiError) -> Sequence[str]:
    """Return where in a message Slack found faults; it quotes none of its words."""
    data = getattr(error.response, "data", error.response)
    told = data.get("response_metadata") if isinstance(data, dict) else None
    return [str(one) for one in (told or {}).get("messages") or ()]


def scope_of(error: SlackApiError) -> str:
    """Return the scope that Slack says it misses, or nothing."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("needed", "")) if isinstance(data, dict) else ""


def _answered(error: SlackApiError) -> SendError:
    name, response = code(error), error.response
    status = getattr(response, "status_code", 0)
    if status == 429 or name in {"ratelimited", "rate_limited"}:
        return RateLimited(_wait(getattr(response, "headers", {}) or {}))
    if name in _PERMANENT:
        return Permanent(_PERMANENT[name])
    if name in _GONE:
        return MessageGone(name)
    if name in _REFUSED:
        return PayloadRefused(name)
    if name in _LATER:
        return Transient(name)
    return Unclear(name or f"status {status}")  # internal_error, fatal_error: some of it may have been done


def _wait(headers: Mapping[str, str]) -> float:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(1.0, float(found))
    except ValueError:
        return _USUAL_WAIT
