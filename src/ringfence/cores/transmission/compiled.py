"""How the kernels are compiled: once, without the interpreter, without reference counting (they allocate nothing).

Numba's own cache looks only at the file of the outermost function; a change in a file that it calls would go unnoticed
and old machine code would run. So the code is kept in a folder named by the digest of every source file that kernels read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import config, njit

HERE = Path(__file__).parent
READ_BY_KERNELS = (
    "batch",
    "city",
    "compiled",
    "disease",
    "draws",
    "households",
    "layers",
    "meetings",
    "permutation",
    "policy",
    "state",
)


def _digest() -> str:
    digest = hashlib.sha256()
    for source in sorted(
        [*(HERE / "kernels").glob("*.py"), *(HERE / f"{name}.py" for name in READ_BY_KERNELS)]
    ):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> str | None:
    """Where machine code is kept; `None` if the user has no place that can be written to."""
    home = (
        os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    )
    folder = Path(home) / "ringfence" / f"kernels-{_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return str(folder)


VERSION = _digest()  # of everything that decides what a run does
FOLDER = _folder()
# Without _nrt=False each function call would count references of all arrays of the world up and down; without
# forceinline it would copy their descriptions (2.8 KB): fifteen times slower together.
OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False}


def _compiled(**more: Any) -> Callable[[Callable[..., Any]], Any]:
    def decorate(function: Callable[..., Any]) -> Any:
        before = config.CACHE_DIR  # type: ignore[attr-defined]
        config.CACHE_DIR = FOLDER or before  # type: ignore[attr-defined]
        try:
            return njit(**OPTIONS, **more)(function)
        finally:
            config.CACHE_DIR = before  # type: ignore[attr-defined]

    return decorate


kernel = _compiled()
inlined = _compiled(forceinline=True)
entry = _compiled(
    cache=FOLDER is not None
)  # only what Python calls is kept: keeping each kernel takes a minute
