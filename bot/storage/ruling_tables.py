"""The tables of what is said about questions: rulings of the operator, reports of members."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint

from bot.storage.schema import id_column, metadata
from bot.storage.types import UtcDateTime

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
    id_column(),
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
