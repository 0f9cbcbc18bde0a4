"""The inbox: derived from the state of everything, so that nothing is forgotten and nothing is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.command.inbox import queries as inbox_queries
from ringfence.command.inbox.items import Asked, Kind, Scope, WorkItem
from ringfence.faces.access import SIGNED_IN, needs
from ringfence.faces.web.page import address
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.rulesets import queries as rulesets

KINDS = {
    Kind.MILESTONE: (_("Milestones"), "clock-hour-4"), Kind.CONTACTS: (_("Contacts to classify"), "users"),
    Kind.LEADS: (_("Leads to be decided"), "map-2"),
    Kind.SEARCH: (_("Searches to be approved"), "map-2"),
    Kind.SEARCH_RUN: (_("Searches to be run"), "map-2"),
    Kind.RULED_OUT: (_("People to be told"), "message"),
    Kind.EVIDENCE: (_("Restrictions without valid evidence"), "shield-check"),
    Kind.HOLD: (_("Held batches to review"), "player-pause"), Kind.ALARM: (_("Alarms to answer"), "bell"),
    Kind.APPROVAL: (_("Approvals"), "clipboard-check"), Kind.APPEAL: (_("Appeals"), "scale"),
    Kind.BULLETIN: (_("Bulletins to release"), "file-text"),
    Kind.CORRECTION: (_("Requests for correction"), "edit"),
    Kind.SAMPLE: (_("Samples due"), "test-pipe"), Kind.HOME_SAMPLE: (_("Samples at home"), "home"), Kind.NOT_FOUND: (_("People to be found"), "user-search"),
    Kind.DEVICE_CALL: (_("Calls because of a device"), "phone"), Kind.DEVICE_LOOK: (_("Handed over by the community"), "user-search"),
    Kind.OFFER: (_("Offers to arrivals"), "plane-arrival"),
    Kind.RESULT: (_("Results"), "microscope"),
    Kind.TRIP: (_("Open trips"), "ambulance"),
    Kind.PICK_UP: (_("Pick-ups"), "ambulance"), Kind.RECEIVE: (_("Arrivals"), "building-community"),
    Kind.ALERT: (_("Fever or symptoms"), "temperature"),
    Kind.ROOM: (_("Waiting for a room"), "bed"), Kind.CHECK: (_("Daily checks"), "heart-rate-monitor"),
}  # fmt: skip

SCOPES = {
    Scope.MINE: pgettext_lazy("scope of tasks", "Mine"),
    Scope.TEAM: pgettext_lazy("scope of tasks", "My team's"),
    Scope.ALL: pgettext_lazy("scope of tasks", "All in my area"),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An item of work as the page shows it."""

    item: WorkItem
    icon: str
    url: str


@needs(SIGNED_IN)
def inbox(request: DeskRequest) -> HttpResponse:
    """What waits for the reader: mine, my team's or all; one kind or every kind; the most urgent first."""
    asked = asked_by(request)
    scope = _one_of(Scope, request.GET.get("scope", "")) or Scope.MINE
    kind = _one_of(Kind, request.GET.get("kind", ""))
    found = inbox_queries.work(asked=asked, scope=scope, kind=kind)
    counts = inbox_queries.counted(asked=asked, scope=scope)
    return render(request, "tasks/inbox.html", {
        "rows": [_row(one, request.outbreak.slug) for one in found], "scope": scope, "kind": kind, "scopes": SCOPES.items(),
        "kinds": [(one, *KINDS[one], counts[one]) for one in counts if counts[one].open or one == kind],
        "total": inbox_queries.total(counts), "bound": inbox_queries.MOST_OF_A_KIND,
    })  # fmt: skip


def asked_by(request: DeskRequest) -> Asked:
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    return Asked(by=request.user, outbreak_id=request.outbreak.id, now=request.outbreak_now, ruleset=ruleset)


def page_of(item: WorkItem, slug: str) -> str:
    """The address of the page on which an item is done, with the part of the page."""
    name, goal_id, part = item.goal
    url = address(name, slug, str(goal_id)) if goal_id else address(name, slug)
    return f"{url}#{part}" if url and part else url


def _row(item: WorkItem, slug: str) -> TaskRow:
    return TaskRow(item, KINDS[item.kind][1], page_of(item, slug))


def _one_of(words: Any, told: str) -> Any:
    return words(told) if told in words.__members__ else None
