"""Identifiers: time-ordered UUIDs (version 7), made before the row exists so that a client may send them."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7: unique, and later ones sort after earlier ones."""
    return uuid7()
