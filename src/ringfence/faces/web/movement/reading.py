"""A report as a page shows it: its characters with their marks, and one form for each stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ringfence.cores.narrative import Narrative, Order, Stop, came_between
from ringfence.faces.web.cases.forms.movement import StopForm
from ringfence.kernel import CITY_ZONE

# how the time of a stop is known; what the text does not say stays open
ORDERS = {
    Order.TOLD: _("the text says when"), Order.SAME_TIME: _("a day was told before; the hour is open"),
    Order.AFTER: _("after the stop before it; the hour is open"), Order.OPEN: _("the text does not say when"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop with what is open about it, its form, and whether it was confirmed already."""

    number: int
    stop: Stop
    order: Any
    open: bool
    form: StopForm
    confirmed: bool


def pieces(text: str, told: Narrative) -> list[tuple[str, str, str]]:
    """The text cut at its spans: (characters, kind or "", id of the span)."""
    found, at = [], 0
    for span in told.spans:
        if span.start < at:
            continue
        if span.start > at:
            found.append((text[at : span.start], "", ""))
        found.append((text[span.start : span.end], span.kind.value, f"s{span.start}"))
        at = span.end
    return [*found, (text[at:], "", "")]


def rows(
    told: Narrative, *, confirmed: Sequence[Any], refused: StopForm | None, mark: str, city_code: str
) -> list[StopRow]:
    """One row a stop; the form that was refused stands in its place with what was typed."""
    known = {one.evidence for one in confirmed}
    found = []
    for number, stop in enumerate(told.stops, 1):
        evidence = f"[{stop.place.start}:{stop.place.end}] {stop.place.text}"[:200]
        begun = _begun(stop, evidence, came_between(told.stops, number - 1))
        form = refused if refused and mark == evidence else StopForm(initial=begun, city_code=city_code, auto_id=f"s{number}-%s")  # fmt: skip
        found.append(
            StopRow(number, stop, ORDERS[stop.order], stop.from_time is None, form, evidence in known)
        )
    return found


def _begun(stop: Stop, evidence: str, came: tuple[datetime, datetime] | None) -> dict[str, Any]:
    """Only what the text says: an open hour stays between the earliest and the latest, for a person to ask and narrow."""
    begin, latest = (at.replace(tzinfo=CITY_ZONE) for at in came) if came else (None, None)
    day = stop.to_date or stop.from_date
    end = datetime.combine(day, stop.to_time, CITY_ZONE) if day and stop.to_time else None
    return {
        "place": stop.place.text, "from_at": begin, "from_latest": latest if latest != begin else None, "to_at": end if end is None or begin is None or end >= begin else None,
        "transport": ", ".join(one.text for one in stop.transport)[:120],
        "companions": ", ".join(one.text for one in stop.companions)[:200], "evidence": evidence,
    }  # fmt: skip


def year_of(typed: str, *, usual: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= 2100 else usual
