"""What is owed and sent: to groups, to people, and to the page of our own."""

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
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.tables.base import WAITING, delivery, metadata, number
from bot.storage.types import Id, UtcDateTime

postings = Table(
    "postings",
    metadata,
    number(),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("place_id", ForeignKey("places.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("exam", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("for_date", Date, nullable=False),
    Column(
        "subject_id", ForeignKey("postings.id", ondelete="CASCADE"), index=True, comment="A reveal's daily question"
    ),
    *delivery(),
    Column("question_id", String(80)),
    Column("revision", String(12)),
    Column("snapshot", JSON, comment="The question as it was asked"),
    Column("option_order", JSON, comment="Option ids in the order shown"),
    Column("reveal_at", UtcDateTime),
    Column("closed_at", UtcDateTime, comment="Set: nothing more counts, and the key is public"),
    Column("answers", Integer, nullable=False, default=0, server_default="0"),
    Column("count_dirty", Boolean, nullable=False, default=False, server_default=false()),
    Column("count_shown_at", UtcDateTime),
    Column("round", SmallInteger, nullable=False, default=0, server_default="0", comment="Questions it has replaced"),
    Column("withdrawn_at", UtcDateTime, comment="Set: the question was taken back, and answers to it count nowhere"),
    Column("follow_state", String(10), comment="What belongs beside the message: owed, done or failed; NULL: nothing"),
    Column("follow_at", UtcDateTime, comment="When to try that next"),
    Column("follow_tries", Integer, nullable=False, default=0, server_default="0"),
    Column("follow_reason", String(40), nullable=False, default="", server_default=""),
    UniqueConstraint("group_id", "kind", "for_date"),
    CheckConstraint("kind IN ('daily', 'reveal', 'recap', 'ruling')", name="kind"),
    Index(
        "ix_postings_follow",
        "follow_at",
        sqlite_where=text("follow_state = 'owed'"),
        postgresql_where=text("follow_state = 'owed'"),
    ),
    Index(
        "ix_postings_waiting",
        "next_try_at",
        sqlite_where=text(WAITING),
        postgresql_where=text(WAITING),
    ),
    Index(
        "ix_postings_grace",
        "grace_until",
        sqlite_where=text(WAITING),
        postgresql_where=text(WAITING),
    ),
    # All that a claim looks at when it gives every workspace its turn, in that order.
    Index(
        "ix_postings_turn",
        "workspace_id",
        "due_at",
        "id",
        "state",
        "next_try_at",
        "lease_until",
        sqlite_where=text(WAITING),
        postgresql_where=text(WAITING),
    ),
    Index(
        "ix_postings_reveal",
        "reveal_at",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "ix_postings_closed",
        "workspace_id",
        "closed_at",
        sqlite_where=text("kind = 'daily'"),
        postgresql_where=text("kind = 'daily'"),
    ),
    # Two groups of a workspace never hold the same question open at once, whatever two schedulers do.
    Index(
        "uq_postings_open",
        "workspace_id",
        "question_id",
        unique=True,
        sqlite_where=text("kind = 'daily' AND closed_at IS NULL"),
        postgresql_where=text("kind = 'daily' AND closed_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)


notices = Table(
    "notices",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), index=True),
    Column("kind", String(40), nullable=False, comment="With the number of what it is about, such as unclear-12"),
    Column("for_date", Date, nullable=False),
    *delivery(),
    UniqueConstraint("person_id", "kind", "for_date"),
    Index(
        "ix_notices_waiting",
        "next_try_at",
        sqlite_where=text(WAITING),
        postgresql_where=text(WAITING),
    ),
    sqlite_autoincrement=True,
)


page_messages = Table(
    "page_messages",
    metadata,
    number(),
    Column("version", Id, nullable=False, unique=True),
    Column("channel", String(80), nullable=False),
    Column("to_member", String(80)),
    Column("card", Text, comment="NULL once deleted"),
    Column("marker", String(25), unique=True),
    Column("reply_to", ForeignKey("page_messages.id", ondelete="SET NULL")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Index("ix_page_messages_channel", "channel", "id"),
    sqlite_autoincrement=True,
)
