"""What command and oversight see of retention: who is due, who is held, what was deleted, and whether the proof holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, acting
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit import ledger
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import fingerprints
from ringfence.ground.retention import queries as register
from ringfence.kernel import NotFound
from ringfence.registry.identities import queries as identities
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.movement import queries as movement

from . import emergency, forgetting


@dataclass(frozen=True, slots=True)
class Proven:
    """What was found when a certificate was looked at again."""

    content_holds: bool  # the digest is that of the content
    list_holds: bool  # the people behind it are those of its root
    place: int | None  # where its entry stands in the ledger; None: not sealed yet, or not there
    entry_holds: bool  # that entry says the same digest
    keys_gone: bool  # the destroyed data keys are those of its second root, and none of them is there again
    left: dict[str, int]  # rows that still tell of somebody behind it

    @property
    def is_whole(self) -> bool:
        return (
            self.content_holds and self.list_holds and self.entry_holds and self.keys_gone and not self.left
        )


def due(*, outbreak_id: UUID, by: Actor, now: datetime, real_now: datetime) -> forgetting.Due:
    """Who would be forgotten now, counted over everybody and naming nobody. Refused to who does not read the record here."""
    let_in(outbreak_id=outbreak_id, by=by)
    with acting.block(acting.as_job("retention.count")):
        return forgetting.due(outbreak_id=outbreak_id, now=now, real_now=real_now)


def vault(*, outbreak_id: UUID, by: Actor) -> identities.Status:
    """Which keys open who is who, and how many people they keep; of the whole installation. No key, no name."""
    let_in(outbreak_id=outbreak_id, by=by)
    with acting.block(acting.as_job("retention.count")):
        return identities.status()


def let_in(*, outbreak_id: UUID, by: Actor) -> None:
    """Raises NotPermitted to who does not read the record of this outbreak."""
    area = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    access.require(by, Permission.AUDIT_READ, area_code=area)


def prove(*, certificate_id: UUID, outbreak_id: UUID, by: Actor) -> Proven:
    """Look again: at the certificate, at the ledger, and at every table. Raises NotFound."""
    let_in(outbreak_id=outbreak_id, by=by)
    with acting.block(acting.as_job("retention.count")):
        return _proven(certificate_id, outbreak_id)


def _proven(certificate_id: UUID, outbreak_id: UUID) -> Proven:
    found = register.certificate(certificate_id=certificate_id, outbreak_id=outbreak_id)
    people = register.behind(certificate_id=found.id)
    place, says = _entry(found.entry_id)
    return Proven(
        content_holds=fingerprints.digest(found.content) == found.digest,
        list_holds=fingerprints.root(people) == found.content["root"] and len(people) == found.people,
        place=place,
        entry_holds=says == found.digest,
        keys_gone=_keys_gone(found),
        left=forgetting.left(person_ids=people) if people else _days_left(found),
    )


@transaction.atomic
def hold(
    *, outbreak_id: UUID, number: str, why: str, paper: str, ends_on: date, by: Actor, now: datetime
) -> retention.LegalHold:
    """Keep the person of a case number or an identity number (no number: everybody) for an authority."""
    area = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=area)
    person_id = emergency.person_of_number(number.strip(), outbreak_id) if number.strip() else None
    return retention.place_hold(
        outbreak_id=outbreak_id, area_code=area, person_id=person_id, why=why, paper=paper, ends_on=ends_on, by=by, now=now,
    )  # fmt: skip


def lift(*, hold_id: UUID, outbreak_id: UUID, why: str, by: Actor, now: datetime) -> retention.LegalHold:
    """End a hold before its last day, with a reason."""
    area = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    return retention.lift_hold(
        hold_id=hold_id, outbreak_id=outbreak_id, area_code=area, why=why, by=by, now=now
    )


def _days_left(found: retention.Certificate) -> dict[str, int]:
    """Files and keys that are left of the days that a certificate says are destroyed."""
    days = found.content.get("movement_days", ())
    slug = outbreaks.outbreak(outbreak_id=found.outbreak_id).slug
    return movement.left_of_days(slug=slug, days=[(one["day"], one["key"]) for one in days]) if days else {}


def _keys_gone(found: retention.Certificate) -> bool:
    """Certificates of the first version know of no keys: the vault came later."""
    told, gone = found.content.get("keys"), register.destroyed_keys(certificate_id=found.id)
    if told is None:
        return not gone
    listed = len(gone) == told["destroyed"] and fingerprints.root(gone) == told["root"]
    return listed and not identities.numbers_left(numbers=gone)


def _entry(entry_id: int) -> tuple[int | None, str]:
    try:
        proof = ledger.prove(entry_id=entry_id)
    except NotFound:
        return None, ""
    return proof.seq, str(json.loads(proof.content)["after"].get("digest", ""))
