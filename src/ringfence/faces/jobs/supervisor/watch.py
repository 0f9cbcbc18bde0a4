"""The loop that keeps everything alive until it is told to stop."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from ..embedded_postgres import PostgresDidNotStart, Server
from .children import Child

LOOK_SECONDS = 0.25
DATABASE_WAIT_SECONDS = 5.0  # between attempts to start a database that does not
GRACE_SECONDS = 15.0  # an import finishes its chunk, a request its answer


class Supervisor:
    """Starts the children, restarts what ends, and stops all of them in turn."""

    def __init__(
        self, *, children: Sequence[Child], database: Server | None, say: Callable[[str], None]
    ) -> None:
        self.children = children
        self.database = database
        self.say = say
        self._stop = threading.Event()
        self._database_again = 0.0

    def listen_for_stop(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal stop everything in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)

    def watch(self, *, on_ready: Callable[[], bool]) -> None:
        """Keep everything running until told to stop; `on_ready` is asked until it has said yes once."""
        ready = False
        while not self._stop.is_set():
            self._look_after_database()
            for child in self.children:
                happened = child.keep_alive()
                if happened:
                    self.say(happened)
            ready = ready or on_ready()
            self._stop.wait(LOOK_SECONDS)

    def run_through(self, child: Child) -> int | None:
        """Run a program once to its end and return its exit code; None when told to stop meanwhile."""
        child.keep_alive()
        while not self._stop.is_set():
            code = child.exit_code
            if code is not None:
                return code
            self._stop.wait(LOOK_SECONDS / 5)
        child.ask_to_stop()
        child.wait_or_kill(seconds=GRACE_SECONDS)
        return None

    def stop(self) -> None:
        """Stop the children together, then the database."""
        until = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_or_kill(seconds=until - time.monotonic())
        if self.database:
            self.database.stop()

    def _look_after_database(self) -> None:
        if self.database is None or self.database.is_running:
            return
        if time.monotonic() < self._database_again:
            return
        self.say("PostgreSQL ended; starting it again.")
        try:
            self.database.start()
        except PostgresDidNotStart as fault:
            self.say(str(fault))
            self._database_again = time.monotonic() + DATABASE_WAIT_SECONDS

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()
