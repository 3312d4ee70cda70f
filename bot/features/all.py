"""Every feature there is, in the order in which help lists their commands."""

from __future__ import annotations

from bot.chat.router import Router
from bot.features import (
    daily,
    group,
    guide,
    leaderboard,
    ledger,
    mock_exam,
    moving,
    notes,
    pausing,
    plan,
    privacy,
    progress,
    questions,
    quiz,
    recap,
    reminding,
    reporting,
    review,
    roles,
    sample,
    sent,
    settings,
)
from bot.features.app import App, manages
from bot.features.errors import explain

FEATURES = (
    daily.feature,
    quiz.feature,
    notes.feature,
    review.feature,
    mock_exam.feature,
    plan.feature,
    leaderboard.feature,
    progress.feature,
    recap.feature,
    ledger.feature,
    reporting.feature,
    reminding.feature,
    privacy.feature,
    group.feature,
    settings.feature,
    questions.feature,
    pausing.feature,
    roles.feature,
    moving.feature,
    sent.feature,
    sample.feature,
    guide.feature,
)


def router(app: App) -> Router[App]:
    """Return the router over every feature."""
    return Router(app, FEATURES, manages, explain)
