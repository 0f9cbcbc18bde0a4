"""Heads: what the ledger was at one instant, signed with Ed25519. A head that left the machine fixes all before it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .hashing import FORMAT, canonical

SIGNED_WORDS = (
    b"ringfence ledger head v1\n"  # a signature under a head can never pass for one under anything else
)


class NotAHead(ValueError):
    """What was given is not a head; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """`size` leaves with this Merkle root and this chain at this instant (text, see `hashing.instant`)."""

    size: int
    root: bytes
    chain: bytes
    at: str
    public_key: bytes
    signature: bytes = b""

    def signed_bytes(self) -> bytes:
        told = {"v": FORMAT, "size": self.size, "root": self.root.hex(), "chain": self.chain.hex(), "at": self.at,
                "public_key": self.public_key.hex()}  # fmt: skip
        return SIGNED_WORDS + canonical(told)

    def is_signed_by(self, public_key: bytes) -> bool:
        """Is the signature that of this key over exactly these values?"""
        if public_key != self.public_key:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_json(self) -> dict[str, Any]:
        """As it is kept in a file; `read` takes it back."""
        return {"format": "ringfence-ledger-head", "v": FORMAT, "size": self.size, "root": self.root.hex(),
                "chain": self.chain.hex(), "at": self.at, "public_key": self.public_key.hex(),
                "signature": self.signature.hex()}  # fmt: skip


class Signer:
    """The private key of an installation, from its 32 secret bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, *, size: int, root: bytes, chain: bytes, at: str) -> Head:
        bare = Head(size=size, root=root, chain=chain, at=at, public_key=self.public_key)
        signature = self._key.sign(bare.signed_bytes())
        return Head(size, root, chain, at, self.public_key, signature)


def read(text: str | bytes) -> Head:
    """A head from its file. Raises NotAHead; the signature is not checked here."""
    try:
        told = json.loads(text)
        if told["v"] != FORMAT:
            raise NotAHead(f"This head is of format {told['v']}; this program reads format {FORMAT}.")
        root, chain, public_key, signature = (
            bytes.fromhex(told[name]) for name in ("root", "chain", "public_key", "signature")
        )
        head = Head(int(told["size"]), root, chain, str(told["at"]), public_key, signature)
    except (KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, NotAHead):
            raise
        raise NotAHead("This file is not a head of a ledger.") from fault
    if head.size < 0 or {len(head.root), len(head.chain), len(head.public_key)} != {32}:
        raise NotAHead("This file is not a head of a ledger.")
    return head


def fingerprint(public_key: bytes) -> str:
    """A key in groups of four that two people can read to each other."""
    text = public_key.hex()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
