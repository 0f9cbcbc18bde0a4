"""Who runs here: a lock that the kernel releases when its holder dies, and a note for the other commands."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another supervisor holds this state folder."""


@dataclass(frozen=True)
class Running:
    """What a running supervisor says of itself."""

    pid: int
    address: str = ""

    def write(self, home: Path) -> None:
        """Leave the note where `status` and `stop` look."""
        _note(home).write_text(json.dumps(asdict(self)))


@contextmanager
def hold_lock(home: Path) -> Iterator[None]:
    """Be the only supervisor of `home`. Raises AlreadyRunning."""
    home.mkdir(parents=True, exist_ok=True)
    with _lock(home).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Another Ringfence is using {home}.") from None
        Running(pid=os.getpid()).write(home)
        try:
            yield
        finally:
            _note(home).unlink(missing_ok=True)


def read_running(home: Path) -> Running | None:
    """The supervisor of `home`, or None. A note without a held lock is a leftover of a killed one."""
    try:
        with _lock(home).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_note(home)
    except FileNotFoundError:
        return None
    return None


def _read_note(home: Path) -> Running | None:
    try:
        return Running(**json.loads(_note(home).read_text()))
    except (FileNotFoundError, ValueError):
        return None


def _lock(home: Path) -> Path:
    return home / "up.lock"


def _note(home: Path) -> Path:
    return home / "running.json"
