"""Asking the process that has the key. If nobody listens, it is started, where that is allowed; a call can be told twice."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds: a start takes a quarter of one
ANSWERS_WITHIN = 30  # seconds, of five thousand numbers on a busy machine

_started: list[subprocess.Popen[bytes]] = []
_turn = Lock()


class Absent(Exception):
    """Nobody answers at the address."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the process listens, and the command that starts it (empty: somebody else does)."""

    file: Path
    starts: Sequence[str] = ()


def ask(address: Address, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer. Raises Absent. A process that died is started anew and asked again."""
    for nth, pause in enumerate(PAUSES):
        time.sleep(pause)
        try:
            return _asked(address.file, asked)
        except PermissionError:
            break  # it listens for another group
        except (FileNotFoundError, ConnectionError):
            if not address.starts and nth >= 2:
                break
            if address.starts and nth in (0, 5):
                _start(address.starts)
    raise Absent(str(address.file))


def running(address: Address) -> dict[str, Any] | None:
    """What the process says of itself; None: nobody listens. Nothing is started."""
    try:
        return _asked(address.file, {"kind": "status"})
    except (FileNotFoundError, ConnectionError, PermissionError):
        return None


def _asked(file: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, short(file) as name:
        line.settimeout(ANSWERS_WITHIN)
        line.connect(name)
        line.sendall(json.dumps(asked).encode() + b"\n")
        with line.makefile("rb") as answer:
            told = answer.readline()
    if not told.endswith(b"\n"):
        raise ConnectionResetError("The answer was broken off.")
    found: dict[str, Any] = json.loads(told)
    return found


@contextmanager
def short(file: Path) -> Iterator[str]:
    """A name of the socket that fits: the kernel takes 107 bytes, folders may be deeper."""
    if len(os.fsencode(file)) < 100:
        yield str(file)
        return
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{file.name}"
    finally:
        os.close(folder)


def _start(command: Sequence[str]) -> None:
    """In a session of its own: it outlives whoever needed it first. One that is too many ends by itself."""
    with _turn:
        _started[:] = [one for one in _started if one.poll() is None]
        _started.append(subprocess.Popen(
            list(command), start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ))  # fmt: skip
