"""Start and stop the server."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from . import cluster, processes
from .accounts import Account, account_for
from .binaries import find_binaries, reachable_binaries
from .cluster import PostgresDidNotStart
from .places import PORT, Connection, Places, connection_of, places_in, prepare

START_SECONDS = 120  # crash recovery replays the log: minutes after a long import
LONGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class Server:
    """One server on one data folder. `settings` are given on the command line of the server."""

    binaries: Path
    account: Account
    places: Places
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def connection(self) -> Connection:
        """How clients reach it."""
        return connection_of(self.places.home)

    @property
    def is_running(self) -> bool:
        """Whether its first process lives; it may still recover or shut down."""
        pid = processes.postmaster_pid(self.places.data)
        return pid is not None and processes.is_postmaster(pid, self.places.data)

    @property
    def is_ready(self) -> bool:
        """Whether it answers; False while it recovers."""
        sockets = ["-h", str(self.places.sockets), "-p", str(PORT), "-d", "postgres"]
        return self.account.run([self.binaries / "pg_isready", "-q", *sockets]).returncode == 0

    def start(self) -> None:
        """Create it if it is new, start it unless it runs, wait until it answers. Raises PostgresDidNotStart."""
        if not self.places.data.exists():
            durable = self.settings.get("fsync") != "off"
            cluster.create(binaries=self.binaries, account=self.account, places=self.places, durable=durable)
        until = time.monotonic() + START_SECONDS
        while not self.is_ready:
            if not self.is_running:
                self._try_start(until=until)
            elif time.monotonic() > until:
                raise PostgresDidNotStart(f"PostgreSQL does not answer. {self._last_words()}")
            else:
                time.sleep(0.05)
        cluster.create_database(self.connection)
        cluster.create_application(self.connection, password=cluster.application_password(self.places))

    def stop(self, *, mode: str = "fast") -> None:
        """Stop it; `immediate` does not wait for a checkpoint."""
        if self.is_running:
            failed = self._pg_ctl("stop", "-m", mode, "-t", str(START_SECONDS))
            if failed and self.is_running:
                raise PostgresDidNotStart(f"PostgreSQL does not stop. {failed}")

    def _try_start(self, *, until: float) -> None:
        """One attempt. Processes of a killed server may need a moment to leave: such a failure returns."""
        processes.remove_stale_locks(self.places.data, sockets=self.places.sockets)
        self._trim_log()
        log = ["-l", str(self.places.log)]
        failed = self._pg_ctl("start", "-w", "-t", str(START_SECONDS), *log, "-o", self._options())
        if not failed:
            return
        words = self._last_words()
        leaving = "shared memory" in words or "postmaster.pid" in words
        if not leaving or time.monotonic() > until:
            raise PostgresDidNotStart(f"PostgreSQL did not start. {words or failed}")
        time.sleep(0.5)

    def _options(self) -> str:
        local_only = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.places.sockets),
            "port": str(PORT),
        }
        return " ".join(f"-c {name}='{value}'" for name, value in (local_only | self.settings).items())

    def _pg_ctl(self, *arguments: str) -> str:
        """What went wrong, or nothing. Its output goes to a file: the server would keep a pipe open."""
        said = self.places.root / "pg_ctl.out"
        with said.open("w") as output:
            done = self.account.run(
                [self.binaries / "pg_ctl", "-D", self.places.data, "-s", *arguments],
                capture_output=False,
                stdout=output,
                stderr=output,
            )
        return (
            ""
            if done.returncode == 0
            else said.read_text().strip() or f"pg_ctl ended with {done.returncode}."
        )

    def _last_words(self) -> str:
        if not self.places.log.exists():
            return ""
        return " ".join(self.places.log.read_text(errors="replace").splitlines()[-6:])

    def _trim_log(self) -> None:
        if self.places.log.exists() and self.places.log.stat().st_size > LONGEST_LOG_BYTES:
            self.places.log.write_text("")


def open_server(home: Path, *, settings: dict[str, str] | None = None) -> Server:
    """The server of `home` with its folders prepared; it may still have to be started."""
    account = account_for(places_in(home).data)
    binaries = reachable_binaries(find_binaries(), account=account)
    places = prepare(home, account=account)
    return Server(binaries=binaries, account=account, places=places, settings=settings or {})
