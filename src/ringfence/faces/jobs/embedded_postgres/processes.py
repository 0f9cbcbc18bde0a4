"""Is the server of a data folder alive? A PID alone proves nothing: it may be a zombie or another program."""

import os
from pathlib import Path


def postmaster_pid(data: Path) -> int | None:
    """The PID that the data folder's lock file names, alive or not."""
    return _named_pid(data / "postmaster.pid")


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether `pid` is a living PostgreSQL that works in `data`."""
    if not Path("/proc/self").exists():
        return _exists(pid)
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    program = Path(os.fsdecode(command[0])).name if command else ""
    return state not in "ZX" and program in ("postgres", "postmaster") and os.fsencode(data) in command


def remove_stale_locks(data: Path, *, sockets: Path) -> None:
    """Remove lock files whose PID is a zombie or another program; PostgreSQL would believe them.

    Server processes that outlived their postmaster stay protected: PostgreSQL finds their shared
    memory by the data folder itself and refuses to start beside them.
    """
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        pid = _named_pid(lock)
        if pid is not None and _exists(pid) and not is_postmaster(pid, data):
            lock.unlink(missing_ok=True)


def _named_pid(lock: Path) -> int | None:
    try:
        return abs(int(lock.read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
