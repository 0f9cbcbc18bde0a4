"""Which slot of which day, and where: read from the address, with what is usual as the beginning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.quarantine import rules
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import CITY_ZONE, start_of_day
from ringfence.registry.places import queries as places

SLOTS = quarantine.HealthCheck.Slot
DAYS_BACK = 14  # older slots are on the person's sheet


@dataclass(frozen=True, slots=True)
class Where:
    """One slot of one day at one place. `place` is "" (everywhere), a site's id, or a township's code."""

    day: date
    slot: str
    place: str

    @property
    def query(self) -> str:
        return urlencode({"day": self.day.isoformat(), "slot": self.slot, "place": self.place})

    @property
    def slot_label(self) -> str:
        return str(SLOTS(self.slot).label)

    def people(self, request: DeskRequest) -> QuerySet[quarantine.Stay]:
        """Everybody who is looked at here."""
        inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
        if site_id := as_id(self.place):
            return quarantine.under_watch(**inside, site_id=site_id)
        if self.place.isdigit():
            return quarantine.under_watch(**inside, township_code=self.place)
        return quarantine.under_watch(**inside)


def asked_for(request: DeskRequest) -> Where:
    """The slot in the address, else the one that is due now."""
    told = request.GET if request.method == "GET" or "slot" in request.GET else request.POST
    day = _day(told.get("day", "")) or request.outbreak_today
    earliest = request.outbreak_today - timedelta(days=DAYS_BACK)
    slot = told.get("slot", "")
    return Where(
        day=min(max(day, earliest), request.outbreak_today),
        slot=slot if slot in SLOTS.values else _slot_now(request), place=told.get("place", ""),
    )  # fmt: skip


def choices(request: DeskRequest) -> list[tuple[str, str, int]]:
    """The places with people to look at: value, name, how many."""
    found = quarantine.places_with_people(by=request.user, outbreak_id=request.outbreak.id)
    townships = places.names(codes={one.township_code for one in found if one.township_code})
    return [
        (str(one.site_id), named(_Site(one.site_name, one.site_name_en)), one.people) if one.site_id
        else (one.township_code, _("{place}, at home").format(place=named(townships.get(one.township_code, one.township_code))), one.people)
        for one in found
    ]  # fmt: skip


def recent_slots(request: DeskRequest, *, days: int = 3) -> list[rules.DueCheck]:
    """The slots of the last days whose time is over, the oldest first."""
    hours = rulesets.get(request.outbreak.ruleset_id).stay.checks_until_hours[: len(SLOTS)]
    due = [
        rules.DueCheck(day, slot, start_of_day(day) + timedelta(hours=hour))
        for day in (request.outbreak_today - timedelta(days=n) for n in range(days, -1, -1))
        for slot, hour in enumerate(hours)
    ]
    return [one for one in due if one.due_by <= request.outbreak_now]


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Site:
    name: str
    name_en: str


def _slot_now(request: DeskRequest) -> str:
    """Until the morning's check is due it is morning."""
    morning_until = rulesets.get(request.outbreak.ruleset_id).stay.checks_until_hours[0]
    local: datetime = request.outbreak_now.astimezone(CITY_ZONE)
    return SLOTS.MORNING if local.hour < morning_until else SLOTS.EVENING


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
