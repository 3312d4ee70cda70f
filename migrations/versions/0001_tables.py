"""All tables of the first version."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A migration says by itself what it makes: the program's own types and tables go on changing, it does not.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATES = "state IN ('owed', 'sending', 'unclear', 'posted', 'skipped', 'failed')"
WAITING = "state IN ('owed', 'sending')"


def upgrade() -> None:
    _installation()
    _workspaces()
    _people()
    _groups()
    _places()
    _memberships()
    _postings()
    _notices()
    _attempts()
    _standings()
    _quizzes()
    _page_messages()


def downgrade() -> None:
    for table in (
        "page_messages",
        "quizzes",
        "standings",
        "attempts",
        "notices",
        "postings",
        "memberships",
        "places",
        "groups",
        "people",
        "workspaces",
        "installation",
    ):
        op.drop_table(table)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _delivery() -> list[sa.Column[Any]]:
    return [
        sa.Column("state", sa.String(length=10), server_default="owed", nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("grace_until", MOMENT),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claim", sa.String(length=64)),
        sa.Column("claimed_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("reason", sa.String(length=40), server_default="", nullable=False),
        sa.Column("message_ref", sa.String(length=120)),
        sa.Column("posted_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    ]


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
        comment="Single numbers of this installation: the page's version counter, the time control's offset in seconds",
    )


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("adapter", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("realm", sa.String(length=80), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("adapter", "external_id", name=op.f("uq_workspaces_adapter")),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("realm", sa.String(length=80), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False, comment="Takes no direct messages"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("realm", "external_id", name=op.f("uq_people_realm")),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("owner_id", NUMBER),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), server_default="en", nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("daily_time", sa.Time(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False, comment="Bit 0 is Monday"),
        sa.Column("reveal_hours", sa.SmallInteger(), comment="NULL: with the next scheduled daily time"),
        sa.Column("show_topic", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("show_names", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column(
            "quiz_counts", sa.Boolean(), server_default=sa.false(), nullable=False, comment="Quiz answers give points"
        ),
        sa.Column("paused_at", MOMENT),
        sa.Column("pause_reason", sa.String(length=40), server_default="", nullable=False),
        sa.Column(
            "next_daily_on", sa.Date(), nullable=False, comment="The local date that the due time below belongs to"
        ),
        sa.Column("next_daily_at", MOMENT, nullable=False),
        sa.Column(
            "next_recap_on",
            sa.Date(),
            comment="The Monday of the week that the recap due below reports; NULL: not yet set",
        ),
        sa.Column("next_recap_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_groups_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_groups_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_groups_due", "groups", ["next_daily_at"], **_where("paused_at IS NULL"))
    op.create_index(op.f("ix_groups_workspace_id"), "groups", ["workspace_id"])


def _places() -> None:
    op.create_table(
        "places",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("group_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_places_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_places_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("workspace_id", "channel", name=op.f("uq_places_workspace_id")),
    )
    op.create_index(op.f("ix_places_group_id"), "places", ["group_id"])


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("group_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_shown", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_memberships_group_id")),
    )
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"])


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("group_id", NUMBER, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("for_date", sa.Date(), nullable=False),
        sa.Column("subject_id", NUMBER, comment="A reveal's daily question"),
        *_delivery(),
        sa.Column("question_id", sa.String(length=80)),
        sa.Column("revision", sa.String(length=12)),
        sa.Column("snapshot", sa.JSON(), comment="The question as it was asked"),
        sa.Column("option_order", sa.JSON(), comment="Option ids in the order shown"),
        sa.Column("reveal_at", MOMENT),
        sa.Column("closed_at", MOMENT, comment="Set: nothing more counts, and the key is public"),
        sa.Column("answers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("count_dirty", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("count_shown_at", MOMENT),
        sa.CheckConstraint("kind IN ('daily', 'reveal', 'recap')", name=op.f("ck_postings_kind")),
        sa.CheckConstraint(STATES, name=op.f("ck_postings_state")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_postings_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_postings_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["postings.id"], name=op.f("fk_postings_subject_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_postings_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("group_id", "kind", "for_date", name=op.f("uq_postings_group_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_postings_place_id"), "postings", ["place_id"])
    op.create_index("ix_postings_reveal", "postings", ["reveal_at"], **_where("closed_at IS NULL"))
    op.create_index(op.f("ix_postings_subject_id"), "postings", ["subject_id"])
    op.create_index("ix_postings_waiting", "postings", ["next_try_at"], **_where(WAITING))
    op.create_index(
        "uq_postings_open",
        "postings",
        ["workspace_id", "question_id"],
        unique=True,
        **_where("kind = 'daily' AND closed_at IS NULL"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
            comment="With the number of what it is about, such as unclear-12",
        ),
        sa.Column("for_date", sa.Date(), nullable=False),
        *_delivery(),
        sa.CheckConstraint(STATES, name=op.f("ck_notices_state")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_notices_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_notices_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("person_id", "kind", "for_date", name=op.f("uq_notices_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notices_group_id"), "notices", ["group_id"])
    op.create_index("ix_notices_waiting", "notices", ["next_try_at"], **_where(WAITING))


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.String(length=12), nullable=False),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("option_ids", sa.JSON(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), server_default=sa.true(), nullable=False, comment="It stands in the boards"),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("source_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_attempts_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("person_id", "source", "source_id", "question_id", name=op.f("uq_attempts_person_id")),
    )
    op.create_index(op.f("ix_attempts_group_id"), "attempts", ["group_id"])
    op.create_index("ix_attempts_question", "attempts", ["person_id", "question_id"])
    op.create_index("ix_attempts_source", "attempts", ["source", "source_id"])


def _standings() -> None:
    op.create_table(
        "standings",
        sa.Column("group_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=5), nullable=False),
        sa.Column(
            "starts_on", sa.Date(), nullable=False, comment="First local day of the period; 0001-01-01 for all time"
        ),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reached_at", MOMENT, comment="When the points last rose; NULL: never"),
        sa.CheckConstraint("period IN ('week', 'month', 'all')", name=op.f("ck_standings_period")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_standings_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_standings_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "group_id", "person_id", "exam", "period", "starts_on", "domain", name=op.f("pk_standings")
        ),
    )
    op.create_index("ix_standings_board", "standings", ["group_id", "period", "starts_on"])


def _quizzes() -> None:
    op.create_table(
        "quizzes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER, comment="Whose command started it, if any"),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column(
            "about",
            sa.String(length=80),
            server_default="",
            nullable=False,
            comment="A domain or topic id, or all",
        ),
        sa.Column(
            "questions",
            sa.JSON(),
            nullable=False,
            comment="Snapshots with the order of their options, in the order asked",
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_quizzes_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_quizzes_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_quizzes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quizzes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quizzes_workspace_id"), "quizzes", ["workspace_id"])
    op.create_index(
        "uq_quizzes_open", "quizzes", ["person_id", "workspace_id"], unique=True, **_where("ended_at IS NULL")
    )


def _page_messages() -> None:
    op.create_table(
        "page_messages",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("to_member", sa.String(length=80)),
        sa.Column("card", sa.Text(), comment="NULL once deleted"),
        sa.Column("marker", sa.String(length=25)),
        sa.Column("reply_to", NUMBER),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["reply_to"], ["page_messages.id"], name=op.f("fk_page_messages_reply_to"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_messages")),
        sa.UniqueConstraint("marker", name=op.f("uq_page_messages_marker")),
        sa.UniqueConstraint("version", name=op.f("uq_page_messages_version")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_messages_channel", "page_messages", ["channel", "id"])
