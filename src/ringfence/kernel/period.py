"""Half-open stretches of time: `[starts_at, ends_at)`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts_at` (inside) to `ends_at` (outside); without an end it is still running."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise ValueError("A period cannot end before it starts.")

    def contains(self, instant: datetime) -> bool:
        return self.starts_at <= instant and (self.ends_at is None or instant < self.ends_at)

    def overlaps(self, other: Period) -> bool:
        """Touching periods do not overlap."""
        return (other.ends_at is None or self.starts_at < other.ends_at) and (
            self.ends_at is None or other.starts_at < self.ends_at
        )

    def length(self, now: datetime) -> timedelta:
        return (self.ends_at or now) - self.starts_at
