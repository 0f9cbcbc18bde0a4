"""Start Ringfence: database, web server and worker, until Ctrl-C."""

import argparse
import os

from ringfence.settings.home import state_home

from ..printing import Printer
from ..starting import start_and_watch
from ..supervisor import AlreadyRunning, hold_lock, read_running

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0: every network)")
    parser.add_argument("--port", type=int, help="port to listen on (8000, or the next free one)")
    parser.add_argument("--no-demo", action="store_true", help="no demo staff and no outbreak to look at")
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), help="web processes")


def run(options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    home = state_home()
    try:
        with hold_lock(home):
            return start_and_watch(options, say=say, home=home)
    except AlreadyRunning:
        running = read_running(home)
        say.line(f"Ringfence is running already: {running.address if running else 'it is just starting'}")
        return 0
