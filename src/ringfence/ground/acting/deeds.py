"""A deed begins: the database checks the permission by its own books, and opens what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from .identity import current


def is_held() -> bool:
    """Is whoever acts held to the policies of the rows?"""
    return current() is not None and bool(connection.settings_dict.get("ROWS_ROLE"))


def begin(*, user_id: UUID, permission: str, area_codes: Iterable[str] = ()) -> bool:
    """May the one who acts do this here, by the books of the database? Then the transaction may write what follows.

    True without a question where nobody is held to an identity (the owner at the console), where somebody else than
    the acting user is asked about, and outside a transaction, where nothing follows.
    """
    acting, held = current(), connection.settings_dict.get("ROWS_ROLE")
    if not held or acting is None or acting.user != str(user_id) or not connection.in_atomic_block:
        return True
    return bool(connection.begin_deed(permission, tuple(sorted(set(area_codes)))))  # type: ignore[attr-defined]
