"""How an event of the timeline looks: its tone, its icon, where it leads, what was corrected in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ringfence.command.timeline.events import Change, Event, Topic
from ringfence.faces.web import tones
from ringfence.faces.web.page import address
from ringfence.faces.web.tones import Look

from .forms.deeds import CorrectForm

# Looks that only a timeline has; every other word looks as it does everywhere (tones.py).
LOOKS = {
    "ONSET": Look("late", "temperature"), "REPORTED": Look("info", "virus"), "ISOLATED": Look("ok", "building-hospital"),
    "SAMPLE": Look("neutral", "test-pipe"), "MET": Look("ok", "check"), "MET_LATE": Look("warn", "check"),
    "OVERDUE": Look("late", "clock-exclamation"), "PAUSED": Look("neutral", "clock-pause"), "RUNNING": Look("info", "player-play"),
    "CORRECTED": Look("neutral", "edit"), "SOURCE": Look("special", "git-branch"), "ASSIGNED": Look("info", "user"),
    "FORM": Look("neutral", "clipboard-text"), "CONTACT": Look("neutral", "users"), "CHANGED": Look("warn", "calendar-event"),
    "APPEAL": Look("warn", "scale"), "REQUESTED": Look("neutral", "ambulance"), "PICKED_UP": Look("info", "ambulance"),
    "DELIVERED": Look("ok", "building-hospital"), "STARTED": Look("info", "bed"), "ENDED": Look("ok", "logout"),
    "WELL": Look("ok", "heart-rate-monitor"), "SYMPTOMS": Look("late", "temperature"), "NOT_REACHED": Look("warn", "phone"),
    "RECOVERED": Look("ok", "home-heart"), "DIED": Look("neutral", "minus"),
}  # fmt: skip

TOPICS = {
    Topic.CASE: _("Case"), Topic.CLOCK: _("Clock"), Topic.FORM: _("Form"), Topic.LABORATORY: _("Laboratory"),
    Topic.CONTACTS: _("Contacts"), Topic.MEASURES: _("Orders"), Topic.CARE: _("Transfers and stays"),
}  # fmt: skip

PLACES = {"case": "cases:show", "contact": "contacts:show", "order": "orders:show", "sample": "samples:show",
          "transfer": "transfers:show"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the page shows it."""

    event: Event
    tone: str
    icon: str
    url: str
    changes: list[tuple[Any, Any, Any]]


def row(event: Event, *, slug: str, here: Any) -> EventRow:
    """`here` is the case whose page this is: its own events lead nowhere."""
    look = LOOKS.get(event.look) or tones.look_of(event.look)
    return EventRow(
        event, look.tone, look.icon, _url(event, slug, here), [_said(one) for one in event.changes]
    )


def _url(event: Event, slug: str, here: Any) -> str:
    if event.subject is None or event.subject[1] == here:
        return ""
    return address(PLACES[event.subject[0]], slug, str(event.subject[1]))


def _said(change: Change) -> tuple[Any, Any, Any]:
    field = CorrectForm.base_fields.get(change.field)
    if field is None:
        return change.field, change.before, change.after
    labels = dict(getattr(field, "choices", ()))
    return field.label, _value(change.before, labels), _value(change.after, labels)


def _value(kept: Any, labels: dict[Any, Any]) -> Any:
    """A code as its label, a day as a day."""
    if kept in labels:
        return labels[kept]
    if isinstance(kept, str) and len(kept) == 10:
        try:
            return date.fromisoformat(kept)
        except ValueError:
            return kept
    return kept
