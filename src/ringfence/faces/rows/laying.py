"""Lay the policies: after every migration, in one transaction; told twice, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from typing import Any

from psycopg import sql
from psycopg.errors import DuplicateObject, UniqueViolation

from .policies import READS, WRITES
from .rights import DEEDS, NARROW, ROLES, SIGHT

LEAKPROOF = ("pg_catalog.textlike(text, text)", "pg_catalog.lower(text)", "pg_catalog.arraycontains(anyarray, anyarray)")  # fmt: skip
ONLY_READ = ("access_roleheld", "access_organisation", "django_migrations")  # duties are given at the console


def lay(connection: Any, *, role: str) -> None:
    """Everything that stands between the application's role and the rows, on the owner's connection (psycopg)."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('ringfence.rows'))")
        connection.execute(files(__package__).joinpath("functions.sql").read_text(encoding="utf-8"))
        _books(connection)
        for statement in (*_policies(), *_grants(role)):
            connection.execute(statement)
        _trust_comparisons(connection)


def make_role(connection: Any, *, role: str) -> None:
    """The application's own role, which owns nothing and bypasses nothing. Raises psycopg's error if it may not be made."""
    name = sql.Identifier(role)
    if connection.execute("select from pg_roles where rolname = %s", [role]).fetchone() is None:
        with suppress(DuplicateObject, UniqueViolation):  # two may prepare at once
            connection.execute(
                sql.SQL("create role {} nosuperuser nobypassrls nocreatedb nocreaterole").format(name)
            )
    connection.execute(sql.SQL("grant {} to current_user").format(name))


def _books(connection: Any) -> None:
    pairs = {"role_permission": ROLES, "deed_table": DEEDS, "sight_table": SIGHT}
    for table, rows in pairs.items():
        connection.execute(f"delete from guard.{table}")
        values = [(name, one) for name, many in rows.items() for one in many]
        with connection.cursor() as cursor:
            cursor.executemany(f"insert into guard.{table} values (%s, %s)", values)
    connection.execute("delete from guard.wide_deed")
    connection.execute(
        "insert into guard.wide_deed select unnest(%s::text[])", [sorted(DEEDS.keys() - set(NARROW))]
    )


def _policies() -> Iterator[str]:
    for table, conditions in READS.items():
        writes = f"(select guard.writes('{table}'))"
        changes = " or ".join([writes, *([f"({WRITES[table]})"] if table in WRITES else [])])
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


def _grants(role: str) -> Iterator[sql.Composed]:
    name = sql.Identifier(role)
    for statement in (
        "grant usage on schema public, guard to {role}",
        "grant select, insert, update, delete on all tables in schema public to {role}",
        "grant usage, select on all sequences in schema public to {role}",
        "grant execute on all functions in schema public, guard to {role}",
        "grant select on all tables in schema guard to {role}",
        f"revoke insert, update, delete on {', '.join(ONLY_READ)} from {{role}}",
    ):
        yield sql.SQL(statement).format(role=name)


def _trust_comparisons(connection: Any) -> None:
    """Behind a policy an index serves a comparison only if it is known to tell nothing about the rows that it refuses.

    These three raise no error that depends on a row. Marking them needs a superuser; without it searches are slower.
    """
    found = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    if found and found[0]:
        for one in LEAKPROOF:
            connection.execute(f"alter function {one} leakproof")
