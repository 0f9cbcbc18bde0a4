"""The database that the commands work with: the embedded server, or the one that DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ringfence.settings.database import database, driver_parameters, owner
from ringfence.settings.home import state_home

from .embedded_postgres import Server, open_server
from .embedded_postgres.binaries import OLDEST_MAJOR, find_tools
from .embedded_postgres.tuning import fitted_settings
from .printing import CannotRun


@dataclass(frozen=True)
class Database:
    """Where the tables are, reached by their owner. `server` is None when DATABASE_URL names a server that others run."""

    server: Server | None

    def connect(self, *, name: str | None = None) -> psycopg.Connection[Any]:
        """A plain connection outside Django; raises CannotRun when the server does not let us in."""
        try:
            return psycopg.connect(**self.parameters(name=name), autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as fault:
            raise CannotRun(f"The database does not answer: {str(fault).strip()}") from fault

    def application(self) -> psycopg.Connection[Any]:
        """A plain connection as the application signs in. Raises CannotRun when the server does not let it in."""
        given = driver_parameters(database(state_home()))
        try:
            return psycopg.connect(**given, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as fault:
            raise CannotRun(f"The database does not let the application in: {str(fault).strip()}") from fault

    def parameters(self, *, name: str | None = None) -> dict[str, Any]:
        """Connection parameters by their libpq names."""
        given = driver_parameters(owner(state_home()))
        return given | {"dbname": name} if name else given

    def environment(self, *, name: str | None = None) -> dict[str, str]:
        """The same for psql, pg_dump and pg_restore, as environment variables."""
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
                 "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
        given = self.parameters(name=name)
        return os.environ | {names[key]: str(value) for key, value in given.items() if key in names}


def tools_for(database: Database) -> Path:
    """The folder with pg_dump, pg_restore and psql that fit the running server."""
    with database.connect() as connection:
        return find_tools(server_major=connection.info.server_version // 10_000)


def open_database() -> Database:
    """The database of this installation; the embedded server may still have to be started."""
    if os.environ.get("DATABASE_URL"):
        return Database(server=None)
    return Database(server=open_server(state_home(), settings=fitted_settings()))


def check_version(database: Database) -> str:
    """The server's version in words. Raises CannotRun when it is too old."""
    with database.connect() as connection:
        number, words = connection.info.server_version, connection.info.parameter_status("server_version")
    if number < OLDEST_MAJOR * 10_000:
        raise CannotRun(f"PostgreSQL {words} is too old: Ringfence needs version {OLDEST_MAJOR} or newer.")
    return f"PostgreSQL {words}"


@contextmanager
def started(database: Database) -> Iterator[Database]:
    """The database with its server running; a server that stood still is stopped again afterwards."""
    rests = database.server is not None and not database.server.is_running
    if database.server and rests:
        database.server.start()
    try:
        yield database
    finally:
        if database.server and rests:
            database.server.stop()
