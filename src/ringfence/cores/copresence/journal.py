"""The record of calls as a file: one JSON line each, chained by hashes, on the disk before any answer is given."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from ringfence.kernel import Refused, reason

from .authorisation import Call

FIRST = "0" * 64


@dataclass(frozen=True)
class Journal:
    """`journal.record` is the callback that a search asks for."""

    file: Path

    def record(self, call: Call) -> None:
        """Append one call. Raises `Refused` when the record cannot be kept; then nothing may be answered."""
        try:
            with self.file.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                before = _last_hash(file.name)
                text = json.dumps(call.as_json(), ensure_ascii=False, sort_keys=True, default=str)
                file.write(
                    json.dumps({"hash": _hash(before, text), "call": text}, ensure_ascii=False).encode()
                    + b"\n"
                )
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise Refused(reason("The call could not be put on record, so nothing was searched: {fault}.", fault=str(fault))) from fault  # fmt: skip

    def calls(self) -> list[dict[str, object]]:
        """Every call in order. Raises `Refused` at the first line that was changed, added between or cut."""
        before, found = FIRST, []
        for number, line in enumerate(_lines(self.file), 1):
            try:
                kept = json.loads(line)
                intact = kept["hash"] == _hash(before, kept["call"])
            except (ValueError, KeyError, TypeError):
                intact = False
            if not intact:
                raise Refused(reason("Line {line} of the record of calls was changed.", line=number))
            before = kept["hash"]
            found.append(json.loads(kept["call"]))
        return found


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _last_hash(name: str) -> str:
    lines = _lines(Path(name))
    return str(json.loads(lines[-1])["hash"]) if lines else FIRST


def _hash(before: str, text: str) -> str:
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
