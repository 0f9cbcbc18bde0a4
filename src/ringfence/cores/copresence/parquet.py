"""One DuckDB in memory for a whole process: opening one takes 40 ms, a session of it almost nothing."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

# what is opened in memory has the same path again and again, and must not outlive its reading
FORGETS_FILES: dict[str, str | bool | int | float | list[str]] = {"enable_external_file_cache": False}
_KEPT: dict[int, duckdb.DuckDBPyConnection] = {}


def session() -> duckdb.DuckDBPyConnection:
    """A session of its own, for a `with`. What it registers nobody else sees; a forked process gets its own database."""
    own = _KEPT.get(os.getpid())
    if own is None:
        own = _KEPT.setdefault(os.getpid(), duckdb.connect(config=FORGETS_FILES))
    return own.cursor()


def quoted(path: Path) -> str:
    """A path as SQL text; DuckDB binds no parameters in the place of a file."""
    return "'" + str(path).replace("'", "''") + "'"
