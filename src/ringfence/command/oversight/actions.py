"""Oversight reads without asking anybody; that it read is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission


def note_reading(
    *, outbreak_id: UUID, area_code: str, what: str, by: Actor, now: datetime, wanted: Mapping[str, Any] | None = None
) -> None:  # fmt: skip
    """Let whoever oversees the whole area read, and keep that they did: which page, narrowed to what."""
    access.require(by, Permission.OVERSIGHT_READ, area_code=area_code)
    narrowed = {name: value for name, value in (wanted or {}).items() if value not in ("", None)}
    audit.record(by=by, action="oversight.read", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"page": what, **narrowed})  # fmt: skip
