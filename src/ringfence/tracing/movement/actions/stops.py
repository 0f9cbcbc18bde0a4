"""Stops that an investigator confirmed go into the store, so that others at these places can be found."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import CITY_ZONE, Refused, reason
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import queries as investigations

from .. import vault
from .live import match_new

if TYPE_CHECKING:
    from ..engine import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """How many stops the store holds now, which names it knows no place for, how many have no time that is sure."""

    stops: int
    unknown: list[str]
    open: int = 0


@transaction.atomic
def keep_stops(*, case_id: UUID, by: Actor, now: datetime) -> Kept:
    """Take the stops of the investigation into the store, as confirmed by an investigator. Told twice, they count once.

    A stop counts whose place has the name (or code) of a place in the store; an end that was not told is a marked guess.
    Of a stop whose hours are open only the sure part is taken; the rest is compared as told (`queries.met_as_told`).
    """
    from .. import engine

    case = cases.bare(case_id=case_id)
    access.require(by, Permission.INVESTIGATION_WRITE, area_code=case.area_id)
    investigation = investigations.of_case(case_id=case_id)
    stops = list(investigations.movement(investigation_id=investigation.id)) if investigation else []
    if not stops:
        raise Refused(reason("The investigation has no stop yet."))
    store = engine.store_of(case.outbreak.slug)
    codes = engine.codes_of(store, names=[one.place for one in stops])
    number = vault.give_numbers(outbreak_id=case.outbreak_id, person_ids=[case.person_id], now=now)[
        case.person_id
    ]
    known = [one for one in stops if one.place in codes]
    sure = [
        one
        for one in known
        if one.from_latest is None or (one.to_at is not None and one.to_at > one.from_latest)
    ]
    rows = [(number, codes[one.place], one.from_latest or one.from_at, one.to_at) for one in sure]
    taken = _take(store, rows, now=now) if rows else 0
    unknown = list(dict.fromkeys(one.place for one in stops if one.place not in codes))
    audit.record(by=by, action="movement.keep_stops", subject=("case", case_id), outbreak_id=case.outbreak_id, now=now,
                 after={"stops": taken, "unknown_places": len(unknown), "open": len(known) - len(sure)})  # fmt: skip
    match_new(outbreak_id=case.outbreak_id, by=by, now=now)
    return Kept(taken, unknown, len(known) - len(sure))


def _take(store: Store, rows: list[tuple[int, str, datetime, datetime | None]], *, now: datetime) -> int:
    from .. import engine

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["person", "place", "entered_at", "left_at"])
    for number, code, from_at, to_at in rows:
        told = [at.astimezone(CITY_ZONE).isoformat() if at else "" for at in (from_at, to_at)]
        writer.writerow([number, code, *told])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stops.csv"
        file.write_text(out.getvalue(), encoding="utf-8")
        account = engine.bring_records(
            store, file=file, now=now, source="INVESTIGATOR", datum="", only_look=False
        )
    return len(rows) if account.already_in else account.kept + account.merged
