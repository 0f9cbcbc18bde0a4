"""A short name for an input: equal inputs, in any order, have the same; keep a result under it and reuse it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from ringfence.cores.estimation import SerialInterval

from .evidence import ChainCase, Link, PlaceSource, Weights
from .forest import NOBODY, Forest

VERSION = "1"  # raise it whenever the same input gives another result


def resolution_key(
    *,
    cases: Iterable[ChainCase],
    links: Iterable[Link],
    places: Iterable[PlaceSource] = (),
    serial_interval: SerialInterval,
    weights: Weights | None = None,
) -> str:
    """Changes when a case, a date, a link, a place or a parameter changes."""
    parts = [*_lines("case", cases), *_lines("link", links), *_lines("place", places)]
    return _digest("resolution", parts, [repr(serial_interval.probabilities), repr(weights or Weights())])


def layout_key(*, forest: Forest) -> str:
    """Changes when a node, its day, kind or source changes."""
    source = [forest.ids[p] if p != NOBODY else "" for p in forest.parents]
    undated = set(forest.undated)
    nodes = zip(forest.ids, forest.days, source, forest.kinds, range(len(forest.ids)), strict=True)
    parts = sorted(repr((i, day, origin, kind, n in undated)) for i, day, origin, kind, n in nodes)
    return _digest("layout", parts, [repr(forest.starts_on)])


def _lines(name: str, things: Iterable[Any]) -> list[str]:
    return sorted(f"{name} {thing!r}" for thing in things)


def _digest(name: str, *parts: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for line in (name, VERSION, *(line for part in parts for line in part)):
        digest.update(line.encode())
        digest.update(b"\0")
    return digest.hexdigest()
