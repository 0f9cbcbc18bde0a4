"""Transmission chains: who infected whom (`resolve`), and where each case stands on the page (`lay_out`).

Values in, frozen dataclasses with `as_json()` out; no database and no clock. docs/reference/estimation.md.
"""

from .candidates import Candidate, ResolvedCase
from .evidence import Basis, ChainCase, Link, LinkGrade, PlaceSource, SourceKind, Weights
from .forest import NOBODY, Forest, forest_of, make_forest, part_of
from .keys import layout_key, resolution_key
from .layout import Layout, lay_out
from .levels import BUNDLE, Level, level, levels_of_detail, unbundled
from .resolve import OpenLink, Resolution, resolve_links
from .synthetic import SyntheticOutbreak, outbreak

__all__ = [
    "BUNDLE", "NOBODY", "Basis", "Candidate", "ChainCase", "Forest", "Layout", "Level", "Link", "LinkGrade",
    "OpenLink", "PlaceSource", "Resolution", "ResolvedCase", "SourceKind", "SyntheticOutbreak", "Weights",
    "forest_of", "lay_out", "layout_key", "level", "levels_of_detail", "make_forest", "outbreak", "part_of",
    "resolution_key", "resolve_links", "unbundled",
]  # fmt: skip
