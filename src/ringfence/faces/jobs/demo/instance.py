"""An instance of its own for the demo: in a temporary folder, with a database of its own, gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from ringfence.settings.home import state_home
from ringfence.settings.rooms import PACKAGE

from .. import addresses
from ..embedded_postgres.places import places_in
from ..supervisor import read_running
from .caller import Caller, until
from .telling import Deviation

HOST = "127.0.0.1"
START_SECONDS = 300  # a slow and busy machine; a minute is usual
STOP_SECONDS = 30
NOT_OURS = (
    "DATABASE_URL",
    "RINGFENCE_OWNER_URL",
    "DJANGO_SETTINGS_MODULE",
    "RINGFENCE_HOME",
    "RINGFENCE_SECRET_KEY",
)


class Instance:
    """Runs between `with` and its end, whatever happens in between."""

    def __init__(self, *, keep: bool = False) -> None:
        """`keep`: in the usual state folder, where everything stays; an instance that runs there is used as it is."""
        self.keep = keep
        self.home = state_home() if keep else Path(tempfile.mkdtemp(prefix="ringfence-demo-"))
        if not keep:
            self.home.chmod(0o755)  # as root, the database's own account must be able to enter
        running = read_running(self.home) if keep else None
        self.runs_already = bool(running and running.address)
        self.port = int(str(urlsplit(running.address).port)) if running and running.address else _free_port()
        self._environment = _environment(self.home)
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Instance:
        return self

    def __exit__(self, *fault: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it says that it is well."""
        if self.runs_already:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "ringfence", "up", "--port", str(self.port), "--workers", "1"],
                env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True, cwd=self.home,
            )  # fmt: skip
        until(self._is_well, seconds=START_SECONDS, otherwise="The demo's instance did not start")

    def caller(self) -> Caller:
        """Its public interface, with a fresh key for everybody of the demo staff."""
        made = subprocess.run(
            [sys.executable, "-m", f"{__package__}.keys"],
            env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=START_SECONDS, check=False,
            cwd=self.home,
        )  # fmt: skip
        if made.returncode:
            raise Deviation(f"No keys could be made for the demo staff: {made.stderr.strip()[-500:]}")
        return Caller(f"http://{HOST}:{self.port}", json.loads(made.stdout))

    def stop(self) -> bool:
        """Stop what was started and, unless it is kept, leave nothing behind; whether it stopped by itself when asked to."""
        asked, program, self._program = True, self._program, None
        if program is not None:
            asked = _ended(program)
        if self.keep:
            return asked
        places = places_in(self.home)
        _end_database(places.data)
        for folder in (places.sockets, places.root, self.home):
            shutil.rmtree(folder, ignore_errors=True)
        return asked

    @property
    def _log(self) -> Path:
        return self.home / "demo.log"

    def _is_well(self) -> bool:
        if self._program is None or self._program.poll() is not None:
            told = self._log.read_text(errors="replace").strip().splitlines()[-8:]
            raise Deviation("The demo's instance ended at once: " + " | ".join(told))
        return addresses.answers(HOST, self.port)


def _environment(home: Path) -> dict[str, str]:
    """Ours, but with its own state, and our own package wherever it is started."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    paths = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    return kept | {"RINGFENCE_HOME": str(home), "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _ended(program: subprocess.Popen[bytes]) -> bool:
    """Ask the supervisor, which stops its programs and its database; whoever is left of its group is killed."""
    program.terminate()
    try:
        return program.wait(timeout=STOP_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _end_database(data: Path) -> None:
    """A database that outlived its supervisor is told to stop at once; its folder is about to go."""
    with suppress(OSError, ValueError, IndexError):
        os.kill(int((data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGQUIT)
