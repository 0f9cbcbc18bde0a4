"""Resolve requirements*.in into requirements*.lock: every platform, every hash, no registry address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--quiet", "--python-version=3.11", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header",
]  # fmt: skip


def main() -> None:
    for name in ("requirements", "requirements-dev", "requirements-spark"):
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, f"{name}.in", "-o", f"{name}.lock"]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
