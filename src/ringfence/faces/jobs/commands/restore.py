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
from .backup import KEY_TABLES, KEYS

NEEDS_DJANGO = False
NOBODYS_KEYS = {
    "identities_datakey": "delete from identities_datakey where person_id not in (select person_id from people_identity)",
    "identities_travellerkey": "delete from identities_travellerkey where arrival_id not in (select arrival_id from arrivals_traveller)",
    "identities_recordkey": "delete from identities_recordkey where words_id not in (select id from audit_words)",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `ringfence backup` wrote")
    parser.add_argument(
        "--keys", type=Path, help=f"the newest file of data keys (default: {KEYS} beside the file)"
    )
    parser.add_argument(
        "--without-keys",
        action="store_true",
        help="bring nobody's data keys back: no name of the backup opens",
    )


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
        keys = _bring_keys(database, incoming, options)
        _exchange(database, name=name, incoming=incoming, before=before)
    forget_prepared(state_home())
    say.line(
        f"Restored from {options.file}. The earlier database is kept as {before} until the next restore."
    )
    if keys is not None:
        say.line(
            f"{keys:,} data keys are back: of people, travellers and words of the record. Who was forgotten since the backup stays unreadable."
        )
    say.result({"restored": str(options.file), "earlier_database": before, "data_keys": keys})


def _fill(database: Database, incoming: str, file: Path) -> None:
    """Restore into a new database of its own, whole or not at all."""
    _drop(database, incoming)
    with database.connect(name="postgres") as server:
        server.execute(sql.SQL("create database {} template template0").format(sql.Identifier(incoming)))
    _restore(database, incoming, file)


def _bring_keys(database: Database, incoming: str, options: argparse.Namespace) -> int | None:
    """The data keys come from a file of their own. None: a backup from before the vault holds names in clear.

    Keys of people whom the backup does not know are left out; who has no key any more stays unreadable.
    """
    tables = _tables_of_keys(database, incoming)
    if not tables:
        return None
    file: Path = options.keys or options.file.parent / KEYS
    if not options.without_keys:
        if not file.is_file():
            _drop(database, incoming)
            raise CannotRun(
                f"There is no file of data keys {file}; the database is as it was. Name it with --keys FILE, or say --without-keys."
            )
        _restore(database, incoming, file, "--data-only", *(f"--table={one}" for one in tables))
    return sum(_known_keys(database, incoming, one) for one in tables)


def _tables_of_keys(database: Database, incoming: str) -> list[str]:
    """Those that the backup has: travellers stood in clear in older ones, and are sealed at the next start."""
    with database.connect(name=incoming) as server:
        found = server.execute("select name from unnest(%s::text[]) name where to_regclass(name) is not null", [list(KEY_TABLES)])  # fmt: skip
        return [name for (name,) in found.fetchall()]


def _known_keys(database: Database, incoming: str, table: str) -> int:
    """Keys of whom the backup does not know are left out; returns how many stay."""
    with database.connect(name=incoming) as server:
        server.execute(NOBODYS_KEYS[table])
        (count,) = server.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone() or (0,)  # fmt: skip
    return int(count)


def _restore(database: Database, incoming: str, file: Path, *how: str) -> None:
    command: list[str | Path] = [
        tools_for(database) / "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges",
        *how, f"--dbname={incoming}", file,
    ]  # fmt: skip
    done = subprocess.run(command, env=database.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        _drop(database, incoming)
        raise CannotRun(f"{file} could not be restored; the database is as it was. {done.stderr.strip()}")


def _exchange(database: Database, *, name: str, incoming: str, before: str) -> None:
    _drop(database, before)
    rename = sql.SQL("alter database {} rename to {}")
    with database.connect(name="postgres") as server, server.transaction():
        server.execute(rename.format(sql.Identifier(name), sql.Identifier(before)))
        server.execute(rename.format(sql.Identifier(incoming), sql.Identifier(name)))


def _drop(database: Database, name: str) -> None:
    with database.connect(name="postgres") as server:
        server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
