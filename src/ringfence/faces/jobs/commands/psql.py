"""Open the database's own command line, for reading and repair."""

import argparse
import os
import shutil

from ..database import open_database
from ..embedded_postgres import find_binaries
from ..printing import CannotRun

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs="*", help="for psql itself; write -- before them")


def run(options: argparse.Namespace) -> None:
    database = open_database()
    if database.server and not database.server.is_running:
        raise CannotRun("The database is not running. Start Ringfence first: ringfence up")
    program = find_binaries() / "psql"
    chosen = str(program) if program.is_file() else shutil.which("psql")
    if not chosen:
        raise CannotRun("The program psql was not found. Install the package `postgresql-client`.")
    output = ["--csv"] if options.json else []
    os.execve(chosen, [chosen, "--no-psqlrc", *output, *options.arguments], database.environment())
