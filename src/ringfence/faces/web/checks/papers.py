"""Follow-up sheets: a site or township for a slot to come, and one person's days with what was found so far."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, city_date, reason
from ringfence.measures.orders import queries as orders

from .where import SLOTS, asked_for, choices

MOST_ROWS = 300  # ten pages of paper
LONGEST_DAYS = 40  # no rule set has more days of quarantine and monitoring together in one stay


@needs(Permission.HEALTH_CHECK_RECORD)
def sheet(request: DeskRequest) -> HttpResponse:
    """Everybody of a place, with empty boxes for today and what was found yesterday."""
    where = asked_for(request)
    found = where.people(request).order_by(
        "at_home", "room__site__name", "room__floor", "room__number", "area_id", "id"
    )
    stays = list(quarantine.with_checks(found)[:MOST_ROWS])
    days = [where.day - timedelta(days=1), where.day]
    due = testing.due_on_or_before(
        person_ids=[stay.person_id for stay in stays], outbreak_id=request.outbreak.id, day=where.day
    )
    return render(request, "checks/sheet.html", {
        "rows": [(stay, _boxes(stay, days), due.get(stay.person_id)) for stay in stays], "days": days, "where": where,
        "slots": SLOTS.choices, "place": next((name for value, name, _n in choices(request) if value == where.place), ""),
    })  # fmt: skip


@needs(Permission.HEALTH_CHECK_RECORD)
def sheet_of(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """One person: every day of the stay, morning and evening, tests and their results."""
    watched = quarantine.under_watch(by=request.user, outbreak_id=request.outbreak.id).filter(id=stay_id)
    stay = quarantine.with_checks(watched).first()
    if stay is None:
        raise NotFound(reason("There is no such stay."))
    stage = orders.current_stages(order_ids=[stay.order_id]).get(stay.order_id)
    first = city_date(stay.quarantined_since or request.outbreak_now)
    last = max(stage.ends_on if stage else request.outbreak_today, first)
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST_DAYS))]
    samples = list(testing.of_person(person_id=stay.person_id, outbreak_id=request.outbreak.id))
    by_day = {day: [one for one in samples if one.due_on == day and not one.surface] for day in days}
    return render(request, "checks/sheet_of.html", {
        "stay": stay, "stage": stage, "slots": SLOTS.choices,
        "rows": [(day, boxes, by_day[day]) for day, boxes in zip(days, _by_day(stay, days), strict=True)],
    })  # fmt: skip


def _boxes(stay: Any, days: list[date]) -> list[Any]:
    """The check of each slot of each day, in order; None where there is none."""
    return [check for boxes in _by_day(stay, days) for check in boxes]


def _by_day(stay: Any, days: list[date]) -> list[list[Any]]:
    kept = {(check.on, check.slot): check for check in stay.checks_under_order}
    return [[kept.get((day, slot)) for slot in SLOTS.values] for day in days]
