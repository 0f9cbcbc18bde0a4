"""The sealed record: places, hashes, signed heads, proofs and the check of all of it. Format: docs/reference/ledger.md."""

from .proofs import Consistency, Proof, consistency, prove
from .sealing import SEAL_LATE_AFTER, Standing, begun_at, head, heads, seal, standing
from .verifying import verify

__all__ = [
    "SEAL_LATE_AFTER", "Consistency", "Proof", "Standing", "begun_at", "consistency", "head", "heads", "prove", "seal", "standing",
    "verify",
]  # fmt: skip
