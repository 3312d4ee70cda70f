"""The owner's week, rulings and reports, workspaces that leave, and what adapters keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A migration says by itself what it makes: the program's own types and tables go on changing, it does not.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OLD_KINDS = "kind IN ('daily', 'reveal', 'recap')"
KINDS = "kind IN ('daily', 'reveal', 'recap', 'ruling')"


def upgrade() -> None:
    op.add_column(
        "workspaces",
        sa.Column(
            "gone_at", MOMENT, comment="Set: the app was removed there; its rows go when they were kept long enough"
        ),
    )
    for column in _group_columns():
        op.add_column("groups", column)
    _places()
    _postings()
    _rulings()
    _reports()
    op.create_table(
        "vault",
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False, comment="Encrypted with STUDYBOT_SECRET_KEY"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vault")),
    )
    op.create_table(
        "kept",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept")),
        comment="Small plain values of adapters",
    )


def downgrade() -> None:
    for table in ("kept", "vault", "question_reports", "question_rulings"):
        op.drop_table(table)
    op.execute("DELETE FROM postings WHERE kind = 'ruling'")  # the older program knows no such message
    op.drop_index("ix_postings_follow", "postings")
    with op.batch_alter_table("postings", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_postings_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_postings_kind"), OLD_KINDS)
        for column in _posting_columns():
            batch.drop_column(column.name)
    op.drop_index("uq_places_channel", "places")
    # A group's place is its present one again; postings whose message is in a channel that was left name that one.
    op.execute(
        "UPDATE postings SET place_id = (SELECT max(p.id) FROM places p"
        " WHERE p.group_id = postings.group_id AND p.left_at IS NULL)"
        " WHERE place_id IN (SELECT id FROM places WHERE left_at IS NOT NULL)"
    )
    op.execute("DELETE FROM places WHERE left_at IS NOT NULL")
    with op.batch_alter_table("places") as batch:
        batch.create_unique_constraint(op.f("uq_places_workspace_id"), ["workspace_id", "channel"])
        batch.drop_column("left_at")
    with op.batch_alter_table("groups", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _group_columns():
            batch.drop_column(column.name)
    with op.batch_alter_table("workspaces") as batch:
        batch.drop_column("gone_at")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _name(column: str, length: int, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(column, sa.String(length=length), server_default="", nullable=False, comment=comment)


def _group_columns() -> list[sa.Column[Any]]:
    yes, no = sa.true(), sa.false()
    return [
        sa.Column("confirm", sa.Boolean(), server_default=no, nullable=False, comment="Ask before an answer counts"),
        sa.Column("threads", sa.Boolean(), server_default=yes, nullable=False, comment="Discuss questions in threads"),
        _name("ping_role", 80, "Alerted by a question"),
        _name("ping_name", 120),
        _name("manager_role", 80, "May do what owners may"),
        _name("manager_name", 120),
        sa.Column("days_off", sa.Text(), server_default="", nullable=False, comment="Local dates without a question"),
        sa.Column("exam_on", sa.Date(), comment="The day of the real exam"),
        sa.Column("resume_on", sa.Date(), comment="The local date on which a pause ends by itself"),
        sa.Column("resume_at", MOMENT, comment="When that date begins"),
    ]


def _places() -> None:
    with op.batch_alter_table("places") as batch:
        batch.add_column(
            sa.Column("left_at", MOMENT, comment="Set: its group has moved on; older messages are still here")
        )
        batch.drop_constraint(op.f("uq_places_workspace_id"), type_="unique")
    op.create_index(
        "uq_places_channel", "places", ["workspace_id", "channel"], unique=True, **_where("left_at IS NULL")
    )


def _posting_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("round", sa.SmallInteger(), server_default="0", nullable=False, comment="Questions it has replaced"),
        sa.Column("withdrawn_at", MOMENT, comment="Set: the question was taken back, and answers to it count nowhere"),
        sa.Column(
            "follow_state",
            sa.String(length=10),
            comment="What belongs beside the message: owed, done or failed; NULL: nothing",
        ),
        sa.Column("follow_at", MOMENT, comment="When to try that next"),
        sa.Column("follow_tries", sa.Integer(), server_default="0", nullable=False),
        _name("follow_reason", 40),
    ]


def _postings() -> None:
    with op.batch_alter_table("postings", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _posting_columns():
            batch.add_column(column)
        batch.drop_constraint(op.f("ck_postings_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_postings_kind"), KINDS)
    op.create_index("ix_postings_follow", "postings", ["follow_at"], **_where("follow_state = 'owed'"))


def _rulings() -> None:
    op.create_table(
        "question_rulings",
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "revision",
            sa.String(length=12),
            nullable=False,
            comment="Of the question that was ruled on; a later one is free of it",
        ),
        sa.Column("option_ids", sa.JSON(), comment="The corrected key"),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("ruled_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('disputed', 'corrected', 'retired')", name=op.f("ck_question_rulings_kind")),
        sa.PrimaryKeyConstraint("exam", "question_id", name=op.f("pk_question_rulings")),
    )


def _reports() -> None:
    op.create_table(
        "question_reports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.String(length=12), nullable=False),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, comment="Set: the operator has ruled on it"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_question_reports_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_reports")),
        sa.UniqueConstraint("person_id", "question_id", "revision", name=op.f("uq_question_reports_person_id")),
    )
    op.create_index(op.f("ix_question_reports_question_id"), "question_reports", ["question_id"])
