"""The tables of what people do for themselves: quizzes, mock exams, spaced repetition."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, SmallInteger, String, Table

from bot.storage.schema import id_column, metadata, only_where
from bot.storage.types import UtcDateTime

quizzes = Table(
    "quizzes",
    metadata,
    id_column(),
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
        **only_where("ended_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

exams = Table(
    "exams",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("group_id", ForeignKey("groups.id", ondelete="SET NULL"), comment="Whose command started it, if any"),
    Column("exam", String(40), nullable=False),
    Column("length", SmallInteger, nullable=False, comment="How many questions"),
    Column("minutes", SmallInteger, nullable=False),
    Column("form", JSON, nullable=False, comment="The numbers of the real exam, as they were then"),
    Column("questions", JSON, nullable=False, comment="Snapshots with the order of their options, in the order asked"),
    Column("answers", JSON, nullable=False, comment="Option ids of the answer to each question, none where it is open"),
    Column("flags", JSON, nullable=False, comment="Positions to come back to"),
    Column("position", Integer, nullable=False, default=0, server_default="0"),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("submitted_at", UtcDateTime, comment="NULL: it is open"),
    Column("ended_by", String(10), nullable=False, default="", server_default="", comment="person or time"),
    Column("result", JSON, comment="NULL: it is open"),
    # One open mock exam a person, in all their workspaces together.
    Index(
        "uq_exams_open",
        "person_id",
        unique=True,
        **only_where("submitted_at IS NULL"),
    ),
    Index(
        "ix_exams_ending",
        "ends_at",
        **only_where("submitted_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

review_cards = Table(
    "review_cards",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("exam", String(40), primary_key=True),
    Column("question_id", String(80), primary_key=True),
    Column("card", JSON, nullable=False, comment="What the scheduler knows of it"),
    Column("due_at", UtcDateTime, nullable=False),
    Column("last_answered_at", UtcDateTime, nullable=False),
    Column("lapses", Integer, nullable=False, default=0, server_default="0", comment="Times it was forgotten"),
    Index("ix_review_cards_due", "person_id", "exam", "due_at"),
)
