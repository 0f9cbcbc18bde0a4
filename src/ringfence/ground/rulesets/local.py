"""A local version of a rule set: signed, published, limited in time, with reasons (nine don'ts; domain reference 8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse

from .parameters import RuleSet


@dataclass(frozen=True, slots=True)
class Signature:
    """One person of one organisation who signed the local version."""

    person_id: UUID | int | str
    organisation_id: UUID | int | str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class LocalVersion:
    """A rule set for one place and a limited time. `published_where` says where citizens can read it."""

    ruleset: RuleSet
    why: str
    signatures: Sequence[Signature]
    published_at: datetime | None
    published_where: str


def may_use_local(*, version: LocalVersion, base: RuleSet, now: datetime) -> Decision:
    """Whether orders may rest on a local version now. All that is missing is said at once."""
    against = [
        *_place(version, base),
        *_time(version, base, now),
        *_signed(version, now),
        *_published(version, now),
    ]
    if against:
        return refuse(*against)
    return allow(
        reason(
            "Local version {id} is signed, published and valid until {ends}.",
            id=version.ruleset.id,
            ends=version.ruleset.valid_to,
        )
    )


def _place(version: LocalVersion, base: RuleSet) -> list[Reason]:
    against = []
    if version.ruleset.id == base.id:
        against.append(reason("A local version needs an id of its own, not {id}.", id=base.id))
    if base.id not in (*version.ruleset.based_on, version.ruleset.supersedes):
        against.append(reason("A local version must name the rule set it changes: {id}.", id=base.id))
    if version.ruleset.jurisdiction == base.jurisdiction:
        against.append(reason("A local version is for one place: write its division code as jurisdiction."))
    if not version.why.strip():
        against.append(reason("Write down why this place needs rules of its own; citizens will read it."))
    return against


def _time(version: LocalVersion, base: RuleSet, now: datetime) -> list[Reason]:
    starts, ends = version.ruleset.valid_from, version.ruleset.valid_to
    if ends is None:
        return [reason("A local version needs a last day: it may not be open-ended.")]
    against = []
    longest = base.approval.local_version_longest_days
    if (ends - starts).days > longest:
        against.append(
            reason(
                "A local version is valid for at most {days} days; publish it again if it is still needed.",
                days=longest,
            )
        )
    if not starts <= city_date(now) < ends:
        against.append(
            reason(
                "The local version is valid from {starts} until {ends}, not today.", starts=starts, ends=ends
            )
        )
    return against


def _signed(version: LocalVersion, now: datetime) -> list[Reason]:
    signed = [one for one in version.signatures if one.signed_at <= now]
    if len({one.person_id for one in signed}) < 2 or len({one.organisation_id for one in signed}) < 2:
        return [reason("Two people of two organisations must sign a local version.")]
    return []


def _published(version: LocalVersion, now: datetime) -> list[Reason]:
    if version.published_at is None or version.published_at > now or not version.published_where.strip():
        return [reason("A local version must be published first, at a place that citizens can read.")]
    if any(one.signed_at > version.published_at for one in version.signatures):
        return [reason("A signature is later than the publication: publish the signed version.")]
    return []
