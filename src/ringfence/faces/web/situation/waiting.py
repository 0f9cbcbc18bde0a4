"""Who waits for what, in words and with the list behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ringfence.command.situation.queries import Waiting

# kind -> (what waits, name of the list's address, its filter)
WORDS = {
    "MILESTONE": (_("Deadlines of investigations"), "situation:deadlines", ""),
    "APPROVAL": (_("Orders waiting for approval"), "orders:desk", ""),
    "APPEAL": (_("Appeals waiting for an answer"), "orders:desk", ""),
    "CLASSIFICATION": (_("Contacts not yet classified"), "contacts:list", "?kind=UNDECIDED"),
    "ROOM": (_("People waiting for a room"), "rooms:board", ""),
    "TRANSFER": (_("Transfers to carry out"), "transfers:list", ""),
    "SAMPLE": (_("Samples due"), "samples:list", ""),
    "HOME_SAMPLE": (_("Samples at home"), "samples:list", "?tab=home"),
    "RESULT": (_("Samples waiting for a result"), "samples:results", ""),
}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    label: object
    count: int
    most_urgent_at: datetime | None
    has_deadline: bool
    url: str


def rows(found: Iterable[Waiting], *, slug: str) -> list[WaitingRow]:
    return [
        WaitingRow(WORDS[one.kind][0], one.count, one.most_urgent_at,
                   one.kind in ("MILESTONE", "APPROVAL", "APPEAL", "TRANSFER"), _url(one.kind, slug))
        for one in found
    ]  # fmt: skip


def _url(kind: str, slug: str) -> str:
    _label, name, query = WORDS[kind]
    try:
        return reverse(name, args=[slug]) + query
    except NoReverseMatch:
        return ""
