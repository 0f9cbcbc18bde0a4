"""How the kernels are compiled: without the interpreter, kept in a folder named by the digest of their sources.

Numba's own cache looks only at the file of the function that Python calls; the digest covers every file of this folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import config, njit

HERE = Path(__file__).parent


def _folder() -> str | None:
    """Where machine code is kept; `None` if the user has no place that can be written to."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("kernels/*.py"))))
    home = (
        os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    )
    folder = Path(home) / "ringfence" / f"copresence-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return str(folder)


FOLDER = _folder()


def _compiled(**more: Any) -> Callable[[Callable[..., Any]], Any]:
    def decorate(function: Callable[..., Any]) -> Any:
        before = config.CACHE_DIR  # type: ignore[attr-defined]
        config.CACHE_DIR = FOLDER or before  # type: ignore[attr-defined]
        try:
            return njit(nogil=True, error_model="numpy", **more)(function)
        finally:
            config.CACHE_DIR = before  # type: ignore[attr-defined]

    return decorate


# Without _nrt=False every call between kernels would count the references of its lists up and down: three times slower.
kernel = _compiled(_nrt=False)
entry = _compiled(_nrt=False, cache=FOLDER is not None)
making = _compiled(cache=FOLDER is not None)  # what makes lists of its own needs the counting
