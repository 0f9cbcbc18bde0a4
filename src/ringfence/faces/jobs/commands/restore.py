"""Put a backup in the place of the database; the one that stood there is kept beside it."""

import argparse
import subprocess
from pathlib import Path

from psycopg import sql

from ringfence.settings.home import state_home

from ..database import Database, open_database, started, tools_for
from ..preparing import forget_prepared
from ..printing import CannotRun, Printer
from ..supervisor import read_running

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `ringfence backup` wrote")


def run(options: argparse.Namespace) -> None:
    say = Printer(as_json=options.json)
    if not options.file.is_file():
        raise CannotRun(f"There is no file {options.file}.")
    if read_running(state_home()):
        raise CannotRun("Ringfence is running. Stop it first: ringfence stop")
    with started(open_database()) as database:
        name = str(database.parameters()["dbname"])
        incoming, before = f"{name}_incoming", f"{name}_before_restore"
        _fill(database, incoming, options.file)
        _exchange(database, name=name, incoming=incoming, before=before)
    forget_prepared(state_home())
    say.line(
        f"Restored from {options.file}. The earlier database is kept as {before} until the next restore."
    )
    say.result({"restored": str(options.file), "earlier_database": before})


def _fill(database: Database, incoming: str, file: Path) -> None:
    """Restore into a new database of its own, whole or not at all."""
    _drop(database, incoming)
    with database.connect(name="postgres") as server:
        server.execute(sql.SQL("create database {} template template0").format(sql.Identifier(incoming)))
    command: list[str | Path] = [
        tools_for(database) / "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={incoming}", file,
    ]  # fmt: skip
    done = subprocess.run(command, env=database.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        _drop(database, incoming)
        raise CannotRun(f"The file could not be restored; the database is as it was. {done.stderr.strip()}")


def _exchange(database: Database, *, name: str, incoming: str, before: str) -> None:
    _drop(database, before)
    rename = sql.SQL("alter database {} rename to {}")
    with database.connect(name="postgres") as server, server.transaction():
        server.execute(rename.format(sql.Identifier(name), sql.Identifier(before)))
        server.execute(rename.format(sql.Identifier(incoming), sql.Identifier(name)))


def _drop(database: Database, name: str) -> None:
    with database.connect(name="postgres") as server:
        server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
