"""The tables of what adapters keep with us: their secrets, small values, and the messages of a page of our own."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from bot.storage.schema import id_column, metadata
from bot.storage.types import Id, UtcDateTime

vault = Table(
    "vault",
    metadata,
    Column("name", String(250), primary_key=True),
    Column("sealed", Text, nullable=False, comment="Encrypted with STUDYBOT_SECRET_KEY"),
)

kept = Table(
    "kept",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Small plain values of adapters",
)

page_messages = Table(
    "page_messages",
    metadata,
    id_column(),
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
