"""Listening on a socket that only this user may open; one call a line, each written down before it is answered."""

from __future__ import annotations

import fcntl
import grp
import json
import os
import socketserver
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import SO_PEERCRED, SOL_SOCKET
from threading import Lock
from typing import Any

from ringfence.cores import pseudonyms
from ringfence.cores.pseudonyms.client import short

LONGEST = 4_000_000  # bytes of a call: five thousand sealed numbers are a fifth of it
READS_WITHIN = 10  # seconds; whoever connects and says nothing is left alone
MOVES_WITHIN = 24 * 3600  # seconds after the key was made: the first start of this release seals the numbers
LOG_AT_MOST = 20_000_000  # bytes; then it is set aside once, over the one before


class Busy(Exception):
    """Another process listens there already."""


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where it listens, what it alone reads, what it writes."""

    socket: Path
    key: Path
    log: Path


def serve(files: Files, *, idle: float | None, group: str | None = None, moving: bool = False) -> None:
    """Answer until nobody has asked for `idle` seconds (None: for ever). Raises KeyFault, Busy, LookupError (no such group)."""
    of_group = grp.getgrnam(group).gr_gid if group else None
    files.socket.parent.mkdir(parents=True, exist_ok=True)
    with files.socket.with_name(f"{files.socket.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(str(files.socket)) from None
        key = pseudonyms.read_or_make(files.key)
        keeper = pseudonyms.Keeper(key, Log(files.log).write, datetime.now(UTC), moving or _is_new(files.key))
        files.socket.unlink(missing_ok=True)  # of one that was killed
        before = os.umask(0o177)
        try:
            with short(files.socket) as name:
                server = Server(name, keeper)
        finally:
            os.umask(before)
        if of_group is not None:
            os.chown(files.socket, -1, of_group)
            files.socket.chmod(0o660)
        with server:
            server.listen(files.socket, idle)
        files.socket.unlink(missing_ok=True)


def _is_new(key_file: Path) -> bool:
    return time.time() - key_file.stat().st_mtime < MOVES_WITHIN


class Log:
    """Every call, a line of JSON: counts and purposes, never a number and never a person."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, told: Mapping[str, Any]) -> None:
        with suppress(FileNotFoundError):
            if self.file.stat().st_size > LOG_AT_MOST:
                self.file.replace(self.file.with_name(f"{self.file.name}.1"))
        descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as into:
            into.write(json.dumps(told) + "\n")


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The keeper behind a socket; it answers one call at a time, however many wait."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, name: str, keeper: pseudonyms.Keeper) -> None:
        self.keeper, self.turn, self.last = keeper, Lock(), time.monotonic()
        super().__init__(name, Caller)

    def listen(self, socket_file: Path, idle: float | None) -> None:
        """Until nobody has asked for so long, or the socket is gone from its folder: nobody could ask any more."""
        self.timeout = 1.0
        while socket_file.exists() and (idle is None or time.monotonic() - self.last < idle):
            self.handle_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who went away is no fault of this process, and nothing of a call is printed."""


class Caller(socketserver.StreamRequestHandler):
    """One call."""

    timeout = READS_WITHIN
    server: Server

    def handle(self) -> None:
        pid, uid, _gid = struct.unpack("3i", self.request.getsockopt(SOL_SOCKET, SO_PEERCRED, 12))
        told = self.rfile.readline(LONGEST)
        try:
            asked = json.loads(told) if told.endswith(b"\n") else {}
        except ValueError:
            asked = {}
        with self.server.turn:
            self.server.last = time.monotonic()
            answer = self.server.keeper.answer(
                asked if isinstance(asked, dict) else {}, now=datetime.now(UTC), who=f"process {pid} of user {uid}",
            )  # fmt: skip
        self.wfile.write(json.dumps(answer).encode() + b"\n")
