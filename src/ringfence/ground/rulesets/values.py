"""How a parameter is bounded, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .words import Mark


def number(least: float, most: float) -> Any:
    """A field whose number must lie between `least` and `most`; the loader refuses anything else."""
    return field(metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from: source codes of `data/sources.yaml`, how far to trust it, what to know."""

    sources: tuple[str, ...]
    mark: Mark
    note: str = ""
