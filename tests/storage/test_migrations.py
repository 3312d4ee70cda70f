"""Migrations make the tables of the program, together or not at all, and lose no row."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.errors import ConfigError
from bot.storage import migrate
from bot.storage.engine import Database
from bot.storage.tables import metadata, places
from tests.support.databases import opened
from tests.support.filled import counts, fill
from tests.support.programs import said, started
from tests.support.store import Store

NEWEST = migrate.revisions()[-1]
LATER = '''
"""A column for every table that others refer to, which SQLite can only add to a table made anew."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "NEWEST", None, None
PARENTS = ("workspaces", "people", "groups", "places", "postings", "page_messages")
COUNTED = ("groups", "postings", "page_messages")  # a table made anew forgets that its numbers are given only once

def change(what):
    for table in PARENTS:
        anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
        numbers = {"sqlite_autoincrement": table in COUNTED}
        with op.batch_alter_table(table, recreate=anew, table_kwargs=numbers) as batch:
            what(batch)

def upgrade():
    change(lambda batch: batch.add_column(sa.Column("later", sa.Integer())))

def downgrade():
    change(lambda batch: batch.drop_column("later"))
'''
FAULTY = (
    LATER
    + """
def upgrade():
    change(lambda batch: batch.add_column(sa.Column("later", sa.Integer())))
    raise RuntimeError("half way")
"""
)


def with_later(folder: Path, content: str = LATER) -> tuple[Path, ...]:
    (folder / "9999_later.py").write_text(content.replace("NEWEST", NEWEST))
    return (*migrate.VERSIONS, folder)


def sqlite_schema(connection: Connection) -> set[str]:
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    return {_sorted_lines(sql) for sql in connection.execute(text(query)).scalars()}


def _sorted_lines(sql: str) -> str:
    """Leave out what a table made anew spells in another way: quotes, the name of its primary key, a default of '', and
    on which line a column stands."""
    plain = re.sub(r"CONSTRAINT pk_\w+ ", "", sql.replace('"', "").replace("('')", "''"))
    lines = (re.sub(r"\s+", " ", line).strip() for line in re.split(r",|\n|(?<=\w)\)$", plain))
    return "\n".join(sorted(line for line in lines if line))


POSTGRES_SCHEMA = (
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    """SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'""",
    """SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'""",
)


def schema(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        return sqlite_schema(connection)
    return {row for query in POSTGRES_SCHEMA for row in connection.execute(text(query)).scalars()}


def test_migrations_make_the_very_tables_that_the_program_declares(empty_url: str) -> None:
    with opened(empty_url) as database:
        metadata.create_all(database.writer)
        with database.writer.begin() as connection:
            declared = schema(connection)
            metadata.drop_all(connection)
        assert migrate.upgrade(database) == migrate.revisions()[-1]
        with database.reader.connect() as connection:
            assert schema(connection) == declared
    assert len(declared) > len(metadata.tables)


def test_alembic_finds_no_difference(database: Database) -> None:
    with database.reader.connect() as connection:
        # On SQLite it takes the default '' for another one; the test above compares defaults there too.
        defaults = connection.dialect.name != "sqlite"
        context = MigrationContext.configure(connection, opts={"compare_server_default": defaults})
        assert compare_metadata(context, metadata) == []


def test_the_newest_file_is_alembics_only_head() -> None:
    assert ScriptDirectory(str(migrate.FOLDER)).get_heads() == [migrate.revisions()[-1]]


async def test_no_row_is_lost_on_the_way_up_and_down(store: Store, database: Database, tmp_path: Path) -> None:
    await fill(store)
    before = counts(store)
    assert min(before.values()) > 0, before
    versions = with_later(tmp_path)
    assert migrate.upgrade(database, versions) == "9999"
    assert counts(store) == before
    with migrate.migrating(database.writer) as connection:
        migrate.step(connection, "downgrade", NEWEST, versions)
    assert (migrate.current(database), counts(store)) == (NEWEST, before)


async def test_without_the_precautions_rows_are_lost(tmp_path: Path, sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        store = Store(database)
        await fill(store)
        before = counts(store)
        with database.writer.begin() as connection:  # foreign keys are on
            migrate.step(connection, "upgrade", "head", with_later(tmp_path))
        assert counts(store)["attempts"] < before["attempts"] or counts(store)["postings"] < before["postings"]


def test_a_table_made_anew_keeps_its_indexes_and_constraints(database: Database, tmp_path: Path) -> None:
    with database.reader.connect() as connection:
        before = schema(connection)
    migrate.upgrade(database, with_later(tmp_path))
    with database.reader.connect() as connection:
        after = {re.sub(r"\nlater INTEGER", "", each) for each in schema(connection) if " later " not in each}
    assert after == before


async def test_a_migration_that_fails_half_way_leaves_nothing(store: Store, database: Database, tmp_path: Path) -> None:
    await fill(store)
    before = counts(store)
    with pytest.raises(RuntimeError, match="half way"):
        migrate.upgrade(database, with_later(tmp_path, FAULTY))
    assert (migrate.current(database), counts(store)) == (NEWEST, before)
    with database.reader.connect() as connection:
        assert "later" not in {column["name"] for column in inspect(connection).get_columns("workspaces")}


def test_a_migration_that_leaves_loose_ends_is_undone(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        with pytest.raises(RuntimeError, match="refer to nothing"), migrate.migrating(database.writer) as connection:
            connection.execute(text("INSERT INTO places (workspace_id, channel, group_id) VALUES (7, 'c', 7)"))
        assert Store(database).count(places) == 0


def test_foreign_keys_hold_again_after_a_migration(database: Database, tmp_path: Path) -> None:
    migrate.upgrade(database, with_later(tmp_path))
    with pytest.raises(IntegrityError), database.writer.begin() as connection:
        connection.execute(text("INSERT INTO places (workspace_id, channel, group_id) VALUES (7, 'c', 7)"))


def test_processes_that_start_at_once_wait_for_one_another(empty_url: str) -> None:
    with started(*[("migrate", empty_url)] * 3) as processes:
        assert [said(process) for process in processes] == [migrate.revisions()[-1]] * 3


def test_a_database_of_a_newer_program_is_refused_in_one_line(database: Database, tmp_path: Path) -> None:
    migrate.upgrade(database, with_later(tmp_path))
    with pytest.raises(ConfigError, match=r"newer studybot has changed \(revision 9999.*run the newer") as refused:
        migrate.upgrade(database)
    assert "\n" not in str(refused.value)


def test_a_database_without_tables_has_no_revision(empty_url: str) -> None:
    with opened(empty_url) as database:
        assert migrate.current(database) is None


def test_starting_on_a_current_database_does_not_load_alembic(database_url: str) -> None:
    program = (
        "import sys; from bot.storage import engine, migrate;"
        "print(migrate.upgrade(engine.open_database(sys.argv[1])), 'alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program, database_url], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [NEWEST, "False"]
