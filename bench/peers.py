"""Throw-away environments of the peers: each in its own folder, never a dependency of the product.

    FOLDER/covasim   covasim 3.1.6, NumPy below 2.3 (newer ones make its tracing four times slower)
    FOLDER/starsim   starsim 3.7.2

They are made with `venv` and pip when they are not there; to make one by hand: `python -m venv FOLDER/covasim` and
`FOLDER/covasim/bin/python -m pip install "covasim==3.1.6" "numpy<2.3" "setuptools<81"`.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from pathlib import Path
from typing import Any

from .harness import say

NEEDS = {
    "covasim": ["covasim==3.1.6", "numpy<2.3", "setuptools<81"],
    "starsim": ["starsim==3.7.2"],
}
SCRIPTS = Path(__file__).parent / "peer_scripts"


def ask(folder: Path, peer: str, script: str, *arguments: str) -> dict[str, Any] | None:
    """Run a script of `peer_scripts` in the peer's environment; its answer is the last line. `None` if it did not run: said why."""
    python = _python(folder / peer, NEEDS[peer])
    done = subprocess.run(
        [python, SCRIPTS / f"{script}.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        say(f"{script} {' '.join(arguments)} did not run: {last}")
        return None
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _python(folder: Path, needs: list[str]) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"making {folder} with {', '.join(needs)}")
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *needs], check=True)
    return python
