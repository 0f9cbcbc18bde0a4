"""Find a rule set, one that comes with Ringfence or a local version. Rule sets are public: all staff may read all of them."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ringfence.ground.access import Actor
from ringfence.kernel import Decision, NotFound, allow, reason

from . import changes, local
from .changes import Change, Difference, Proposal, differences
from .load import bundled, sources
from .models import LocalVersion
from .parameters import RuleSet

__all__ = [
    "Change", "Difference", "LocalVersion", "Proposal", "RuleSet", "all_rulesets", "differences", "get", "sources",
    "valid_on",
]  # fmt: skip


LOCAL_CODE = re.compile(r".+-[0-9]{2,12}-L[0-9]+")


def get(ruleset_id: str) -> RuleSet:
    """The rule set with this id: an edition, or a local version that was approved (also one that is over).

    Raises `NotFound` with a sentence that lists the known editions.
    """
    found = bundled().get(ruleset_id)
    if found is not None:
        return found
    version = local_version_named(code=ruleset_id)
    if version is None or version.approved_at is None:
        known = ", ".join(one.id for one in all_rulesets())
        raise NotFound(
            reason("There is no rule set {id}. Known rule sets: {known}.", id=ruleset_id, known=known)
        )
    return ruleset_of(version)


def all_rulesets() -> tuple[RuleSet, ...]:
    """The editions that come with Ringfence: China's first, then the others, each by its first day."""
    return tuple(
        sorted(
            bundled().values(),
            key=lambda one: (not one.jurisdiction.startswith("CN"), one.valid_from, one.id),
        )
    )


def valid_on(day: date) -> tuple[RuleSet, ...]:
    """The editions that were in force on this day."""
    return tuple(
        one
        for one in all_rulesets()
        if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
    )


def published() -> tuple[RuleSet, ...]:
    """The local versions that are approved and published, newest first."""
    found = _stored().filter(state=LocalVersion.State.APPROVED, published_at__isnull=False)
    return tuple(ruleset_of(one) for one in found)


def choosable(*, area_code: str, purpose: str, now: datetime) -> tuple[RuleSet, ...]:
    """What an outbreak in this area may follow now: every edition, and the local versions that hold there today."""
    found = _stored().filter(state=LocalVersion.State.APPROVED, purpose=purpose, published_at__lte=now)
    here = [one for one in found if judged(one, area_code=area_code, purpose=purpose, now=now).allowed]
    return (*all_rulesets(), *(ruleset_of(one) for one in here))


def may_follow(*, ruleset_id: str, area_code: str, purpose: str, now: datetime) -> Decision:
    """May an outbreak in this area follow this rule set at this instant? Raises `NotFound` for an unknown id."""
    if ruleset_id in bundled():
        return allow(reason("{id} is an edition that comes with Ringfence.", id=ruleset_id))
    get(ruleset_id)
    version = _stored().get(code=ruleset_id)
    return judged(version, area_code=area_code, purpose=purpose, now=now)


def local_version_named(*, code: str) -> LocalVersion | None:
    """The local version with this id, such as CN-9-4107-L2; the database is asked only for an id of that form."""
    return _stored().filter(code=code).first() if LOCAL_CODE.fullmatch(code) else None


def edition_of(*, ruleset_id: str) -> str:
    """The edition that a local version changes; an edition is its own."""
    version = local_version_named(code=ruleset_id)
    return version.base_id if version else ruleset_id


def local_versions(*, purpose: str, now: datetime) -> QuerySet[LocalVersion]:
    """The local versions of real responses (or of drills) as they stand at this instant, newest first."""
    return _stored().filter(purpose=purpose, proposed_at__lte=now)


def local_version(*, version_id: UUID, purpose: str, now: datetime) -> LocalVersion:
    found = local_versions(purpose=purpose, now=now).filter(id=version_id).first()
    if found is None:
        raise NotFound(reason("There is no such local version."))
    return found


def proposal_of(version: LocalVersion) -> Proposal:
    """What was written down, as it can be proposed again."""
    return Proposal(
        base_id=version.base_id, place_code=version.place_code, name_en=version.name_en, name_zh=version.name_zh,
        valid_from=version.valid_from, valid_to=version.valid_to, why=version.why,
        changes=tuple(
            Change(parameter=one.parameter, value=one.value, source=one.source, mark=one.mark, reason=one.reason)
            for one in version.values.all()
        ),
    )  # fmt: skip


def ruleset_of(version: LocalVersion) -> RuleSet:
    """The whole rule set that a local version makes of its edition."""
    return changes.built(proposal_of(version), version.code)


def changed_by(version: LocalVersion) -> tuple[Difference, ...]:
    """What it changes of its edition."""
    return differences(changes.edition(version.base_id), ruleset_of(version))


def may_decide(*, version: LocalVersion, by: Actor, now: datetime) -> Decision:
    """May this person sign, refuse or (once approved) take back this local version?"""
    return local.may_sign(
        version=as_signed(version), base=changes.edition(version.base_id), proposed_by=version.proposed_by_id,
        proposed_for=version.proposed_organisation_id, person=by.id, organisation=by.organisation_id, now=now,
    )  # fmt: skip


def as_signed(version: LocalVersion) -> local.LocalVersion:
    """A stored local version as the rules judge it."""
    signed = [local.Signature(version.proposed_by_id, version.proposed_organisation_id, version.proposed_at)]
    if version.approved_at and version.approved_by_id and version.approved_organisation_id:
        signed.append(
            local.Signature(version.approved_by_id, version.approved_organisation_id, version.approved_at)
        )
    return local.LocalVersion(
        ruleset=ruleset_of(version), why=version.why, signatures=signed, published_at=version.published_at,
        published_where=version.published_where,
    )  # fmt: skip


def judged(version: LocalVersion, *, area_code: str, purpose: str, now: datetime) -> Decision:
    """May an outbreak in this area follow this local version at this instant?"""
    return local.may_follow(
        version=as_signed(version), base=changes.edition(version.base_id), state=version.state, area_code=area_code,
        same_purpose=version.purpose == purpose, now=now,
    )  # fmt: skip


def _stored() -> QuerySet[LocalVersion]:
    return LocalVersion.objects.prefetch_related("values")
