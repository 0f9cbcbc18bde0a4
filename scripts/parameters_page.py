"""Write docs/reference/parameters.md from the rule sets: `PYTHONPATH=src python -m scripts.parameters_page`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "parameters.md"


def write() -> Path:
    """Write the page; return where it stands."""
    sys.path.insert(0, str(ROOT / "src"))
    from ringfence.ground.rulesets.page import page

    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    return PAGE


if __name__ == "__main__":
    print(write().relative_to(ROOT))
