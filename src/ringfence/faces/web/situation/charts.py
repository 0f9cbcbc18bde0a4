"""The numbers of the situation in the form that the charts read (docs/how-to/pages.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from ringfence.command.situation import queries as situation
from ringfence.kernel import city_date
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.places import queries as places

KINDS = ("IMPORTED", "CONFIRMED", "ASYMPTOMATIC", "OTHER")


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One day of the epidemic curve, for its table."""

    day: date
    counts: tuple[int, ...]


def kind_labels() -> dict[str, str]:
    return {
        "IMPORTED": gettext("Imported"), "CONFIRMED": gettext("Confirmed case"),
        "ASYMPTOMATIC": gettext("Asymptomatic infection"), "OTHER": pgettext("kind of case", "Other"),
    }  # fmt: skip


def curve_data(
    curves: dict[str, list[situation.DayCount]], *, outbreak: Outbreak, aim: situation.Target, all_cases: int
) -> dict[str, Any]:
    """The curve with its incubation band, which begins on the day of the last community-detected case."""
    labels = {
        "report": pgettext("basis of a curve", "By report"),
        "onset": pgettext("basis of a curve", "By onset"),
    }
    data: dict[str, Any] = {
        "start": "report",
        "bases": {
            basis: {"label": labels[basis], **_basis(counts), "missing": all_cases - sum(one.count for one in counts)}
            for basis, counts in curves.items()
        },
        "list_url": reverse("cases:list", args=[outbreak.slug]) + "?{basis}={day}&kind={kind}",
    }  # fmt: skip
    if aim.last_community_at is not None:
        first = city_date(aim.last_community_at)
        data["band"] = {
            "from": first.isoformat(),
            "to": (first + timedelta(days=aim.control_days)).isoformat(),
            "days": aim.control_days,
        }
    return data


def curve_rows(counts: Sequence[situation.DayCount]) -> list[CurveRow]:
    by_day: dict[date, dict[str, int]] = {}
    for one in counts:
        by_day.setdefault(one.day, {})[one.kind] = one.count
    return [
        CurveRow(day, tuple(kinds.get(kind, 0) for kind in KINDS)) for day, kinds in sorted(by_day.items())
    ]


def map_data(counted: dict[str, int], *, outbreak: Outbreak) -> dict[str, Any]:
    """Cases by legal county; residents of a management area are drawn in the county they belong to."""
    drawn: dict[str, int] = {}
    for place in places.counties(city_code=outbreak.area_id):
        belongs = place.legal_parent_id if place.kind == "MANAGEMENT_AREA" else None
        code = belongs or place.code
        drawn[code] = drawn.get(code, 0) + counted.get(place.code, 0)
    url = reverse("cases:list", args=[outbreak.slug])
    return {
        "measures": [{"key": "cases", "label": gettext("Cases"), "unit": gettext("cases"), "values": drawn}],
        "urls": {code: f"{url}?area={code}" for code in drawn},
    }


def _basis(counts: Sequence[situation.DayCount]) -> dict[str, Any]:
    days = sorted({one.day for one in counts})
    labels = kind_labels()
    present = [kind for kind in KINDS if any(one.kind == kind for one in counts)]
    found = {(one.day, one.kind): one.count for one in counts}
    return {
        "days": [day.isoformat() for day in days],
        "series": [
            {"kind": kind, "label": labels[kind], "counts": [found.get((day, kind), 0) for day in days]}
            for kind in present
        ],
    }
