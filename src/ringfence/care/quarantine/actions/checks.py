"""The daily look at each person: one key a person."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, city_date, reason

from ..models import HealthCheck, Stay


@transaction.atomic
def record_check(
    *, stay_id: UUID, on: date, slot: str, finding: str, by: Actor, now: datetime,
    temperature_celsius: Decimal | None = None, symptoms: str = "",
) -> HealthCheck:  # fmt: skip
    """Keep a health check; a second one in the same slot corrects the first, with both in the audit.

    Refused: a day that has not come, a stay that has not begun, a temperature no living person has.
    """
    stay = _started(stay_id, by)
    if on > city_date(now):
        raise Refused(
            reason("{day} has not come yet.", day=on),
            fields={"on": [reason("Choose today or a day before.")]},
        )
    if temperature_celsius is not None and not Decimal(30) <= temperature_celsius <= Decimal(45):
        raise Refused(
            reason(
                "{celsius} °C is not a body temperature. Measure again.", celsius=str(temperature_celsius)
            ),
            fields={"temperature_celsius": [reason("Enter a temperature between 30 and 45 °C.")]},
        )
    known = HealthCheck.objects.filter(stay=stay, on=on, slot=slot).first()
    before = {"finding": known.finding, "temperature": str(known.temperature_celsius or "")} if known else {}
    check, _ = HealthCheck.objects.update_or_create(
        stay=stay, on=on, slot=slot,
        defaults={"finding": finding, "temperature_celsius": temperature_celsius, "symptoms": symptoms.strip(),
                  "checked_at": now, "checked_by_id": by.id, "checked_by_name": str(by)},
    )  # fmt: skip
    audit.record(by=by, action="health_check.record", subject=("stay", stay.id), outbreak_id=stay.outbreak_id,
                 before=before, after={"on": on, "slot": slot, "finding": finding}, now=now)  # fmt: skip
    return check


@transaction.atomic
def undo_check(*, stay_id: UUID, on: date, slot: str, by: Actor, now: datetime) -> bool:
    """Take back a check that was just kept by mistake (the audit keeps both). False when there is none."""
    stay = _started(stay_id, by)
    known = HealthCheck.objects.filter(stay=stay, on=on, slot=slot).first()
    if known is None:
        return False
    if known.checked_by_id != by.id:
        raise Refused(
            reason("Only {name}, who kept this check, can take it back.", name=known.checked_by_name)
        )
    audit.record(by=by, action="health_check.undo", subject=("stay", stay.id), outbreak_id=stay.outbreak_id,
                 before={"on": on, "slot": slot, "finding": known.finding}, now=now)  # fmt: skip
    known.delete()
    return True


def _started(stay_id: UUID, by: Actor) -> Stay:
    stay = (
        Stay.objects.select_for_update(of=("self",)).select_related("room__site").filter(id=stay_id).first()
    )
    if stay is None:
        raise NotFound(reason("There is no such stay."))
    area_code = stay.room.site.area_id if stay.room is not None else stay.area_id
    access.require(by, Permission.HEALTH_CHECK_RECORD, area_code=area_code)
    if stay.state != Stay.State.STARTED:
        raise Refused(reason("This stay has not begun or is over; there is nothing to check."))
    return stay
