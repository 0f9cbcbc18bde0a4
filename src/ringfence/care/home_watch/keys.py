"""The key of a device: shown once, kept as a keyed hash."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

BEGINS = "rfw_"


def new_key() -> str:
    return BEGINS + secrets.token_urlsafe(24)


def hash_of_key(key: str) -> str:
    return salted_hmac("ringfence.home_watch.device", key, algorithm="sha256").hexdigest()
