"""Lay the policies: after every migration, in one transaction; told twice, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from psycopg import sql
from psycopg.errors import DuplicateObject, UniqueViolation

from .policies import READS, WRITES
from .rights import DEEDS, JOBS, NARROW, ROLES

LEAKPROOF = ("pg_catalog.textlike(text, text)", "pg_catalog.lower(text)", "pg_catalog.arraycontains(anyarray, anyarray)")  # fmt: skip
ONLY_READ = ("access_roleheld", "access_organisation", "django_migrations")  # duties are given at the console


def digest() -> str:
    """Changes when the policies, the books or the list of migrations have changed: what `lay` left says which it was."""
    package = files("ringfence")
    told = sha256(_functions().encode())
    for book in (READS, WRITES, ROLES, DEEDS, NARROW, JOBS):
        told.update(repr(sorted(book.items())).encode())
    for floor in sorted(one.name for one in package.iterdir() if one.is_dir()):
        for file in sorted(Path(str(package)).glob(f"{floor}/*/migrations/[0-9]*.py")):
            told.update(file.name.encode())
    return told.hexdigest()


def is_laid(connection: Any) -> bool:
    """Were tables and policies laid by this version? Asked as the application (psycopg)."""
    if connection.execute("select to_regclass('guard.laid')").fetchone()[0] is None:
        return False
    found = connection.execute("select digest from guard.laid").fetchone()
    return found is not None and found[0] == digest()


def lay(connection: Any, *, role: str) -> None:
    """Everything that stands between the application's role and the rows, on the owner's connection (psycopg)."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('ringfence.rows'))")
        connection.execute(_functions())
        _books(connection)
        for statement in (*_policies(), *_grants(role, connection.info.dbname)):
            connection.execute(statement)
        _trust_comparisons(connection)
        connection.execute("delete from guard.laid")
        connection.execute("insert into guard.laid values (%s)", [digest()])


def _functions() -> str:
    return files(__package__).joinpath("functions.sql").read_text(encoding="utf-8")


def make_role(connection: Any, *, role: str, password: str = "") -> None:
    """The application's own role, which owns nothing and bypasses nothing. Raises psycopg's error if it may not be made.

    A role that is there stays as it is: its administrator made it (`ringfence database sql` prints the statements).
    """
    name = sql.Identifier(role)
    if connection.execute("select from pg_roles where rolname = %s", [role]).fetchone() is None:
        with suppress(DuplicateObject, UniqueViolation):  # two may prepare at once
            connection.execute(
                sql.SQL("create role {} login nosuperuser nobypassrls nocreatedb nocreaterole password {}").format(
                    name, sql.Literal(password or None)
                )
            )  # fmt: skip


def _books(connection: Any) -> None:
    jobs = {f"job:{name}": told for name, told in JOBS.items()}
    pairs = {
        "role_permission": ROLES,
        "deed_table": DEEDS | NARROW | {name: writes for name, (writes, _) in jobs.items()},
        "sight_table": {name: sees for name, (_, sees) in jobs.items()},
    }
    for table, rows in pairs.items():
        connection.execute(f"delete from guard.{table}")
        values = [(name, one) for name, many in rows.items() for one in many]
        with connection.cursor() as cursor:
            cursor.executemany(f"insert into guard.{table} values (%s, %s)", values)
    connection.execute("delete from guard.wide_deed")
    connection.execute("insert into guard.wide_deed select unnest(%s::text[])", [sorted(DEEDS)])


def _policies() -> Iterator[str]:
    for table, conditions in READS.items():
        writes = f"(select guard.writes('{table}'))"
        # One's own trail needs no look into the books: that condition comes first, and is enough.
        changes = " or ".join([*([f"({WRITES[table]})"] if table in WRITES else []), writes])
        reaches = f"(select guard.reaches('{table}'))"
        sees = " or ".join(["(select guard.open())", reaches, *(f"({one})" for one in conditions)])
        yield f"alter table {table} enable row level security"
        for name in ("sees", "adds", "changes", "removes"):
            yield f"drop policy if exists {name} on {table}"
        yield f"create policy sees on {table} for select using ({sees})"
        yield f"create policy adds on {table} for insert with check ({changes})"
        # A row is locked before the deed begins: who sees it may lock it, and needs the deed to change it.
        yield f"create policy changes on {table} for update using ({sees}) with check ({changes})"
        yield f"create policy removes on {table} for delete using ({changes})"


def _grants(role: str, database: str) -> Iterator[sql.Composed]:
    name = sql.Identifier(role)
    for statement in (
        "grant usage on schema public, guard to {role}",
        "grant temporary on database {database} to {role}",  # long lists are copied into a table beside it first
        "grant select, insert, update, delete on all tables in schema public to {role}",
        "grant usage, select on all sequences in schema public to {role}",
        "grant execute on all functions in schema public, guard to {role}",
        "grant select on all tables in schema guard to {role}",
        f"revoke insert, update, delete on {', '.join(ONLY_READ)} from {{role}}",
    ):
        yield sql.SQL(statement).format(role=name, database=sql.Identifier(database))


def _trust_comparisons(connection: Any) -> None:
    """Behind a policy an index serves a comparison only if it is known to tell nothing about the rows that it refuses.

    These three raise no error that depends on a row. Marking them needs a superuser; without it searches are slower.
    """
    found = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    if found and found[0]:
        for one in LEAKPROOF:
            connection.execute(f"alter function {one} leakproof")
