"""Proposing a local version, signing or refusing it, publishing it, taking it back.

`outbreak_id` says in whose audit a deed stands; the rules themselves belong to the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Reason, Refused, new_id, reason

from . import changes, local, queries
from .changes import Proposal
from .models import LocalValue, LocalVersion
from .states import TRANSITIONS

LONGEST_WHERE = 300


def check(*, proposal: Proposal, by: Actor | None, now: datetime) -> tuple[changes.Difference, ...]:
    """What a proposal would change of its edition; nothing is kept, so it does not matter who asks.

    Raises `Refused` with every fault by its part: `valid_to`, `changes.0.value` ... (stricter than allowed, no source).
    """
    base = changes.edition(proposal.base_id)
    fields: dict[str, Sequence[Reason]] = {place: [why] for place, why in changes.faults(proposal).items()}
    found = changes.compared(proposal)
    told = local.may_propose(proposal=proposal, base=base, differences=found, now=now)
    for name, reasons in told.items():
        fields[name] = [*fields.get(name, ()), *reasons]
    if fields:
        raise Refused(reason("This cannot be proposed like this; see what is said beside each part."), fields=fields)  # fmt: skip
    return found


@transaction.atomic
def propose(
    *, proposal: Proposal, purpose: str, by: Actor, now: datetime, outbreak_id: UUID | None = None
) -> LocalVersion:
    """Write a local version down under the first signature. From here on nothing in it can be changed.

    Refused: whatever `check` refuses.
    """
    access.require(by, Permission.RULESET_CHANGE, area_code=proposal.place_code)
    check(proposal=proposal, by=by, now=now)
    version = LocalVersion.objects.create(
        id=new_id(), code=_next_code(proposal), base_id=proposal.base_id, place_code=proposal.place_code, purpose=purpose,
        name_en=proposal.name_en.strip(), name_zh=proposal.name_zh.strip(), why=proposal.why.strip(),
        valid_from=proposal.valid_from, valid_to=proposal.valid_to, proposed_at=now, proposed_by_id=by.id,
        proposed_by_name=str(by), proposed_organisation_id=by.organisation_id,
    )  # fmt: skip
    LocalValue.objects.bulk_create(
        LocalValue(version=version, position=n, parameter=one.parameter, value=one.value, source=one.source.strip(),
                   mark=one.mark, reason=one.reason.strip())
        for n, one in enumerate(proposal.changes)
    )  # fmt: skip
    _written(version, "propose", by=by, now=now, outbreak_id=outbreak_id)
    return version


@transaction.atomic
def approve(*, version_id: UUID, by: Actor, now: datetime, outbreak_id: UUID | None = None) -> LocalVersion:
    """The second signature, of another person of another organisation. Told twice by the same person: nothing changes."""
    version = _locked(version_id, by)
    if version.state == LocalVersion.State.APPROVED and version.approved_by_id == by.id:
        return version
    queries.may_decide(version=version, by=by, now=now).or_refuse()
    _move(version, LocalVersion.State.APPROVED)
    version.approved_at, version.approved_by_id, version.approved_by_name = now, by.id, str(by)
    version.approved_organisation_id = by.organisation_id
    version.save()
    _written(version, "approve", by=by, now=now, outbreak_id=outbreak_id)
    return version


@transaction.atomic
def refuse(
    *, version_id: UUID, why: str, by: Actor, now: datetime, outbreak_id: UUID | None = None
) -> LocalVersion:
    """No second signature, and why; by another person of another organisation."""
    version = _locked(version_id, by)
    queries.may_decide(version=version, by=by, now=now).or_refuse()
    _close(version, LocalVersion.State.REFUSED, why, by=by, now=now, outbreak_id=outbreak_id)
    return version


@transaction.atomic
def publish(
    *, version_id: UUID, where: str, by: Actor, now: datetime, outbreak_id: UUID | None = None
) -> LocalVersion:
    """Write down where citizens can read it; from its first day on it can be followed. Once only.

    Earlier local versions of the same edition and place that are valid on the same days are replaced by it.
    """
    version = _locked(version_id, by)
    if version.state != LocalVersion.State.APPROVED or version.published_at is not None:
        raise Refused(reason("Only an approved local version that is not published yet can be published."))
    if not where.strip() or len(where.strip()) > LONGEST_WHERE:
        asked = reason("Write down where citizens can read it: a page or a newspaper, in at most {most} characters.", most=LONGEST_WHERE)  # fmt: skip
        raise Refused(asked, fields={"where": [asked]})
    earlier = LocalVersion.objects.select_for_update().filter(
        state=LocalVersion.State.APPROVED, base_id=version.base_id, place_code=version.place_code, purpose=version.purpose,
        published_at__isnull=False, valid_from__lt=version.valid_to, valid_to__gt=version.valid_from,
    )  # fmt: skip
    for one in earlier:
        _close(one, LocalVersion.State.SUPERSEDED, version.code, by=by, now=now, outbreak_id=outbreak_id)
    version.published_at, version.published_where, version.published_by_name = now, where.strip(), str(by)
    version.save()
    _written(version, "publish", by=by, now=now, outbreak_id=outbreak_id)
    return version


@transaction.atomic
def withdraw(
    *, version_id: UUID, why: str, by: Actor, now: datetime, outbreak_id: UUID | None = None
) -> LocalVersion:
    """Take it back: a draft by whoever may propose, an approved one by somebody of another organisation."""
    version = _locked(version_id, by)
    if version.state == LocalVersion.State.APPROVED:
        queries.may_decide(version=version, by=by, now=now).or_refuse()
    _close(version, LocalVersion.State.WITHDRAWN, why, by=by, now=now, outbreak_id=outbreak_id)
    return version


def _locked(version_id: UUID, by: Actor) -> LocalVersion:
    version = LocalVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None:
        raise NotFound(reason("There is no such local version."))
    access.require(by, Permission.RULESET_CHANGE, area_code=version.place_code)
    return version


def _move(version: LocalVersion, to: str) -> None:
    if to not in TRANSITIONS[version.state]:
        raise Refused(reason("This local version was decided before; reload the page."))
    version.state = to


def _close(
    version: LocalVersion, to: str, why: str, *, by: Actor, now: datetime, outbreak_id: UUID | None
) -> None:
    if not why.strip():
        asked = reason("Say why; the sentence is kept with the local version.")
        raise Refused(asked, fields={"why": [asked]})
    _move(version, to)
    version.closed_at, version.closed_by_id, version.closed_by_name = now, by.id, str(by)
    version.closed_organisation_id, version.closed_why = by.organisation_id, why.strip()
    version.save()
    _written(version, to.lower(), by=by, now=now, outbreak_id=outbreak_id)


def _next_code(proposal: Proposal) -> str:
    """Such as CN-9-4107-L2: the edition, the place, which one. Two at once wait for each other."""
    front = f"{proposal.base_id}-{proposal.place_code}-L"
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [front])
    return f"{front}{LocalVersion.objects.filter(code__startswith=front).count() + 1}"


def _written(
    version: LocalVersion, action: str, *, by: Actor, now: datetime, outbreak_id: UUID | None
) -> None:
    audit.record(by=by, action=f"local_ruleset.{action}", subject=version, outbreak_id=outbreak_id, now=now,
                 after={"ruleset": version.code, "state": str(version.state)})  # fmt: skip
