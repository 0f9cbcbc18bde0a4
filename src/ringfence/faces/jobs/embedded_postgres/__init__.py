"""A PostgreSQL server of our own, started from ready-made binaries and reachable by a local socket only.

Nothing here imports Django: the settings ask `connection_of(home)` where the database is, and the
commands call `open_server(home)` to create and start it.
"""

from .accounts import Account, account_for
from .binaries import PostgresMissing, find_binaries
from .cluster import PostgresDidNotStart
from .places import (
    APPLICATION_USER,
    DATABASE_NAME,
    DATABASE_USER,
    Connection,
    Places,
    application_of,
    connection_of,
    places_in,
)
from .server import Server, open_server

__all__ = [
    "APPLICATION_USER",
    "DATABASE_NAME",
    "DATABASE_USER",
    "Account",
    "Connection",
    "Places",
    "PostgresDidNotStart",
    "PostgresMissing",
    "Server",
    "account_for",
    "application_of",
    "connection_of",
    "find_binaries",
    "open_server",
    "places_in",
]
