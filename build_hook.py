"""Hatchling's hook: dependencies from requirements.in; a wheel carries built assets and compiled translations.

An editable install builds nothing here: `scripts/setup.py` builds in place and knows what is unchanged.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from scripts import assets, translations  # noqa: E402


class RequirementsHook(MetadataHookInterface):
    """The product's dependencies are the lines of requirements.in before its part about building."""

    def update(self, metadata: dict[str, Any]) -> None:
        product = (ROOT / "requirements.in").read_text(encoding="utf-8").partition("# --- building")[0]
        metadata["dependencies"] = [
            line.partition("#")[0].strip() for line in product.splitlines() if line.partition("#")[0].strip()
        ]


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            translations.compile_all(ROOT)
            assets.build(ROOT)
