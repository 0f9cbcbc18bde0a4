"""One program that is kept running."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0  # who ran this long is well again: the next fault starts from the first wait
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """A command of its own process group, restarted with growing waits when it ends by itself."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    quiet: bool = False  # what it prints is for nobody
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _wait_seconds: float = field(default=FIRST_WAIT_SECONDS, init=False)
    _start_again: float = field(default=0.0, init=False)

    @property
    def pid(self) -> int | None:
        """Its process, or None while it waits for its next start."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """How it ended, or None while it runs."""
        return self._process.poll() if self._process else None

    def keep_alive(self) -> str | None:
        """Start it if it is time to; says what happened if it ended by itself."""
        if self._process is None:
            if time.monotonic() >= self._start_again:
                self._start()
            return None
        code = self._process.poll()
        return None if code is None else self._note_end(code)

    def ask_to_stop(self) -> None:
        """Tell the program to finish what it does and end."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_or_kill(self, *, seconds: float) -> None:
        """Give it this long to end, then end it and everything it started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=max(seconds, 0.01))
        self._kill_group()
        self._process.wait()
        self._process = None

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.quiet else None,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops them in order
            preexec_fn=_end_with_parent,
        )
        self._started = time.monotonic()

    def _note_end(self, code: int) -> str:
        self._kill_group()  # a server's own workers must not outlive it
        self._process = None
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._wait_seconds = FIRST_WAIT_SECONDS
        waits = self._wait_seconds
        self._start_again = time.monotonic() + waits
        self._wait_seconds = min(waits * 2, LONGEST_WAIT_SECONDS)
        return f"{self.name} ended ({_spoken(code)}); starting it again in {waits:g} s."

    def _kill_group(self) -> None:
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_supervisor_pid = os.getpid()


def _end_with_parent() -> None:
    """In the child, before its program: if the supervisor is killed, the kernel ends the child as well."""
    if _libc is not None:
        _libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != _supervisor_pid:
            os._exit(1)


def _spoken(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
