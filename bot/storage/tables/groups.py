"""Workspaces, places, study groups, and the people in them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.storage.tables.base import metadata, number
from bot.storage.types import Id, UtcDateTime

installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Id, nullable=False),
    comment="Single numbers of this installation: the page's version counter, the time control's offset in seconds",
)


workspaces = Table(
    "workspaces",
    metadata,
    number(),
    Column("adapter", String(20), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("realm", String(80), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column(
        "gone_at", UtcDateTime, comment="Set: the app was removed there; its rows go when they were kept long enough"
    ),
    UniqueConstraint("adapter", "external_id"),
)


groups = Table(
    "groups",
    metadata,
    number(),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("owner_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("exam", String(40), nullable=False),
    Column("language", String(20), nullable=False, default="en", server_default="en"),
    Column("zone", String(64), nullable=False),
    Column("daily_time", Time, nullable=False),
    Column("days", SmallInteger, nullable=False, comment="Bit 0 is Monday"),
    Column("reveal_hours", SmallInteger, comment="NULL: with the next scheduled daily time"),
    Column("show_topic", Boolean, nullable=False, default=True, server_default=true()),
    Column("show_names", Boolean, nullable=False, default=True, server_default=true()),
    Column(
        "quiz_counts",
        Boolean,
        nullable=False,
        default=False,
        server_default=false(),
        comment="Quiz answers give points",
    ),
    Column(
        "confirm", Boolean, nullable=False, default=False, server_default=false(), comment="Ask before an answer counts"
    ),
    Column(
        "threads", Boolean, nullable=False, default=True, server_default=true(), comment="Discuss questions in threads"
    ),
    Column("ping_role", String(80), nullable=False, default="", server_default="", comment="Alerted by a question"),
    Column("ping_name", String(120), nullable=False, default="", server_default=""),
    Column("manager_role", String(80), nullable=False, default="", server_default="", comment="May do what owners may"),
    Column("manager_name", String(120), nullable=False, default="", server_default=""),
    Column("days_off", Text, nullable=False, default="", server_default="", comment="Local dates without a question"),
    Column("exam_on", Date, comment="The day of the real exam"),
    Column("paused_at", UtcDateTime),
    Column("pause_reason", String(40), nullable=False, default="", server_default=""),
    Column("resume_on", Date, comment="The local date on which a pause ends by itself"),
    Column("resume_at", UtcDateTime, comment="When that date begins"),
    Column("next_daily_on", Date, nullable=False, comment="The local date that the due time below belongs to"),
    Column("next_daily_at", UtcDateTime, nullable=False),
    Column("next_recap_on", Date, comment="The Monday of the week that the recap due below reports; NULL: not yet set"),
    Column("next_recap_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Index(
        "ix_groups_due",
        "next_daily_at",
        sqlite_where=text("paused_at IS NULL"),
        postgresql_where=text("paused_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)


places = Table(
    "places",
    metadata,
    number(),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("name", String(120), nullable=False, default="", server_default=""),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("left_at", UtcDateTime, comment="Set: its group has moved on; older messages are still here"),
    Index(
        "uq_places_channel",
        "workspace_id",
        "channel",
        unique=True,
        sqlite_where=text("left_at IS NULL"),
        postgresql_where=text("left_at IS NULL"),
    ),
)


people = Table(
    "people",
    metadata,
    number(),
    Column("realm", String(80), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("muted", Boolean, nullable=False, default=False, server_default=false(), comment="Takes no direct messages"),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("realm", "external_id"),
)


memberships = Table(
    "memberships",
    metadata,
    number(),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("name_shown", Boolean, nullable=False, default=True, server_default=true()),
    Column("joined_at", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "person_id"),
)
