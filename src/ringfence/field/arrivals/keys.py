"""Receipts and the keyed hashes by which a trip is known again. Without the secret key a stolen table tells nothing."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
RECEIPT_LETTERS = 10  # 31^10, about 8 x 10^14: at 60 tries a minute nobody finds one


def new_receipt() -> str:
    """Ten letters that the traveller keeps."""
    return "".join(secrets.choice(LETTERS) for _ in range(RECEIPT_LETTERS))


def hash_of_receipt(typed: str) -> str:
    """Of the letters as typed, whatever their case and the blanks between them."""
    return _keyed("receipt", "".join(typed.split()).replace("-", "").upper())


def hash_of_trip(words: str) -> str:
    return _keyed("trip", words)


def _keyed(what: str, value: str) -> str:
    return salted_hmac(f"ringfence.arrivals.{what}", value, algorithm="sha256").hexdigest()
