"""What `ringfence up` does, step by step."""

import argparse
import os
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from ringfence.settings.database import rows_are_held

from . import addresses
from .database import Database, check_version, open_database
from .preparing import fingerprint, read_prepared
from .printing import CannotRun, Printer
from .programs import preparation, programs, warming
from .signing_in import insist_on_a_fit_role
from .supervisor import Child, Running, Supervisor


def start_and_watch(options: argparse.Namespace, *, say: Printer, home: Path) -> int:
    """Start everything, print the address, keep it running until told to stop."""
    began = time.monotonic()
    port = addresses.free_port(options.host, wanted=options.port)
    database = open_database()
    supervisor = Supervisor(
        children=programs(host=options.host, port=port, workers=options.workers),
        database=database.server,
        say=say.line,
    )
    supervisor.listen_for_stop()
    let_the_key_go(home)  # one of an earlier version would answer in its own way
    beside = warming()
    try:
        if _lay_the_ground(options, database, supervisor, say=say, home=home):
            Running(pid=os.getpid(), address=addresses.spoken(options.host, port)).write(home)
            supervisor.watch(
                on_ready=lambda: _announce(options, port, say=say, home=home, began=began, beside=beside)
            )
    finally:
        say.line("Stopping.")
        _let_viewers_go(database)
        beside.wait_or_kill(seconds=0)
        supervisor.stop()
        let_the_key_go(home)
    say.line("Stopped. The data stays.")
    return 0


def _lay_the_ground(
    options: argparse.Namespace, database: Database, supervisor: Supervisor, *, say: Printer, home: Path
) -> bool:
    """Database, tables and starting data; False when it was told to stop meanwhile."""
    if database.server:
        say.line("Database: starting" if database.server.places.data.exists() else "Database: creating")
        database.server.start()
    say.line(f"Database: {check_version(database)} is ready")
    if not _is_prepared(options, database, home):
        say.line("Tables and starting data: looking")
        code = supervisor.run_through(preparation(demo=not options.no_demo))
        if code:
            raise CannotRun("The tables or the starting data could not be prepared; the lines above say why.")
        if code is None:
            return False
        say.line("Tables and starting data: ready")
    say.line(f"Database: the application signs in as {insist_on_a_fit_role(database)}")
    return True


def _is_prepared(options: argparse.Namespace, database: Database, home: Path) -> bool:
    """Nothing to lay, or nobody here who may: of a server that others run we remember nothing, and its owner is asked."""
    if database.server is None:
        return rows_are_held() and not os.environ.get("RINGFENCE_OWNER_URL")
    prepared = read_prepared(home)
    return prepared is not None and prepared.fingerprint == fingerprint(demo=not options.no_demo)


def _announce(
    options: argparse.Namespace, port: int, *, say: Printer, home: Path, began: float, beside: Child
) -> bool:
    """Say where Ringfence is and who can sign in, once it answers; what can wait begins then."""
    if not addresses.answers(options.host, port):
        return False
    beside.keep_alive()
    address = addresses.spoken(options.host, port)
    say.line(f"\nRingfence is ready after {time.monotonic() - began:.0f} s:  {address}\n")
    prepared = read_prepared(home)
    sign_ins = prepared.sign_ins if prepared else ()
    if sign_ins:
        say.line("Sign in as one of these demo people:")
        width = max(len(one.username) for one in sign_ins)
        for one in sign_ins:
            say.line(f"  {one.username:<{width}}  {one.password}  {one.role}")
    code = prepared.own_page_code if prepared else ""
    if code:
        say.line(
            f"\nA demo citizen's own page: {address}my/  code {code} (opens once; the page gives a new one)"
        )
    say.line("\nCtrl-C stops everything; the data stays.")
    say.result({"address": address, "sign_ins": [vars(one) for one in sign_ins], "own_page_code": code})
    return True


def let_the_key_go(home: Path) -> None:
    """End the process that keeps the key of the movement numbers, if it was started when it was needed; another call starts it.

    It ends within a second of its socket being gone. One that somebody runs by themselves (RINGFENCE_PSEUDONYMS) stays.
    """
    if not os.environ.get("RINGFENCE_PSEUDONYMS"):
        (home / "pseudonyms.sock").unlink(missing_ok=True)


def _let_viewers_go(database: Database) -> None:
    """End the open live streams, so that the web server has nothing to wait for."""
    with suppress(CannotRun, psycopg.Error), database.connect() as connection:
        connection.execute("select pg_notify('ringfence_live', %s)", ['{"topic": "closing"}'])
