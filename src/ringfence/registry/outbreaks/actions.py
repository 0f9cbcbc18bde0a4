"""Opening and closing outbreaks, setting their clock, numbering what happens in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused, reason
from ringfence.registry.places import queries as places

from . import queries
from .models import Outbreak, RuleSetChange

LOCAL_VERSION_OVER = "LOCAL_VERSION_OVER"  # said in the reader's language where it is shown


@transaction.atomic
def open_outbreak(
    *, slug: str, name: str, area_code: str, ruleset_id: str, case_prefix: str, by: Actor, now: datetime,
    name_en: str = "", purpose: str = Outbreak.Purpose.RESPONSE, provenance: str = "", provenance_en: str = "",
    clock_set_to: datetime | None = None, clock_runs: bool = True,
) -> Outbreak:  # fmt: skip
    """Open an outbreak. `now` is the real time; `clock_set_to` starts the outbreak's own clock elsewhere.

    Refused: an unknown area or rule set, a local version that does not hold there and then, a short name that is taken.
    """
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=area_code)
    places.place(code=area_code)
    rulesets.may_follow(
        ruleset_id=ruleset_id, area_code=area_code, purpose=purpose, now=clock_set_to or now
    ).or_refuse()
    if Outbreak.objects.filter(slug=slug).exists():
        raise Refused(
            reason("There already is an outbreak with the short name {slug}. Choose another one.", slug=slug)
        )
    start = clock_set_to or now
    outbreak = Outbreak.objects.create(
        slug=slug, name=name, name_en=name_en, area_id=area_code, ruleset_id=ruleset_id, purpose=purpose,
        case_prefix=case_prefix.upper(), provenance=provenance, provenance_en=provenance_en, opened_at=start, clock_set_to=start,
        clock_set_at=now, clock_runs=clock_runs,
    )  # fmt: skip
    audit.record(by=by, action="outbreak.open", subject=outbreak, outbreak_id=outbreak.id, now=start,
                 after={"name": name, "area": area_code, "ruleset": ruleset_id, "purpose": purpose})  # fmt: skip
    return outbreak


@transaction.atomic
def set_clock(*, outbreak_id: UUID, to: datetime, runs: bool, by: Actor, now: datetime) -> Outbreak:
    """Set the clock of a past outbreak or a drill. `now` is the real time.

    Refused: a running response keeps real time, and no clock goes back.
    """
    outbreak = Outbreak.objects.select_for_update().get(id=outbreak_id)
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=outbreak.area_id)
    if outbreak.purpose == Outbreak.Purpose.RESPONSE:
        raise Refused(
            reason("A real response runs on real time; only a drill or a past outbreak has a clock to set.")
        )
    if to < outbreak.clock_set_to:
        raise Refused(reason("The clock of an outbreak does not go back: it stands at {stands}.",
                             stands=outbreak.clock_set_to))  # fmt: skip
    before = outbreak.clock_set_to
    outbreak.clock_set_to, outbreak.clock_set_at, outbreak.clock_runs = to, now, runs
    outbreak.save(update_fields=["clock_set_to", "clock_set_at", "clock_runs"])
    audit.record(by=by, action="outbreak.set_clock", subject=outbreak, outbreak_id=outbreak.id, now=now,
                 before={"clock": before}, after={"clock": to, "runs": runs})  # fmt: skip
    return outbreak


@transaction.atomic
def close_outbreak(*, outbreak_id: UUID, by: Actor, now: datetime) -> Outbreak:
    """Declare the response over."""
    outbreak = Outbreak.objects.select_for_update().get(id=outbreak_id)
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=outbreak.area_id)
    if outbreak.closed_at is not None:
        raise Refused(reason("This outbreak was closed at {closed}.", closed=outbreak.closed_at))
    outbreak.closed_at = now
    outbreak.save(update_fields=["closed_at"])
    audit.record(by=by, action="outbreak.close", subject=outbreak, outbreak_id=outbreak.id, now=now)
    return outbreak


def next_case_number(*, outbreak_id: UUID) -> str:
    """The next case number of the outbreak, such as XX-0007. Call inside the deed's transaction. Refused: it is over."""
    outbreak = _counted(outbreak_id, last_case_number=F("last_case_number") + 1)
    return f"{outbreak.case_prefix}-{outbreak.last_case_number:04d}"


def next_order_numbers(*, outbreak_id: UUID, count: int = 1) -> list[str]:
    """The next order numbers of the outbreak, such as XX-D-000012. Call inside the deed's transaction. Refused: it is over."""
    outbreak = _counted(outbreak_id, last_order_number=F("last_order_number") + count)
    first = outbreak.last_order_number - count + 1
    return [f"{outbreak.case_prefix}-D-{number:06d}" for number in range(first, first + count)]


def _counted(outbreak_id: UUID, **counter: Any) -> Outbreak:
    """The outbreak with one counter moved on; its row stays locked, so that nobody declares it over meanwhile."""
    moved = Outbreak.objects.filter(id=outbreak_id, closed_at=None).update(**counter)
    outbreak = Outbreak.objects.only("case_prefix", "closed_at", *counter).get(id=outbreak_id)
    if not moved and outbreak.closed_at is not None:
        raise Refused(queries.over(outbreak.closed_at))
    return outbreak


@transaction.atomic
def change_ruleset(
    *,
    outbreak_id: UUID,
    to_ruleset_id: str,
    why: str,
    affected: Sequence[dict[str, Any]],
    by: Actor,
    now: datetime,
) -> RuleSetChange:
    """Record that the outbreak now follows another rule set; the measures themselves are changed by the story."""
    outbreak = Outbreak.objects.select_for_update().get(id=outbreak_id)
    access.require(by, Permission.RULESET_CHANGE, area_code=outbreak.area_id)
    rulesets.may_follow(
        ruleset_id=to_ruleset_id, area_code=outbreak.area_id, purpose=outbreak.purpose, now=now
    ).or_refuse()
    if not why.strip():
        raise Refused(reason("Say why the rule set changes; the sentence is kept with the change."))
    if to_ruleset_id == outbreak.ruleset_id:
        raise Refused(reason("The outbreak already follows {ruleset}.", ruleset=to_ruleset_id))
    return _followed(outbreak, to_ruleset_id, why=why.strip(), affected=affected, by=by, now=now)


@transaction.atomic
def return_to_edition(
    *,
    outbreak_id: UUID,
    edition_id: str,
    affected: Sequence[dict[str, Any]],
    by: Actor,
    now: datetime,
) -> RuleSetChange:
    """Record that a local version ended and its edition applies again. Part of a story: the version named its last day."""
    outbreak = Outbreak.objects.select_for_update().get(id=outbreak_id)
    if rulesets.edition_of(ruleset_id=outbreak.ruleset_id) != edition_id or outbreak.ruleset_id == edition_id:
        raise Refused(reason("The outbreak follows no local version of {ruleset}.", ruleset=edition_id))
    return _followed(outbreak, edition_id, why=LOCAL_VERSION_OVER, affected=affected, by=by, now=now)


def _followed(
    outbreak: Outbreak, to_ruleset_id: str, *, why: str, affected: Sequence[dict[str, Any]], by: Actor, now: datetime
) -> RuleSetChange:  # fmt: skip
    change = RuleSetChange.objects.create(
        outbreak=outbreak, from_ruleset_id=outbreak.ruleset_id, to_ruleset_id=to_ruleset_id, changed_at=now,
        changed_by_id=by.id, changed_by_name=str(by), why=why, affected=list(affected),
    )  # fmt: skip
    outbreak.ruleset_id = to_ruleset_id
    outbreak.save(update_fields=["ruleset_id"])
    audit.record(by=by, action="outbreak.change_ruleset", subject=outbreak, outbreak_id=outbreak.id, now=now,
                 before={"ruleset": change.from_ruleset_id}, after={"ruleset": to_ruleset_id, "why": why})  # fmt: skip
    return change
