"""The database: DATABASE_URL, else the embedded server of the state folder. Its owner signs in by itself (`owner`)."""

import getpass
import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from ringfence.faces.jobs.embedded_postgres import Connection, application_of, connection_of

STEADY = {
    "ENGINE": "ringfence.ground.acting.postgresql",  # tells every connection who acts
    "ATOMIC_REQUESTS": False,  # every action opens its own transaction
    "CONN_MAX_AGE": 300,
    "CONN_HEALTH_CHECKS": True,  # a connection that died with its server is replaced, not served
}


def rows_are_held() -> bool:
    """Whether the application signs in under a role of its own that the policies of the rows hold (decision 0033)."""
    return os.environ.get("RINGFENCE_ROWS", "held") != "off"


def database(home: Path) -> dict[str, Any]:
    """Django's description of the one database, as pages, jobs and commands of the response use it."""
    where = application(home) if rows_are_held() else owner(home)
    pool = int(os.environ.get("RINGFENCE_POOL", "0"))
    return pooled(where, largest=pool) if pool else where


def application(home: Path) -> dict[str, Any]:
    """The database as the application's own role signs in, held to the policies of the rows."""
    url = os.environ.get("DATABASE_URL")
    where = STEADY | (from_url(url) if url else _described(application_of(home)))
    where["ROWS_ROLE"] = where["USER"] or os.environ.get("PGUSER") or getpass.getuser()
    return where


def owner(home: Path) -> dict[str, Any]:
    """The same database as its owner signs in: lays tables and policies, enters staff, writes backups.

    Without RINGFENCE_OWNER_URL a DATABASE_URL is all there is; what only the owner may do is refused by the database.
    """
    url = os.environ.get("RINGFENCE_OWNER_URL") or os.environ.get("DATABASE_URL")
    return STEADY | (from_url(url) if url else _described(connection_of(home)))


def pooled(where: dict[str, Any], *, largest: int) -> dict[str, Any]:
    """A web process has many threads: they share few connections and give them back after each answer."""
    pool = {"min_size": 1, "max_size": largest, "timeout": 20}
    return where | {"CONN_MAX_AGE": 0, "OPTIONS": where.get("OPTIONS", {}) | {"pool": pool}}


def _described(at: Connection) -> dict[str, Any]:
    return {"HOST": at.host, "PORT": str(at.port), "USER": at.user, "PASSWORD": at.password, "NAME": at.name}


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=require`; parameters become driver options."""
    given = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "HOST": str(given.pop("host", "")),
        "PORT": str(given.pop("port", "")),
        "USER": str(given.pop("user", "")),
        "PASSWORD": str(given.pop("password", "")),
        "NAME": str(given.pop("dbname", "ringfence")),
        "OPTIONS": given,
    }


def driver_parameters(settings: dict[str, Any]) -> dict[str, Any]:
    """The same place by the names of the driver, for connections outside Django."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if name != "pool"}
    return {name: settings[key] for key, name in names.items() if settings.get(key)} | options
