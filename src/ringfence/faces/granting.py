"""A duty is given at the console; one that must not be given is refused, stays on record and rings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ringfence.ground import alarms, audit
from ringfence.ground.access import Actor
from ringfence.ground.access import actions as access
from ringfence.ground.access.queries import User
from ringfence.kernel import Refused


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is to do what, where, for which organisation; `house_kind` counts for a new organisation only."""

    username: str
    full_name: str
    role: str
    area_code: str
    house: str
    house_kind: str = "OTHER"


def enter(*, duty: Duty, password: str, typed_by: str, by: Actor, now: datetime) -> User:
    """Enter a member of staff with a duty. Refused: a role that restricts people in a house that commands or oversees.

    `typed_by` is the account of the machine at whose console it was typed.
    """
    told = {
        "username": duty.username,
        "role": duty.role,
        "area": duty.area_code,
        "organisation": duty.house,
        "typed_by": typed_by,
    }
    try:
        return _enter(duty, password, told, by=by, now=now)
    except Refused as refusal:
        with transaction.atomic():
            audit.record(
                by=by,
                action="user.add_refused",
                subject=("user", duty.username),
                reasons=refusal.reasons,
                after=told,
                now=now,
            )
            alarms.tell_raised(
                kind="ONE_OFFICE", what=refusal.reasons, by=by, now=now, subject=("user", duty.username)
            )
        raise


@transaction.atomic
def _enter(duty: Duty, password: str, told: dict[str, str], *, by: Actor, now: datetime) -> User:
    house = access.seed_organisation(
        name=duty.house, name_en="", kind=duty.house_kind, area_code=duty.area_code
    )
    user = access.seed_user(
        username=duty.username, full_name=duty.full_name, full_name_en="", organisation=house, password=password,
        roles=[(duty.role, duty.area_code)],
    )  # fmt: skip
    audit.record(by=by, action="user.add", subject=("user", user.id), now=now, after=told)
    return user
