"""The navigation: what people do, and the pages for it. An entry is shown when its page exists."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from ringfence.ground.access import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation. Without a permission for everybody; `on_phone`: also in the bar below; `go`: after g."""

    label: str | Promise
    icon: str
    url_name: str
    permission: Permission | None = None
    on_phone: bool = False
    counts_tasks: bool = False
    go: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry for one request: with its address and whether we are there."""

    entry: Entry
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    entries: tuple[Entry, ...]


GROUPS = (
    Group(
        pgettext_lazy("navigation", "Respond"),
        (
            Entry(
                pgettext_lazy("navigation", "Tasks"),
                "list-check",
                "tasks:inbox",
                on_phone=True,
                counts_tasks=True,
                go="t",
            ),
            Entry(
                pgettext_lazy("navigation", "Cases"),
                "virus",
                "cases:list",
                Permission.CASE_READ,
                on_phone=True,
                go="c",
            ),
            Entry(
                pgettext_lazy("navigation", "Contacts"),
                "users",
                "contacts:list",
                Permission.CONTACT_READ,
                on_phone=True,
                go="k",
            ),
            Entry(
                pgettext_lazy("navigation", "Transmission chain"),
                "affiliate",
                "chain:show",
                Permission.CASE_READ,
                go="n",
            ),
            Entry(
                pgettext_lazy("navigation", "Exposure searches"),
                "map-2",
                "movement:list",
                Permission.MOVEMENT_READ,
                go="m",
            ),
            Entry(
                pgettext_lazy("navigation", "Arrivals"),
                "plane-arrival",
                "travellers:list",
                Permission.ARRIVAL_READ,
                on_phone=True,
            ),
            Entry(
                pgettext_lazy("navigation", "Declared areas"),
                "map-pin",
                "fence:list",
                Permission.ARRIVAL_READ,
            ),
            Entry(
                pgettext_lazy("navigation", "People"),
                "user-search",
                "people:list",
                Permission.PERSON_READ,
                go="p",
            ),
            Entry(
                pgettext_lazy("navigation", "Corrections"),
                "edit",
                "corrections:list",
                Permission.CORRECTION_DECIDE,
            ),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Test"),
        (
            Entry(
                pgettext_lazy("navigation", "Samples"),
                "test-pipe",
                "samples:list",
                Permission.SAMPLE_READ,
                go="e",
            ),
            Entry(
                pgettext_lazy("navigation", "Samples at home"),
                "home",
                "samples:home",
                Permission.SAMPLE_AT_HOME,
                on_phone=True,
            ),
            Entry(
                pgettext_lazy("navigation", "Record results"),
                "microscope",
                "samples:results",
                Permission.SAMPLE_RECORD,
            ),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Quarantine"),
        (
            Entry(
                pgettext_lazy("navigation", "Approval desk"),
                "clipboard-check",
                "orders:desk",
                Permission.ORDER_APPROVE,
                on_phone=True,
                go="a",
            ),
            Entry(
                pgettext_lazy("navigation", "Orders"),
                "file-certificate",
                "orders:list",
                Permission.ORDER_READ,
            ),
            Entry(
                pgettext_lazy("navigation", "Held batches"),
                "player-pause",
                "orders:held",
                Permission.ALARM_READ,
            ),
            Entry(pgettext_lazy("navigation", "Rooms"), "bed", "rooms:board", Permission.SITE_READ, go="r"),
            Entry(
                pgettext_lazy("navigation", "Transfers"),
                "ambulance",
                "transfers:list",
                Permission.TRANSFER_READ,
                on_phone=True,
                go="f",
            ),
            Entry(
                pgettext_lazy("navigation", "Devices at home"),
                "device-desktop",
                "home_watch:list",
                Permission.HEALTH_CHECK_RECORD,
            ),
            Entry(
                pgettext_lazy("navigation", "Daily checks"),
                "heart-rate-monitor",
                "checks:queue",
                Permission.HEALTH_CHECK_RECORD,
                on_phone=True,
                go="h",
            ),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Command"),
        (
            Entry(
                pgettext_lazy("navigation", "Situation"),
                "layout-dashboard",
                "situation:dashboard",
                Permission.DASHBOARD_READ,
                go="s",
            ),
            Entry(
                pgettext_lazy("navigation", "Deadlines"),
                "clock-hour-4",
                "situation:deadlines",
                Permission.CASE_READ,
            ),
            Entry(
                pgettext_lazy("navigation", "Estimates"),
                "chart-line",
                "situation:estimates",
                Permission.CASE_READ,
            ),
            Entry(
                pgettext_lazy("navigation", "Forecast"),
                "chart-histogram",
                "forecasts:list",
                Permission.DASHBOARD_READ,
                go="o",
            ),
            Entry(
                pgettext_lazy("navigation", "Drills"), "git-branch", "drills:list", Permission.DASHBOARD_READ
            ),
            Entry(
                pgettext_lazy("navigation", "Bulletins"),
                "file-text",
                "bulletins:list",
                Permission.BULLETIN_READ,
                go="b",
            ),
            Entry(
                pgettext_lazy("navigation", "Rule set"), "scale", "ruleset:show", Permission.DASHBOARD_READ
            ),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Oversight"),
        (
            Entry(
                pgettext_lazy("navigation", "Oversight"),
                "eye",
                "oversight:show",
                Permission.OVERSIGHT_READ,
                go="w",
            ),
            Entry(
                pgettext_lazy("navigation", "Alarms"),
                "bell",
                "alarms:list",
                Permission.ALARM_READ,
                on_phone=True,
            ),
            Entry(pgettext_lazy("navigation", "Emergencies"), "lock-open", "emergencies:list"),
            Entry(pgettext_lazy("navigation", "Retention"), "lock", "retention:show", Permission.AUDIT_READ),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Data"),
        (
            Entry(
                pgettext_lazy("navigation", "Import"),
                "file-import",
                "imports:list",
                Permission.LINE_LIST_IMPORT,
                go="i",
            ),
            Entry(
                pgettext_lazy("navigation", "Records of movement"),
                "database",
                "movement:files",
                Permission.MOVEMENT_IMPORT,
            ),
            Entry(
                pgettext_lazy("navigation", "Export"),
                "file-export",
                "exports:list",
                Permission.LINE_LIST_EXPORT,
            ),
            Entry(pgettext_lazy("navigation", "Audit"), "history", "audit:list", Permission.AUDIT_READ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    label: str | Promise
    entries: tuple[Shown, ...]


def groups_for(request: HttpRequest, *, slug: str, permissions: frozenset[Permission]) -> list[ShownGroup]:
    """The groups with their entries that this reader may open; groups without an entry are left out."""
    found = {  # by the name of the page: hashing an entry would translate its label
        entry.url_name: url
        for group in GROUPS
        for entry in group.entries
        if _permitted(entry, permissions) and (url := _address(entry, slug))
    }
    here = _where_we_are(request.path, found)
    shown = (
        (group, tuple(Shown(one, found[one.url_name], one.url_name == here) for one in group.entries if one.url_name in found))
        for group in GROUPS
    )  # fmt: skip
    return [ShownGroup(group.label, entries) for group, entries in shown if entries]


def _permitted(entry: Entry, permissions: frozenset[Permission]) -> bool:
    return entry.permission is None or entry.permission in permissions


def _address(entry: Entry, slug: str) -> str:
    """The address of an entry; nothing where its page is not there."""
    try:
        return reverse(entry.url_name, args=[slug])
    except NoReverseMatch:
        return ""


def _where_we_are(path: str, found: dict[str, str]) -> str | None:
    """The page with the longest address that begins ours."""
    above = [name for name, url in found.items() if path.startswith(url)]
    return max(above, key=lambda name: len(found[name]), default=None)
