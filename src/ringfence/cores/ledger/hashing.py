"""Rows as bytes and bytes as hashes. Each kind of hash begins with a byte of its own, so that none passes for another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

FORMAT = 1
WITH_WORDS = 2  # of an entry that keeps a commitment to words beside it
LEAF, NODE, LINK = b"\x00", b"\x01", b"\x02"  # leaf and node as in RFC 6962, section 2.1
CHAIN_START = bytes(32)
EMPTY_ROOT = sha256(b"").digest()
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one way to write a row: JSON, keys sorted, no spaces, UTF-8. Raises ValueError for what JSON cannot hold."""
    return _WRITER.encode(content).encode("utf-8", "surrogatepass")


def instant(at: datetime) -> str:
    """An instant as the ledger writes it: UTC, always six digits behind the point."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def leaf_hash(content: bytes) -> bytes:
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def chain_link(before: bytes, leaf: bytes) -> bytes:
    """The chain after one more leaf."""
    return sha256(LINK + before + leaf).digest()
