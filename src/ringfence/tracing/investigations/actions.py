"""Running an investigation: its clock, its form, its movement as told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import StopReason
from ringfence.kernel import NotFound, Refused, reason
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import queries as cases

from . import rules
from .models import ClockStop, FormBlock, Investigation, Milestone, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTold:
    """One stop of a movement history as the patient told it. `from_latest`, `to_latest`: where the hour stays open."""

    place: str
    from_at: datetime
    from_latest: datetime | None = None
    to_at: datetime | None = None
    to_latest: datetime | None = None
    area_code: str = ""
    activity: str = ""
    mask: bool | None = None
    ventilation: str = ""
    companions: str = ""
    transport: str = ""
    evidence: str = ""


@transaction.atomic
def start(*, case_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> Investigation:
    """Start the investigation of a case and its clock. Told twice: the same investigation, the same clock."""
    investigation, created = Investigation.objects.get_or_create(
        case_id=case_id, defaults={"started_at": now}
    )
    if not created:
        return investigation
    Milestone.objects.bulk_create(
        Milestone(
            investigation=investigation,
            code=one.milestone,
            hours=one.limit // timedelta(hours=1),
            due_at=one.due_at,
            warn_at=one.warn_at,
        )
        for one in rules.milestones(clock=ruleset.clock, t0=now, now=now)
    )
    case = cases.bare(case_id=case_id)
    audit.record(
        by=by, action="investigation.start", subject=("case", case_id), outbreak_id=case.outbreak_id, now=now
    )
    return investigation


@transaction.atomic
def begin(*, case_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> Investigation:
    """Begin to investigate a case that came without an investigation (from a line list); its clock starts now."""
    access.require(by, Permission.INVESTIGATION_WRITE, area_code=cases.bare(case_id=case_id).area_id)
    return start(case_id=case_id, ruleset=ruleset, by=by, now=now)


@transaction.atomic
def assign(*, investigation_id: UUID, investigator: Actor, by: Actor, now: datetime) -> Investigation:
    """Give the investigation to an investigator and their organisation."""
    investigation = _locked(investigation_id, by)
    investigation.investigator_id, investigation.team_id = investigator.id, investigator.organisation_id
    investigation.save(update_fields=["investigator", "team"])
    _record(investigation, "investigation.assign", by=by, now=now, after={"investigator": str(investigator)})
    return investigation


@transaction.atomic
def meet(*, investigation_id: UUID, code: str, evidence: str, by: Actor, now: datetime) -> Milestone:
    """Mark a milestone as met, with a sentence of evidence. Told twice: the first time counts."""
    investigation = _locked(investigation_id, by)
    milestone = Milestone.objects.select_for_update().filter(investigation=investigation, code=code).first()
    if milestone is None:
        raise NotFound(reason("The clock of this case has no milestone {code}.", code=code))
    if milestone.met_at is not None:
        return milestone
    if not evidence.strip():
        raise Refused(
            reason("Say by what this milestone is met: a report number, a document, who was reached."),
            fields={"evidence": [reason("Write one sentence.")]},
        )
    return _meet(investigation, milestone, evidence.strip(), by=by, now=now)


@transaction.atomic
def meet_by_fact(*, case_id: UUID, code: str, evidence: str, by: Actor, now: datetime) -> Milestone | None:
    """Mark a milestone as met by something that happened (the case arrived in hospital); None if nothing is open."""
    milestone = (
        Milestone.objects.select_for_update(of=("self",)).select_related("investigation")
        .filter(investigation__case_id=case_id, code=code, met_at=None).first()
    )  # fmt: skip
    return _meet(milestone.investigation, milestone, evidence, by=by, now=now) if milestone else None


@transaction.atomic
def stop_clock(
    *, investigation_id: UUID, why: str, note: str, ruleset: RuleSet, by: Actor, now: datetime
) -> ClockStop:
    """Let the clock stand still for a reason that the rule set lists; every stop is counted and shown."""
    investigation = _locked(investigation_id, by)
    if why not in ClockStop.Why.values:
        raise Refused(
            reason("Choose one of the listed reasons."), fields={"why": [reason("Choose a reason.")]}
        )
    if why == ClockStop.Why.OTHER and not note.strip():
        raise Refused(
            reason("Write down why the clock stands still."), fields={"note": [reason("Write one sentence.")]}
        )
    if investigation.stops.filter(resumed_at=None).exists():
        raise Refused(reason("The clock already stands still."))
    rules.may_stop(clock=ruleset.clock, why=StopReason(why), stops=_stops_of(investigation)).or_refuse()
    stop = ClockStop.objects.create(
        investigation=investigation, why=why, note=note.strip(), stopped_at=now, by_name=str(by)
    )
    _record(investigation, "investigation.stop_clock", by=by, now=now, after={"why": why, "note": note})
    return stop


@transaction.atomic
def resume_clock(*, investigation_id: UUID, ruleset: RuleSet, by: Actor, now: datetime) -> timedelta:
    """Let the clock run again; open milestones move by the time it stood still. Returns that time."""
    investigation = _locked(investigation_id, by)
    stop = investigation.stops.select_for_update().filter(resumed_at=None).first()
    if stop is None:
        raise Refused(reason("The clock is running."))
    stop.resumed_at = now
    stop.save(update_fields=["resumed_at"])
    moved = rules.milestones(
        clock=ruleset.clock, t0=investigation.started_at, stops=_stops_of(investigation), now=now
    )
    for deadline in moved:
        investigation.milestones.filter(met_at=None, code=deadline.milestone).update(
            due_at=deadline.due_at, warn_at=deadline.warn_at
        )
    stood = now - stop.stopped_at
    _record(
        investigation,
        "investigation.resume_clock",
        by=by,
        now=now,
        after={"minutes": stood // timedelta(minutes=1)},
    )
    return stood


def _stops_of(investigation: Investigation) -> list[rules.Stop]:
    """The clock stops of an investigation as plain values."""
    return [
        rules.Stop(reason=StopReason(one.why), starts_at=one.stopped_at, ends_at=one.resumed_at)
        for one in investigation.stops.all()
    ]


@transaction.atomic
def save_block(
    *, investigation_id: UUID, block: str, content: dict[str, Any], on_version: int, by: Actor, now: datetime
) -> FormBlock:
    """Save one block of the form as a new version.

    Refused: somebody else saved this block since `on_version` was read (both texts are kept; the reader merges).
    """
    investigation = _locked(investigation_id, by)
    newest = investigation.blocks.filter(block=block).order_by("-version").first()
    version = newest.version if newest else 0
    if newest is not None and newest.content == content:
        return newest
    if version != on_version:
        name = newest.saved_by_name if newest else ""
        raise Refused(
            reason(
                "{name} saved this block while you were writing. Your text is still here: compare and save again.",
                name=name,
            ),
            fields={"on_version": [reason("The block is now at version {version}.", version=version)]},
        )
    saved = FormBlock.objects.create(
        investigation=investigation, block=block, version=version + 1, content=content, saved_at=now,
        saved_by_id=by.id, saved_by_name=str(by),
    )  # fmt: skip
    _record(
        investigation,
        "investigation.save_block",
        by=by,
        now=now,
        after={"block": block, "version": version + 1},
    )
    return saved


@transaction.atomic
def add_stop(*, investigation_id: UUID, told: StopTold, by: Actor, now: datetime) -> Stop:
    """Add a stop to the movement history. Refused: no place, an end before the beginning."""
    investigation = _locked(investigation_id, by)
    if not told.place.strip():
        raise Refused(reason("A stop needs a place."), fields={"place": [reason("Enter the place.")]})
    _refuse_disorder(told)
    if told.area_code:
        places.place(code=told.area_code)
    stop = Stop.objects.create(
        investigation=investigation, place=told.place.strip(), area_id=told.area_code or None, from_at=told.from_at,
        from_latest=told.from_latest, to_at=told.to_at, to_latest=told.to_latest, activity=told.activity, mask=told.mask, ventilation=told.ventilation,
        companions=told.companions, transport=told.transport, evidence=told.evidence, saved_at=now,
        saved_by_name=str(by),
    )  # fmt: skip
    _record(investigation, "investigation.add_stop", by=by, now=now, after={"stop": str(stop.id)})
    return stop


def _refuse_disorder(told: StopTold) -> None:
    """Raises Refused, at the field, for a time that lies before the one it has to follow."""
    later = [reason("Enter a later time.")]
    if told.to_at is not None and told.to_at < told.from_at:
        raise Refused(reason("The stop ends before it begins."), fields={"to_at": later})
    if told.from_latest is not None and told.from_latest < told.from_at:
        raise Refused(reason("The latest time lies before the earliest."), fields={"from_latest": later})
    if told.to_latest is not None and told.to_latest < (told.to_at or told.from_at):
        raise Refused(reason("The latest time lies before the earliest."), fields={"to_latest": later})


@transaction.atomic
def remove_stop(*, stop_id: UUID, by: Actor, now: datetime) -> None:
    """Take a stop out of the movement history; the audit keeps what it was."""
    stop = Stop.objects.select_related("investigation").filter(id=stop_id).first()
    if stop is None:
        raise NotFound(reason("There is no such stop."))
    investigation = _locked(stop.investigation_id, by)
    _record(investigation, "investigation.remove_stop", by=by, now=now,
            after={"place": audit.said(stop.place), "from": stop.from_at})  # fmt: skip
    stop.delete()


@transaction.atomic
def escalate_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Note which open milestones have passed their warning and their limit; returns how many of each are new."""
    open_ones = (
        Milestone.objects.select_for_update(of=("self",), skip_locked=True).select_related("investigation__case__outbreak")
        .filter(met_at=None, breached_at=None, investigation__case__outbreak_id=outbreak_id)
        .exclude(investigation__in=ClockStop.objects.filter(resumed_at=None).values("investigation"))
    )  # fmt: skip
    counted = {"warned": 0, "breached": 0}
    for milestone in open_ones:
        if now >= milestone.due_at:
            milestone.breached_at = now
            counted["breached"] += 1
            _record(
                milestone.investigation, "milestone.breach", by=by, now=now, after={"code": milestone.code}
            )
        elif now >= milestone.warn_at and milestone.warned_at is None:
            milestone.warned_at = now
            counted["warned"] += 1
        else:
            continue
        milestone.save(update_fields=["warned_at", "breached_at"])
    if any(counted.values()):
        outbox.tell_screens(topic="clock", outbreak_id=outbreak_id)
    return counted


def _meet(
    investigation: Investigation, milestone: Milestone, evidence: str, *, by: Actor, now: datetime
) -> Milestone:
    milestone.met_at, milestone.met_by_id, milestone.met_by_name = now, by.id, str(by)
    milestone.evidence = evidence
    milestone.save()
    if not investigation.milestones.filter(met_at=None).exists():
        investigation.completed_at = now
        investigation.save(update_fields=["completed_at"])
    _record(
        investigation, "milestone.meet", by=by, now=now, after={"code": milestone.code, "evidence": evidence}
    )
    outbox.tell_screens(topic="clock", outbreak_id=investigation.case.outbreak_id)
    return milestone


def _record(
    investigation: Investigation, action: str, *, by: Actor, now: datetime, after: dict[str, Any]
) -> None:
    audit.record(by=by, action=action, subject=("case", investigation.case_id),
                 outbreak_id=investigation.case.outbreak_id, after=after, now=now, about=investigation.case.person_id)  # fmt: skip


def _locked(investigation_id: UUID, by: Actor) -> Investigation:
    investigation = (
        Investigation.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(id=investigation_id)
        .first()
    )
    if investigation is None:
        raise NotFound(reason("There is no such investigation."))
    access.require(by, Permission.INVESTIGATION_WRITE, area_code=investigation.case.area_id)
    return investigation
