"""Retention: how long people's data stay, who is due, what is held for an authority, and what was deleted with proof."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.ground.retention import queries as register
from ringfence.ground.retention import schedule
from ringfence.response import declaring_over, forgetting, retaining

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Line, Paragraph

operations = Operations("retention")
HERE = f"{INSIDE}/retention"
MOST = 1_000  # people in one answer


class KeptFor(Schema):
    """How many days after the end of the tie, and on whose word."""

    days: int
    source: str
    source_zh: str
    law: str


class Retention(Schema):
    """The schedule, and who is due by it today. `kept`: people who are still needed; `files`: imported files that are due."""

    schedule: dict[str, KeptFor]
    over_at: Instant | None
    last_day: Day | None
    due: int
    held: int
    kept: int
    files: int
    kinds: dict[str, int]


class Vault(Schema):
    """The identity vault of this installation: ids and counts, no key and no name."""

    active: str = Field(
        description="Id of the key that wraps the data keys of people who are registered now."
    )
    keys: dict[str, int] = Field(description="Each key of the key file, and how many data keys it wraps.")
    data_keys: int = Field(
        description="People and travellers who have a data key. Whoever was forgotten has none."
    )
    people: int = Field(description="Data keys of people of the register.")
    travellers: int = Field(description="Data keys of travellers who registered an arrival.")
    waiting: int = Field(description="Data keys that an earlier key still wraps.")
    index: str


class DuePerson(Schema):
    """Whose last day has passed, without a name."""

    person_id: UUID
    until: Day
    kind: str
    held: bool


class LegalHold(Schema):
    """What is kept for an authority; `person_id` empty: everybody of the outbreak."""

    id: UUID
    person_id: UUID | None
    why: str
    paper: str
    by_name: str
    placed_at: Instant
    ends_on: Day
    lifted_at: Instant | None
    lifted_by_name: str
    lifted_why: str


class PlaceHold(Given):
    number: Line = Field(
        "", description="A case number of this outbreak or an identity number; empty: everybody."
    )
    why: Paragraph = Field(min_length=1, description="Why, in at least ten letters.")
    paper: Line = Field(min_length=1, description="The authority's paper: whose letter, number, day.")
    ends_on: Day = Field(description="The last day; within 180 days.")


class LiftHold(Given):
    why: Paragraph = Field(min_length=1)


class Certificate(Schema):
    """What was deleted. `content` is what the ledger's entry repeats; the format: docs/reference/retention.md."""

    id: UUID
    at: Instant
    people: int
    content: dict[str, Any]
    digest: str
    entry_id: int


class CertificateProof(Certificate):
    """The certificate, and what was found when it was looked at again."""

    is_whole: bool
    content_holds: bool
    list_holds: bool
    keys_gone: bool
    entry_holds: bool
    place: int | None
    left: dict[str, int]


@operations.read(HERE, Retention, needs=Permission.AUDIT_READ)
def show(request: Call) -> object:
    """The schedule, and who is due today. Changes nothing."""
    due = _due(request)
    return {
        "schedule": {kind: asdict(one) for kind, one in schedule.current().items()}, "over_at": request.outbreak.closed_at,
        "last_day": declaring_over.last_day(request.outbreak), "due": len(due.people), "held": len(due.held),
        "kept": due.kept, "files": due.files, "kinds": due.count_by_kind(),
    }  # fmt: skip


@operations.read(f"{HERE}/vault", Vault, needs=Permission.AUDIT_READ)
def vault(request: Call) -> object:
    """Which keys open who is who, and how many people they keep."""
    return retaining.vault(outbreak_id=request.outbreak.id, by=request.user)


@operations.read(f"{HERE}/due", list[DuePerson], needs=Permission.AUDIT_READ)
def list_due(request: Call) -> object:
    """Who is forgotten in the coming night, at most 1,000, the longest due first; nobody is named."""
    due = _due(request)
    first = sorted(due.people.items(), key=lambda pair: (str(pair[1].day), pair[0]))[:MOST]
    return [
        {"person_id": one, "until": until.day, "kind": until.kind, "held": one in due.held}
        for one, until in first
    ]


@operations.read(f"{HERE}/holds", Listed[LegalHold], needs=Permission.AUDIT_READ)
def holds(request: Call, at: Query[Cursor]) -> object:
    """Every legal hold, lifted or not; newest first."""
    retaining.let_in(outbreak_id=request.outbreak.id, by=request.user)
    found = register.holds(outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-placed_at", "-id"), shown=lambda one: one)


@operations.write(f"{HERE}/holds", LegalHold, needs=Permission.OUTBREAK_MANAGE, status=201)
def place_hold(request: Call, told: PlaceHold) -> object:
    """Keep one person's data, or everybody's, for an authority."""
    return retaining.hold(
        outbreak_id=request.outbreak.id, **told.dict(), by=request.user, now=request.outbreak_now
    )


@operations.write(f"{HERE}/holds/{{legal_hold_id}}/lift", LegalHold, needs=Permission.OUTBREAK_MANAGE)
def lift_hold(request: Call, legal_hold_id: UUID, told: LiftHold) -> object:
    """End a hold before its last day."""
    return retaining.lift(
        hold_id=legal_hold_id,
        outbreak_id=request.outbreak.id,
        why=told.why,
        by=request.user,
        now=request.outbreak_now,
    )


@operations.read(f"{HERE}/certificates", Listed[Certificate], needs=Permission.AUDIT_READ)
def certificates(request: Call, at: Query[Cursor]) -> object:
    """Every certificate of deletion, newest first."""
    retaining.let_in(outbreak_id=request.outbreak.id, by=request.user)
    found = register.certificates(outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-at", "-id"), shown=lambda one: one)


@operations.read(f"{HERE}/certificates/{{certificate_id}}", CertificateProof, needs=Permission.AUDIT_READ)
def certificate(request: Call, certificate_id: UUID) -> object:
    """One certificate, looked at again: its digest, its list, its entry in the ledger, and every table."""
    which = {"certificate_id": certificate_id, "outbreak_id": request.outbreak.id}
    proven = retaining.prove(**which, by=request.user)
    found = register.certificate(**which)
    own = {name: getattr(found, name) for name in ("id", "at", "people", "content", "digest", "entry_id")}
    return own | asdict(proven) | {"is_whole": proven.is_whole}


def _due(request: Call) -> forgetting.Due:
    return retaining.due(
        outbreak_id=request.outbreak.id,
        by=request.user,
        now=request.outbreak_now,
        real_now=request.received_at,
    )
