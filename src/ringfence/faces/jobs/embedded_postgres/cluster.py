"""Create the data folder of a server, whole or not at all."""

import secrets
import shutil
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from .accounts import Account
from .binaries import major_version
from .places import APPLICATION_USER, DATABASE_NAME, DATABASE_USER, Connection, Places

NEW_BUILTIN_LOCALE = 17  # first version with a locale of its own, independent of the system's


class PostgresDidNotStart(RuntimeError):
    """The server could not be created or started; the message ends with its own last words."""


def create(*, binaries: Path, account: Account, places: Places, durable: bool) -> None:
    """Run initdb beside the goal and rename, so that an interrupted start leaves no half database."""
    draft = places.root / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    account.owns(draft)
    password = _hand_over(_password(places), draft=places.root / "initial-password", account=account)
    made = account.run(
        [binaries / "initdb", "-D", draft, f"--pwfile={password}", *_options(binaries, durable=durable)]
    )
    password.unlink()
    if made.returncode != 0:
        raise PostgresDidNotStart(f"The database could not be created. {made.stderr.strip()}")
    draft.rename(places.data)


def create_database(connection: Connection) -> None:
    """Create the database inside a running server unless it is there."""
    with _server(connection) as server:
        found = server.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME]).fetchone()
        if found is None:
            server.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))


def create_application(connection: Connection, *, password: str) -> None:
    """The role that the application signs in as, unless it is there: it owns nothing and bypasses nothing."""
    name = sql.Identifier(APPLICATION_USER)
    with _server(connection) as server, server.transaction():
        server.execute("select pg_advisory_xact_lock(hashtext('ringfence.role'))")  # two may start at once
        if server.execute("select from pg_roles where rolname = %s", [APPLICATION_USER]).fetchone() is None:
            server.execute(sql.SQL("create role {}").format(name))
        server.execute(
            sql.SQL(
                "alter role {} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password {}"
            ).format(name, sql.Literal(password))
        )


def application_password(places: Places) -> str:
    """Made once, readable for its owner only."""
    return _kept_secret(places.application_password)


def _server(connection: Connection) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=connection.host, port=connection.port, user=connection.user, password=connection.password,
        dbname="postgres", autocommit=True,
    )  # fmt: skip


def _options(binaries: Path, *, durable: bool) -> list[str]:
    locale = ["--locale=C.UTF-8"]
    if major_version(binaries) >= NEW_BUILTIN_LOCALE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    speed = [] if durable else ["--no-sync"]
    return ["-U", DATABASE_USER, "-E", "UTF8", "--data-checksums", "--auth=scram-sha-256", *locale, *speed]


def _password(places: Places) -> str:
    return _kept_secret(places.password)


def _kept_secret(file: Path) -> str:
    if not file.exists() or not file.read_text().strip():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text().strip()


def _hand_over(password: str, *, draft: Path, account: Account) -> Path:
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(password)
    account.owns(draft)
    return draft
