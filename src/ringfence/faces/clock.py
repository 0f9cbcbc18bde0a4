"""The one place where the clock is read."""

from __future__ import annotations

from datetime import UTC, datetime


def real_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)
