"""What adapters keep. Moments are UTC; dates are local to the group's zone at that time."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from bot.storage.tables.base import metadata

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
