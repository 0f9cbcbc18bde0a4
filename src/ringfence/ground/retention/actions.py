"""Placing and lifting legal holds, and writing certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, many_rows
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, city_date, new_id, reason

from . import rules, schedule
from .fingerprints import digest, root
from .models import Certificate, Forgotten, LegalHold

FORMAT, VERSION = "ringfence-certificate-of-deletion", 4
OF_DAYS = 3  # the version that tells of days of the movement store; it names nobody


@transaction.atomic
def place_hold(
    *, outbreak_id: UUID, area_code: str, person_id: UUID | None, why: str, paper: str, ends_on: date, by: Actor, now: datetime
) -> LegalHold:  # fmt: skip
    """Keep one person's data, or everybody's, for an authority. Refused: without reason or paper, for more than 180 days."""
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=area_code)
    today = city_date(now)
    rules.may_hold(why=why, paper=paper, ends_on=ends_on, today=today).or_refuse()
    hold = LegalHold.objects.create(
        outbreak_id=outbreak_id, person_id=person_id, why=why.strip(), paper=paper.strip(), ends_on=ends_on, by_id=by.id,
        by_name=str(by), organisation_id=by.organisation_id, placed_at=now, placed_on=today,
    )  # fmt: skip
    audit.record(by=by, action="retention.hold", subject=hold, outbreak_id=outbreak_id, now=now,
                 after={"why": hold.why, "paper": hold.paper, "ends_on": ends_on})  # fmt: skip
    return hold


@transaction.atomic
def lift_hold(
    *, hold_id: UUID, outbreak_id: UUID, area_code: str, why: str, by: Actor, now: datetime
) -> LegalHold:
    """End a hold before its last day, with a reason."""
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=area_code)
    hold = LegalHold.objects.select_for_update().filter(id=hold_id, outbreak_id=outbreak_id).first()
    if hold is None:
        raise NotFound(reason("There is no such legal hold."))
    if hold.lifted_at is not None or hold.ends_on < city_date(now):
        raise Refused(reason("This legal hold is over."))
    if not why.strip():
        raise Refused(reason("Say why the hold is lifted; the sentence is kept with it."))
    hold.lifted_at, hold.lifted_by_name, hold.lifted_why = now, str(by), why.strip()[:500]
    hold.save(update_fields=["lifted_at", "lifted_by_name", "lifted_why"])
    audit.record(by=by, action="retention.lift", subject=hold, outbreak_id=outbreak_id, now=now,
                 after={"why": hold.lifted_why})  # fmt: skip
    return hold


@transaction.atomic
def certify(
    *, outbreak_id: UUID, outbreak: str, people: Mapping[UUID, str], tables: Mapping[str, int], keys: Mapping[UUID, UUID],
    on: date, kept: schedule.Schedule, by: Actor, now: datetime, words: int = 0,
) -> Certificate:  # fmt: skip
    """Write what was deleted, within the transaction that deletes it. `people`: person -> kind of tie that ended last.

    The ledger keeps one entry for each person and one for the certificate. `root` is the Merkle root (RFC 6962) over the
    sorted numbers, so that whoever knows a number can be shown that it is among them. `keys`: person -> the number of
    their destroyed data key; without it no copy of the vault opens for them. `words`: how many entries of the ledger let go
    of what somebody typed into them.
    """
    kinds: dict[str, int] = {}
    for kind in people.values():
        kinds[kind] = kinds.get(kind, 0) + 1
    made = Certificate(id=new_id(), outbreak_id=outbreak_id, at=now, people=len(people))
    made.content = {
        "format": FORMAT, "v": VERSION, "id": str(made.id), "outbreak": outbreak, "on": on.isoformat(),
        "at": now.isoformat(), "by": str(by), "people": len(people), "kinds": dict(sorted(kinds.items())),
        "rows": {name: count for name, count in sorted(tables.items()) if count},
        "schedule": {kind: one.days for kind, one in sorted(kept.items())}, "root": root(people),
        "keys": {"destroyed": len(keys), "root": root(list(keys.values()))},
        "words": {"let_go": words},
    }  # fmt: skip
    made.digest = digest(made.content)
    audit.record_many(by=by, action="person.forget", subjects=[("person", one) for one in people], now=now,
                      outbreak_id=outbreak_id, after={"certificate": str(made.id)})  # fmt: skip
    entry = audit.record(by=by, action="retention.certificate", subject=made, outbreak_id=outbreak_id, now=now,
                         after={"digest": made.digest, "content": made.content})  # fmt: skip
    made.entry_id = entry.id
    made.save(force_insert=True)
    many_rows.insert(
        rows=[Forgotten(person_id=one, certificate_id=made.id, data_key=keys.get(one)) for one in people]
    )
    return made


@transaction.atomic
def certify_days(
    *, outbreak_id: UUID, outbreak: str, days: Sequence[Mapping[str, str]], on: date, by: Actor, now: datetime
) -> Certificate:
    """Write which days of the movement store were destroyed, each with the fingerprint of its destroyed key.

    A day without a key was never sealed: of it, copies made before stay readable, and the certificate says so.
    """
    made = Certificate(id=new_id(), outbreak_id=outbreak_id, at=now, people=0)
    made.content = {
        "format": FORMAT, "v": OF_DAYS, "id": str(made.id), "outbreak": outbreak, "on": on.isoformat(),
        "at": now.isoformat(), "by": str(by), "people": 0, "kinds": {}, "rows": {}, "root": root([]),
        "movement_days": [dict(one) for one in days],
    }  # fmt: skip
    made.digest = digest(made.content)
    entry = audit.record(by=by, action="retention.certificate", subject=made, outbreak_id=outbreak_id, now=now,
                         after={"digest": made.digest, "content": made.content})  # fmt: skip
    made.entry_id = entry.id
    made.save(force_insert=True)
    return made


__all__ = ["Certificate", "LegalHold", "certify", "certify_days", "lift_hold", "place_hold"]
