"""A file of arrivals: every row is registered, was known, or is handed back with why; rows in = kept + merged + refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Reason, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.places import queries as places

from .. import files, rules, sealing
from ..models import Arrival, Stop
from ..sealing import Who
from .registering import faults_of, rows_of


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row as it came, its number in the file, and everything that is wrong with it."""

    line: int
    cells: dict[str, str]
    why: tuple[Reason, ...]


@dataclass(slots=True)
class Account:
    """What became of the rows. `merged` were known already (or stood in the file twice)."""

    rows_in: int = 0
    kept: int = 0
    merged: int = 0
    refusals: list[RefusedRow] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len(self.refusals)


@transaction.atomic
def register_file(
    *, outbreak_id: UUID, content: bytes, file_name: str, by: Actor, now: datetime, only_look: bool = False
) -> Account:
    """Register every row of a CSV or Excel file. With `only_look` nothing is kept.

    Refused as a whole: no table, a column that is needed is missing, more than 20,000 rows.
    """
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.ARRIVAL_WRITE)
    reaches = tuple(access.visible_areas(by, Permission.ARRIVAL_WRITE))
    told = list(files.rows_of(content=content, file_name=file_name, area_code=outbreak.area_id))
    there = set(places.names(codes={row.trip.area_code for row in told}))
    account = Account(rows_in=len(told))
    found: dict[str, tuple[Arrival, Who, list[Stop], str]] = {}
    for row in told:
        why = row.why or _against(row.trip, outbreak.area_id, reaches, there, now)
        if why:
            account.refusals.append(RefusedRow(row.line, row.cells, tuple(why)))
            continue
        rows = rows_of(row.trip, outbreak_id=outbreak_id, channel=Arrival.Channel.FILE, by=by, now=now)
        found.setdefault(rows[0].told_key, rows)
    known = set(
        Arrival.objects.filter(outbreak_id=outbreak_id, told_key__in=found).values_list("told_key", flat=True)
    )
    new = [rows for key, rows in found.items() if key not in known]
    account.kept = len(new)
    account.merged = account.rows_in - account.refused - account.kept
    if not only_look:
        _keep(new, account, outbreak_id, file_name, by=by, now=now)
    return account


def _against(
    trip: rules.Trip, area_code: str, reaches: tuple[str, ...], there: Collection[str], now: datetime
) -> list[Reason]:
    by_field = faults_of(trip, area_code=area_code, now=now, exists=lambda code: code in there)
    faults = [one for some in by_field.values() for one in some]
    if not faults and not trip.area_code.startswith(reaches):
        return [reason("Your role does not reach this area. Ask the area's own staff to do it.")]
    return faults


def _keep(
    new: list[tuple[Arrival, Who, list[Stop], str]], account: Account, outbreak_id: UUID, file_name: str, *,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    Arrival.objects.bulk_create([one[0] for one in new], batch_size=2000, ignore_conflicts=True)
    ours = set(Arrival.objects.filter(id__in=[one[0].id for one in new]).values_list("id", flat=True))
    new = [one for one in new if one[0].id in ours]  # the others were registered meanwhile
    account.merged, account.kept = account.merged + account.kept - len(new), len(new)
    sealing.keep(told={one[0].id: one[1] for one in new})
    Stop.objects.bulk_create([stop for one in new for stop in one[2]], batch_size=2000)
    audit.record(
        by=by, action="arrival.register_file", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
        after={"file": file_name[:200], "rows_in": account.rows_in, "kept": account.kept, "merged": account.merged,
               "refused": account.refused},
    )  # fmt: skip
    outbox.tell_screens(topic="arrivals", outbreak_id=outbreak_id)
