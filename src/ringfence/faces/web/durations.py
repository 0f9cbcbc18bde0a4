"""How long, how long ago, how long left: in few letters, the same on the server and in the browser.

web/src/lib/durations.ts says the same words; tests/faces/web/durations.json is the table both are held to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Of the whole time: from half on yellow, from three quarters on orange (escalation at 75 %, DOMAIN 2.1).
YELLOW_SHARE, ORANGE_SHARE = 0.5, 0.75
# Without a known beginning: what is left.
YELLOW_LEFT, ORANGE_LEFT, RED_LEFT = 4 * HOUR, HOUR, 15 * MINUTE


class Left(NamedTuple):
    """The face of a countdown."""

    text: str
    tone: str
    is_over: bool


def countdown(*, due_at: datetime, started_at: datetime | None, now: datetime) -> Left:
    """What is left until `due_at`; after it the overtime."""
    seconds = int((due_at - now).total_seconds())
    if seconds < 0:
        return Left(_("over {time}").format(time=clock(-seconds)), "late", True)
    whole = int((due_at - started_at).total_seconds()) if started_at else 0
    return Left(clock(seconds), _tone(seconds, whole), False)


def _tone(seconds: int, whole: int) -> str:
    if whole > 0:
        used = 1 - seconds / whole
        return "soon" if used >= ORANGE_SHARE else "warn" if used >= YELLOW_SHARE else "ok"
    if seconds <= RED_LEFT:
        return "late"
    return "soon" if seconds <= ORANGE_LEFT else "warn" if seconds <= YELLOW_LEFT else "ok"


def clock(seconds: int) -> str:
    """02:49:59; from two days on in days and hours: 3 d 04 h."""
    if seconds >= 2 * DAY:
        return _("{days} d {hours} h").format(days=seconds // DAY, hours=f"{seconds % DAY // HOUR:02d}")
    return f"{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}:{seconds % MINUTE:02d}"


def ago(*, then: datetime, now: datetime) -> str:
    """5 min ago, in 3 h, now."""
    seconds = int((now - then) / timedelta(seconds=1))
    size = abs(seconds)
    if size < MINUTE:
        return _("now")
    amount = (
        _("{n} min").format(n=size // MINUTE) if size < HOUR
        else _("{n} h").format(n=size // HOUR) if size < 2 * DAY
        else _("{n} d").format(n=size // DAY)
    )  # fmt: skip
    return _("{amount} ago").format(amount=amount) if seconds > 0 else _("in {amount}").format(amount=amount)


def span(length: timedelta | None) -> str:
    """How long something took, in its largest unit: 3 s, 5 min, 4 h, 2 d; a dash where nothing is known."""
    if length is None:
        return "–"
    seconds = max(int(length.total_seconds()), 0)
    if seconds < MINUTE:
        return _("{n} s").format(n=seconds)
    if seconds < HOUR:
        return _("{n} min").format(n=seconds // MINUTE)
    return _("{n} h").format(n=seconds // HOUR) if seconds < 2 * DAY else _("{n} d").format(n=seconds // DAY)
