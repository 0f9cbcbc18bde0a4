"""Stop a running Ringfence, and its database if that was left behind."""

import argparse
import os
import signal
import time

from ringfence.settings.home import state_home

from ..database import open_database
from ..printing import CannotRun, Printer
from ..supervisor import read_running

NEEDS_DJANGO = False
LONGEST_WAIT_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(options: argparse.Namespace) -> None:
    say = Printer(as_json=options.json)
    running = read_running(state_home())
    if running:
        os.kill(running.pid, signal.SIGTERM)
        _wait_until_gone(running.pid)
    server = open_database().server
    left_behind = server is not None and server.is_running
    if server and left_behind:
        server.stop()
    say.line("Stopped." if running or left_behind else "Nothing was running.")
    say.result({"stopped": running is not None, "database_stopped": left_behind})


def _wait_until_gone(pid: int) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while read_running(state_home()):
        if time.monotonic() > until:
            raise CannotRun(f"The process {pid} does not end. Look at it with `ps -p {pid}`.")
        time.sleep(0.1)
