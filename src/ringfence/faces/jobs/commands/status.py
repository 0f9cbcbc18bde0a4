"""Say what runs, where it answers and where the data is."""

import argparse
from typing import Any

from ringfence.settings.home import state_home

from ..database import check_version, open_database
from ..printing import CannotRun, Printer
from ..supervisor import read_running

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    running = read_running(state_home())
    database = open_database()
    facts: dict[str, Any] = {
        "state": "running" if running else "stopped",
        "address": running.address if running else None,
        "pid": running.pid if running else None,
        "state_folder": str(state_home()),
        "database_folder": str(database.server.places.root) if database.server else None,
    }
    try:
        facts["database"] = check_version(database)
    except CannotRun as fault:
        facts["database"] = None
        facts["database_says"] = str(fault)
    say.result(
        facts, sentences=[f"{name.replace('_', ' '):<16} {value or '-'}" for name, value in facts.items()]
    )
    return 0 if running else 3
