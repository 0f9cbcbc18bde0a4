"""Two fingerprints of a certificate: over its content, and over the people behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from ringfence.cores.ledger.hashing import canonical, leaf_hash
from ringfence.cores.ledger.merkle import root_of


def root(person_ids: Collection[UUID]) -> str:
    """The Merkle root over these people's numbers, in their order, as hex."""
    return root_of(leaf_hash(one.bytes) for one in sorted(person_ids)).hex()


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a certificate, as hex."""
    return hashlib.sha256(canonical(content)).hexdigest()
