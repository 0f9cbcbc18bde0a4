"""Who looked at or changed the data of a person: organisation, role and purpose, never who it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.field.testing import queries as testing
from ringfence.ground.access import queries as access
from ringfence.ground.access.permissions import Role
from ringfence.ground.access.queries import Organisation
from ringfence.ground.audit import queries as audit
from ringfence.measures.orders import queries as orders
from ringfence.registry.citizens.actor import NOBODY
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

SAME_DEED = 60.0  # seconds within which the same deed of the same person is one line
SAME_LOOK = 900.0  # and the same look: who works at a list opens it again and again
MOST_LOOKS = 2_000  # the newest


@dataclass(slots=True)
class Line:
    """One line of the record. `house` None: the person themselves. `count`: how often shortly after one another."""

    at: datetime
    action: str
    house: Organisation | None
    roles: list[Role]
    purpose: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that had the person's data before it, and when for the first and last time."""

    house: Organisation
    first_at: datetime
    last_at: datetime


def lines_about(*, person_id: UUID, outbreak_id: UUID) -> list[Line]:
    """Everything that was done with the data of this person in this outbreak, newest first."""
    entries = list(audit.of_subjects(pairs=_about(person_id, outbreak_id)))
    entries += audit.looks_at(person_id=person_id)[:MOST_LOOKS]
    entries = [one for one in entries if one.outbreak_id in (None, outbreak_id)]
    entries.sort(key=lambda one: (one.recorded_at, one.id), reverse=True)
    houses = access.organisations_by_id(ids={one.organisation_id for one in entries} - {NOBODY})
    roles = access.roles_by_user(ids={one.by_id for one in entries})
    return _joined(entries, houses, roles)


def receivers(lines: Iterable[Line]) -> list[Receiver]:
    """The organisations of the record, the one that had the data last on top."""
    seen: dict[UUID, list[Line]] = {}
    for line in lines:
        if line.house is not None:
            seen.setdefault(line.house.id, []).append(line)
    return [
        Receiver(own[0].house, own[-1].at, own[0].at) for own in seen.values() if own[0].house is not None
    ]


def _about(person_id: UUID, outbreak_id: UUID) -> dict[str, list[str]]:
    """The subjects of the audit that are this person, or something about them alone."""
    inside: dict[str, Any] = {"person_id": person_id, "outbreak_id": outbreak_id}
    case = cases.of_person(**inside)
    rows: dict[str, Iterable[Any]] = {
        "order": orders.of_person(**inside), "contact": contacts.of_person(**inside), "sample": testing.of_person(**inside),
        "stay": quarantine.stays_of_person(**inside), "transfer": transfers.of_person(**inside),
    }  # fmt: skip
    ids = {kind: [str(one.id) for one in found] for kind, found in rows.items()}
    return ids | {"person": [str(person_id)], "case": [str(case.id)] if case else []}


def _joined(
    entries: list[Any], houses: dict[UUID, Organisation], roles: dict[UUID, list[Role]]
) -> list[Line]:
    lines: list[Line] = []
    before: Any = None
    for one in entries:
        if before is not None and _same(before, one):
            lines[-1].count += 1
        else:
            lines.append(
                Line(
                    one.at, one.action, houses.get(one.organisation_id), roles.get(one.by_id, []), one.purpose
                )
            )
        before = one
    return lines


def _same(newer: Any, older: Any) -> bool:
    within = SAME_LOOK if newer.kind == "LOOK" else SAME_DEED
    alike = (newer.action, newer.by_id, newer.purpose) == (older.action, older.by_id, older.purpose)
    return alike and bool((newer.recorded_at - older.recorded_at).total_seconds() <= within)
