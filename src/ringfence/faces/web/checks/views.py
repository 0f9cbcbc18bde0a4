"""The queue of daily checks: one key a person; what was kept, what was missed, who needs somebody now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.quarantine import rules
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets

from .where import SLOTS, asked_for, choices, recent_slots

IN_ONE_GO = 50  # then the next fifty are loaded
ALERTS_HOURS = 48  # an alert that nobody answered stays this long on top


@needs(Permission.HEALTH_CHECK_RECORD)
def queue(request: DeskRequest) -> HttpResponse:
    """Those who were not looked at yet in this slot, by room."""
    where = asked_for(request)
    people = where.people(request)
    unchecked = quarantine.unchecked(people, day=where.day, slot=where.slot)
    left, everybody = unchecked.count(), people.count()
    since = request.outbreak_now - timedelta(hours=ALERTS_HOURS)
    return render(request, "checks/queue.html", {
        "where": where, "places": choices(request), "slots": SLOTS.choices, "items": list(unchecked[:IN_ONE_GO]),
        "left": left, "all": everybody, "done": everybody - left, "fever": rulesets.get(request.outbreak.ruleset_id).stay.fever_celsius,
        "alerts": quarantine.alerts(by=request.user, outbreak_id=request.outbreak.id, since=since)[:IN_ONE_GO],
        "kept": quarantine.checks_on(people, day=where.day, slot=where.slot)[:8],
    })  # fmt: skip


@needs(Permission.HEALTH_CHECK_RECORD)
def kept(request: DeskRequest) -> HttpResponse:
    """What was kept in this slot."""
    where = asked_for(request)
    found = quarantine.checks_on(where.people(request), day=where.day, slot=where.slot)
    finding = request.GET.get("finding", "")
    found = found.filter(finding=finding) if finding else found
    page = list_page(request, found, by=("-checked_at", "-id"))
    return render(request, "checks/kept.html", {
        "page_rows": page, "where": where, "places": choices(request), "slots": SLOTS.choices, "finding": finding,
        "findings": quarantine.HealthCheck.Finding.choices, "count": count_up_to(found),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody with the checks that were due lately and not kept."""

    stay: Any
    due: list[tuple[Any, str]]


@needs(Permission.HEALTH_CHECK_RECORD)
def missed(request: DeskRequest) -> HttpResponse:
    """Checks of the last three days whose time is over and that nobody kept."""
    where = asked_for(request)
    slots = recent_slots(request)
    found = quarantine.missed(where.people(request), due=slots)
    page = list_page(request, found, by=("started_at", "id"))
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    rows = [Missed(stay, _missed(stay, ruleset.stay, slots, request)) for stay in page.rows]
    return render(request, "checks/missed.html", {
        "rows": rows, "page_rows": page, "count": count_up_to(found), "where": where, "places": choices(request),
    })  # fmt: skip


def _missed(stay: Any, rule: Any, slots: list[rules.DueCheck], request: DeskRequest) -> list[tuple[Any, str]]:
    keys = list(SLOTS.values)
    kept_ones = [(check.on, keys.index(check.slot)) for check in stay.checks_under_order]
    lacking = rules.missed_checks(
        stay=rule,
        started_at=stay.started_at,
        ended_at=stay.ended_at,
        kept=kept_ones,
        now=request.outbreak_now,
    )
    lately = {(one.on, one.slot) for one in slots}
    return [(one.on, str(SLOTS(keys[one.slot]).label)) for one in lacking if (one.on, one.slot) in lately]
