"""Open the database's own command line, for reading and repair."""

import argparse
import os

from ..database import open_database, tools_for
from ..printing import CannotRun

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs="*", help="for psql itself; write -- before them")


def run(options: argparse.Namespace) -> None:
    database = open_database()
    if database.server and not database.server.is_running:
        raise CannotRun("The database is not running. Start Ringfence first: ringfence up")
    program = str(tools_for(database) / "psql")
    output = ["--csv"] if options.json else []
    os.execve(program, [program, "--no-psqlrc", *output, *options.arguments], database.environment())
