"""Runnable comparisons: our figure beside the plain way, measured in the same run on the same machine."""

import sys
from pathlib import Path

SOURCES = str(Path(__file__).resolve().parents[1] / "src")
if SOURCES not in sys.path:
    sys.path.insert(0, SOURCES)
