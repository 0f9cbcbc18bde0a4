"""What a bulletin may tell, taken from the platform: counts, and places from investigated movement and authorised leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from ringfence.cores.disclosure import Finding, find
from ringfence.ground import acting
from ringfence.kernel import Period
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.people import queries as people
from ringfence.registry.people.names import pinyin_key
from ringfence.registry.places import queries as register
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations
from ringfence.tracing.movement import queries as movement

from .rules import cells, exposure

CHECK = acting.as_job("bulletins.check")
NEW_HOURS = 24  # as on the page of the situation


@dataclass(frozen=True, slots=True)
class Facts:
    """What is offered to the drafter."""

    numbers: dict[str, Any]
    lines: list[exposure.PlaceLine]
    left_out: list[exposure.LeftOut]
    areas: dict[str, tuple[str, str]]


@acting.block(CHECK)  # counts, and places without people: whoever drafts reads nobody's data
def gathered(*, outbreak: Outbreak, before: Mapping[str, Any], now: datetime) -> Facts:
    """Everything that may be told now; `before` are the numbers of the last published bulletin."""
    been, counts = _been(outbreak, now)
    lines = exposure.lines(been=been)
    named = register.names(codes={one.area_code for one in lines if one.area_code})
    areas = {code: (place.name, place.name_en or place.name) for code, place in named.items()} | {
        "": ("", "")
    }
    return Facts(_numbers(outbreak, before, now), lines, exposure.left_out(counts), areas)


@acting.block(CHECK)  # every listed name must be found, whoever asks; the finding is all that is told
def findings(*, text: str, outbreak: Outbreak) -> list[Finding]:
    """What in a text tells who somebody is, names of people listed in this outbreak among it."""
    return find(
        text, public_phones=settings.PUBLIC_PHONES, case_prefix=outbreak.case_prefix, key=pinyin_key,
        listed=lambda names, keys: listed(names=names, keys=keys, outbreak_id=outbreak.id),
    )  # fmt: skip


def listed(*, names: Collection[str], keys: Collection[str], outbreak_id: UUID) -> set[str]:
    """Which of these name somebody who is a case or a contact of the outbreak. The register alone reads names."""
    bearers = people.bearers(names=names, keys=keys)
    everybody = {who for many in bearers.values() for who in many}
    here = cases.people_among(outbreak_id=outbreak_id, person_ids=everybody)
    here |= contacts.people_among(outbreak_id=outbreak_id, person_ids=everybody)
    return {token for token, many in bearers.items() if many & here}


def _numbers(outbreak: Outbreak, before: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Sums exactly, their groups where nobody can be found in them."""
    found = cases.everywhere(outbreak_id=outbreak.id)
    total = found.count()
    kinds = dict(found.order_by().values_list("classification").annotate(n=Count("id")))
    ways = dict(found.order_by().values_list("found_by").annotate(n=Count("id")))
    earlier = {
        name: one["count"] for name, one in before.get("cells", {}).items() if one["count"] is not None
    }
    told = {"total": cells.Cell(total), "new": cells.Cell(found.filter(reported_at__gt=now - timedelta(hours=NEW_HOURS)).count())}  # fmt: skip
    inside = ways.get("QUARANTINE", 0)
    for parts in (
        {"confirmed": kinds.get("CONFIRMED", 0), "asymptomatic": kinds.get("ASYMPTOMATIC", 0), "": total - kinds.get("CONFIRMED", 0) - kinds.get("ASYMPTOMATIC", 0)},
        {"in_quarantine": inside, "community": total - inside - ways.get("UNKNOWN", 0), "": ways.get("UNKNOWN", 0)},
    ):  # fmt: skip
        told |= cells.told(parts=parts, before=earlier) or {}
    running = orders.count_by_running_kind(orders.in_force(outbreak_id=outbreak.id))
    told["under_quarantine"] = cells.alone(sum(n for kind, n in running.items() if kind != "ISOLATION"))
    told.pop("", None)
    return {
        "cells": {name: one.as_json() for name, one in told.items()},
        "counties": _counties(outbreak, before),
    }


def _counties(outbreak: Outbreak, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    units = {one.code: one for one in register.counties(city_code=outbreak.area_id)}
    counted: Counter[str] = Counter()
    for area, n in (
        cases.everywhere(outbreak_id=outbreak.id).order_by().values_list("area_id").annotate(n=Count("id"))
    ):
        code = max((one for one in units if area.startswith(one)), key=len, default="")
        counted[code] += n
    earlier = {
        one["code"]: one["count"] for one in before.get("counties", []) if one.get("count") is not None
    }
    told = cells.told(parts=counted, before=earlier)
    rows = []
    for code in sorted(one for one in counted if one):
        row = {"code": code, "name": units[code].name, "name_en": units[code].name_en}
        rows.append(row | (told[code].as_json() if told else {}))
    return rows


def _been(outbreak: Outbreak, now: datetime) -> tuple[list[exposure.Been], dict[str, int]]:
    """Where cases were while they could infect; and why how many stays are not offered."""
    known = list(cases.everywhere(outbreak_id=outbreak.id).select_related("outbreak"))
    windows = {case.id: movement.window(case=case, purpose="FIND_CONTACTS", now=now) for case in known}
    addresses = people.addresses(person_ids=[case.person_id for case in known])
    kept: list[exposure.Been] = []
    counts: Counter[str] = Counter()
    for case_id, told in _told(windows, outbreak.id):
        verdict = _verdict(told, windows[case_id], addresses, outbreak)
        if isinstance(verdict, str):
            counts[verdict] += 1
        else:
            kept.append(verdict)
    return kept, counts


def _told(windows: Mapping[UUID, Period | None], outbreak_id: UUID) -> Iterator[tuple[UUID, exposure.Been]]:
    """Each with the area of the place where that is known; never with the area where the case lives."""
    for stop in investigations.stops_of_cases(case_ids=list(windows)):
        yield (
            stop.investigation.case_id,
            exposure.Been(stop.place, stop.area_id or "", stop.from_at, stop.to_at),
        )
    for lead in movement.places_of_leads(outbreak_id=outbreak_id, case_ids=list(windows)):
        yield lead.case_id, exposure.Been(lead.place, "", lead.first_at, lead.last_at)


def _verdict(
    told: exposure.Been, window: Period | None, addresses: Sequence[str], outbreak: Outbreak
) -> exposure.Been | str:
    if exposure.is_home(told.place, addresses):
        return "home"
    during = exposure.during(told, window)
    if during is None:
        return "outside"
    return "refused" if find(told.place, case_prefix=outbreak.case_prefix) else during
