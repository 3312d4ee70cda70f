"""Answers and what is counted from them; quizzes; rulings and reports."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from bot.storage.tables.base import metadata, number
from bot.storage.types import Id, UtcDateTime

attempts = Table(
    "attempts",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("groups.id", ondelete="SET NULL"), index=True),
    Column("exam", String(40), nullable=False),
    Column("question_id", String(80), nullable=False),
    Column("revision", String(12), nullable=False),
    Column("domain", String(20), nullable=False),
    Column("task", String(20), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("option_ids", JSON, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("points", Integer, nullable=False),
    Column("counted", Boolean, nullable=False, default=True, server_default=true(), comment="It stands in the boards"),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("source", String(10), nullable=False),
    Column("source_id", Id, nullable=False),
    UniqueConstraint("person_id", "source", "source_id", "question_id"),
    Index("ix_attempts_source", "source", "source_id"),
    Index("ix_attempts_question", "person_id", "question_id"),
)


standings = Table(
    "standings",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("exam", String(40), primary_key=True),
    Column("period", String(5), primary_key=True),
    Column("starts_on", Date, primary_key=True, comment="First local day of the period; 0001-01-01 for all time"),
    Column("domain", String(20), primary_key=True),
    Column("answers", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("reached_at", UtcDateTime, comment="When the points last rose; NULL: never"),
    CheckConstraint("period IN ('week', 'month', 'all')", name="period"),
    Index("ix_standings_board", "group_id", "period", "starts_on"),
)


quizzes = Table(
    "quizzes",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("group_id", ForeignKey("groups.id", ondelete="SET NULL"), comment="Whose command started it, if any"),
    Column("exam", String(40), nullable=False),
    Column("about", String(80), nullable=False, default="", server_default="", comment="A domain or topic id, or all"),
    Column("questions", JSON, nullable=False, comment="Snapshots with the order of their options, in the order asked"),
    Column("position", Integer, nullable=False, default=0, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    # One open quiz a person: a second command finds the first.
    Index(
        "uq_quizzes_open",
        "person_id",
        "workspace_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)


question_rulings = Table(
    "question_rulings",
    metadata,
    Column("exam", String(40), primary_key=True),
    Column("question_id", String(80), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column(
        "revision", String(12), nullable=False, comment="Of the question that was ruled on; a later one is free of it"
    ),
    Column("option_ids", JSON, comment="The corrected key"),
    Column("note", Text, nullable=False, default="", server_default=""),
    Column("ruled_at", UtcDateTime, nullable=False),
    CheckConstraint("kind IN ('disputed', 'corrected', 'retired')", name="kind"),
)


question_reports = Table(
    "question_reports",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("exam", String(40), nullable=False),
    Column("question_id", String(80), nullable=False, index=True),
    Column("revision", String(12), nullable=False),
    Column("fault", String(20), nullable=False),
    Column("comment", Text, nullable=False, default="", server_default=""),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime, comment="Set: the operator has ruled on it"),
    UniqueConstraint("person_id", "question_id", "revision"),
)
