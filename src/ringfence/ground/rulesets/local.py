"""A local version of a rule set: signed, published, limited in time, with reasons (nine don'ts; domain reference 8.6).

It is stricter than its edition only where the edition allows that; since the nine don'ts China's do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse

from .changes import Difference, Proposal
from .parameters import RuleSet
from .paths import text_of
from .strictness import Effect


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


def may_propose(
    *, proposal: Proposal, base: RuleSet, differences: Sequence[Difference], now: datetime
) -> dict[str, list[Reason]]:
    """What stands against a proposal, by its part (`valid_to`, `why`, `changes.0.value` ...); empty: nothing."""
    against: dict[str, list[Reason]] = {}
    for part, text, asked in (
        (
            "why",
            proposal.why,
            reason("Write down why this place needs rules of its own; citizens will read it."),
        ),
        ("name_zh", proposal.name_zh, reason("Give it a name that people understand.")),
        ("name_en", proposal.name_en, reason("Give it a name that people understand.")),
    ):
        if not text.strip():
            against[part] = [asked]
    against |= _days(proposal, base, now)
    if not proposal.changes:
        against["changes"] = [reason("Change at least one value.")]
    named = [one.parameter for one in proposal.changes]
    for n, one in enumerate(proposal.changes):
        if one.parameter in named[:n]:
            against[f"changes.{n}.parameter"] = [
                reason("{parameter} is changed twice.", parameter=one.parameter)
            ]
        why = next((why for each in differences if each.parameter == one.parameter and (why := _too_strict(each, base))), None)  # fmt: skip
        if why is not None:
            against.setdefault(f"changes.{n}.value", []).append(why)
    return against


def may_sign(
    *, version: LocalVersion, base: RuleSet, proposed_by: UUID, proposed_for: UUID, person: UUID, organisation: UUID,
    now: datetime,
) -> Decision:  # fmt: skip
    """Whether this person may give the second signature (or refuse it, or take an approved version back)."""
    against = []
    if person == proposed_by:
        against.append(reason("Who proposed a local version does not decide about it."))
    if organisation == proposed_for:
        against.append(reason("Somebody of another organisation than the proposer's must decide about it."))
    ends = version.ruleset.valid_to
    if ends is not None and city_date(now) >= ends:
        against.append(reason("Its last day is over: propose it again if it is still needed."))
    if against:
        return refuse(*against)
    return allow(reason("Proposed by another person of another organisation, and its days are not over."))


def may_follow(
    *, version: LocalVersion, base: RuleSet, state: str, area_code: str, same_purpose: bool, now: datetime
) -> Decision:
    """Whether the outbreak of an area may follow this local version now."""
    code = version.ruleset.id
    if state == "SUPERSEDED":
        return refuse(reason("Local version {id} was replaced by a later one.", id=code))
    if state in ("WITHDRAWN", "REFUSED"):
        return refuse(reason("Local version {id} was taken back or refused.", id=code))
    against = []
    if not area_code.startswith(version.ruleset.jurisdiction):
        against.append(
            reason("Local version {id} is for {place}; this outbreak is in {area}.", id=code,
                   place=version.ruleset.jurisdiction, area=area_code)
        )  # fmt: skip
    if not same_purpose:
        against.append(
            reason("Rules made for a drill are not followed in a real response, nor the other way round.")
        )
    usable = may_use_local(version=version, base=base, now=now)
    against += [] if usable.allowed else usable.reasons
    return refuse(*against) if against else usable


def _days(proposal: Proposal, base: RuleSet, now: datetime) -> dict[str, list[Reason]]:
    longest = base.approval.local_version_longest_days
    if proposal.valid_to <= proposal.valid_from:
        return {"valid_to": [reason("The day after its last day must be later than its first day.")]}
    if (proposal.valid_to - proposal.valid_from).days > longest:
        return {"valid_to": [reason(
            "A local version is valid for at most {days} days; publish it again if it is still needed.", days=longest
        )]}  # fmt: skip
    if proposal.valid_to <= city_date(now):
        return {"valid_to": [reason("These days are over. A local version is for days to come.")]}
    return {}


def _too_strict(one: Difference, base: RuleSet) -> Reason | None:
    """Why this difference is not allowed; None if it is."""
    if base.approval.local_version_may_be_stricter or one.effect not in (Effect.STRICTER, Effect.UNCLEAR):
        return None
    told = {
        "parameter": one.parameter,
        "before": text_of(one.before),
        "after": text_of(one.after),
        "id": base.id,
    }
    if one.effect is Effect.UNCLEAR:
        return reason(
            "{parameter}: nobody can say that {after} is no stricter than {before}, and rule set {id} allows no "
            "stricter local version (nine don'ts, no. 3 to 5).", **told,
        )  # fmt: skip
    return reason(
        "{parameter}: {after} is stricter than {before}, and rule set {id} allows no stricter local version "
        "(nine don'ts, no. 3 to 5).", **told,
    )  # fmt: skip


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
