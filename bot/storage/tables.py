"""The tables. Moments are UTC; dates are local to the group's zone at that time."""

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
    Time,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.storage.adapter_tables import kept, page_messages, vault
from bot.storage.practice_tables import exams, quizzes, review_cards
from bot.storage.ruling_tables import question_reports, question_rulings
from bot.storage.schema import WAITING, delivery_columns, id_column, metadata, only_where
from bot.storage.types import Id, UtcDateTime

__all__ = [
    "attempts",
    "exams",
    "groups",
    "installation",
    "kept",
    "memberships",
    "metadata",
    "notices",
    "page_messages",
    "people",
    "places",
    "postings",
    "question_reports",
    "question_rulings",
    "quizzes",
    "review_cards",
    "standings",
    "vault",
    "workspaces",
]

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
    id_column(),
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
    id_column(),
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
    Index("ix_groups_due", "next_daily_at", **only_where("paused_at IS NULL")),
    sqlite_autoincrement=True,
)

places = Table(
    "places",
    metadata,
    id_column(),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("name", String(120), nullable=False, default="", server_default=""),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("left_at", UtcDateTime, comment="Set: its group has moved on; older messages are still here"),
    Index("uq_places_channel", "workspace_id", "channel", unique=True, **only_where("left_at IS NULL")),
)

people = Table(
    "people",
    metadata,
    id_column(),
    Column("realm", String(80), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("muted", Boolean, nullable=False, default=False, server_default=false(), comment="Takes no direct messages"),
    Column("zone", String(64), comment="Their own time zone; NULL: their group's"),
    Column("exam_on", Date, comment="The day of their own exam; NULL: their group's"),
    Column("review_time", Time, comment="When they wish to be told of reviews that are due; NULL: not at all"),
    Column("review_next_at", UtcDateTime, comment="When that is due next"),
    Column(
        "reviews_unanswered",
        SmallInteger,
        nullable=False,
        default=0,
        server_default="0",
        comment="Reminders in a row that nothing came of",
    ),
    Column("plan", Boolean, nullable=False, default=False, server_default=false(), comment="Wishes a weekly plan"),
    Column("plan_next_at", UtcDateTime, comment="When that is due next"),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("realm", "external_id"),
    Index("ix_people_review_due", "review_next_at", **only_where("review_next_at IS NOT NULL")),
    Index("ix_people_plan_due", "plan_next_at", **only_where("plan_next_at IS NOT NULL")),
)

memberships = Table(
    "memberships",
    metadata,
    id_column(),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("name_shown", Boolean, nullable=False, default=True, server_default=true()),
    Column("joined_at", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "person_id"),
)

postings = Table(
    "postings",
    metadata,
    id_column(),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("place_id", ForeignKey("places.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("exam", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("for_date", Date, nullable=False),
    Column(
        "subject_id", ForeignKey("postings.id", ondelete="CASCADE"), index=True, comment="A reveal's daily question"
    ),
    *delivery_columns(),
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
    Index("ix_postings_follow", "follow_at", **only_where("follow_state = 'owed'")),
    Index("ix_postings_waiting", "next_try_at", **only_where(WAITING)),
    Index("ix_postings_reveal", "reveal_at", **only_where("closed_at IS NULL")),
    Index("ix_postings_closed", "workspace_id", "closed_at", **only_where("kind = 'daily'")),
    Index("ix_postings_grace", "grace_until", **only_where(WAITING)),
    # All that it takes to know what a group was asked, over years.
    Index(
        "ix_postings_asked",
        *("group_id", "kind", "for_date", "question_id", "state"),
        **only_where("question_id IS NOT NULL"),
    ),
    # All that a claim looks at when it gives every workspace its turn, in that order.
    Index(
        "ix_postings_turn", "workspace_id", "due_at", "id", "state", "next_try_at", "lease_until", **only_where(WAITING)
    ),
    # Two groups of a workspace never hold the same question open at once, whatever two schedulers do.
    Index(
        "uq_postings_open",
        "workspace_id",
        "question_id",
        unique=True,
        **only_where("kind = 'daily' AND closed_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), index=True),
    Column("kind", String(40), nullable=False, comment="With the number of what it is about, such as unclear-12"),
    Column("for_date", Date, nullable=False),
    *delivery_columns(),
    UniqueConstraint("person_id", "kind", "for_date"),
    Index("ix_notices_waiting", "next_try_at", **only_where(WAITING)),
    sqlite_autoincrement=True,
)

attempts = Table(
    "attempts",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("groups.id", ondelete="SET NULL")),
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
    Column(
        "is_first",
        Boolean,
        nullable=False,
        default=False,
        server_default=false(),
        comment="The person's first answer to this question",
    ),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("source", String(10), nullable=False),
    Column("source_id", Id, nullable=False),
    UniqueConstraint("person_id", "source", "source_id", "question_id"),
    Index("ix_attempts_source", "source", "source_id"),
    Index("ix_attempts_question", "person_id", "question_id"),
    # All that it takes to know which topics a group is weak in, over years.
    Index("ix_attempts_topics", "group_id", "source", "topic", "correct"),
    # All that is needed to count how hard questions are stands in this index.
    Index(
        "ix_attempts_first",
        "exam",
        "question_id",
        "revision",
        "correct",
        sqlite_where=text("is_first = 1"),
        postgresql_where=text("is_first"),
    ),
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
