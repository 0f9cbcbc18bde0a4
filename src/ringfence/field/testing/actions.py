"""Taking samples and recording results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import NotFound, Reason, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people import queries as people

from . import rules
from .models import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """What a laboratory reports about one sample."""

    result: str
    result_at: datetime
    taken_at: datetime | None = None
    ct_orf1ab: Decimal | None = None
    ct_n: Decimal | None = None
    reagent: str = ""
    code: str = ""
    asked_laboratory: bool = False  # it was asked about a result that the rule doubts, and stands by it


@transaction.atomic
def take(
    *, outbreak_id: UUID, person_id: UUID, code: str, taken_at: datetime, by: Actor, now: datetime,
    purpose: str = Sample.Purpose.SCREENING, specimen: str = Sample.Specimen.NASOPHARYNGEAL,
) -> Sample:  # fmt: skip
    """Register a sample that was taken. The same tube told twice is the same sample.

    Refused: a tube code already used for somebody else, a time in the future, a response that is over.
    """
    person = people.bare(person_id=person_id)
    access.require(by, Permission.SAMPLE_RECORD, area_code=person.area_id)
    outbreaks.require_running(outbreak_id=outbreak_id)
    _not_in_the_future(taken_at, now, field="taken_at")
    known = Sample.objects.filter(outbreak_id=outbreak_id, code=code).first() if code else None
    if known is not None:
        if known.person_id != person_id:
            raise Refused(
                reason("Tube {code} already belongs to another person. Read the label again.", code=code),
                fields={"code": [reason("This tube code is already used for another person.")]},
            )
        return known
    sample = Sample.objects.create(
        outbreak_id=outbreak_id, person_id=person_id, area_id=person.area_id, code=code, purpose=purpose,
        specimen=specimen, taken_at=taken_at, recorded_by_id=by.id, created_at=now,
    )  # fmt: skip
    audit.record(
        by=by,
        action="sample.take",
        subject=sample,
        outbreak_id=outbreak_id,
        after={"code": audit.said(code)},
        now=now,
    )
    return sample


TUBE_NEEDED = reason("Scan or type the code of the tube.")


@transaction.atomic
def take_scheduled(*, sample_id: UUID, code: str, taken_at: datetime, by: Actor, now: datetime) -> Sample:
    """Mark a scheduled sample as taken, with the code of its tube."""
    sample = _locked(sample_id)
    access.require(by, Permission.SAMPLE_RECORD, area_code=sample.area_id)
    _not_in_the_future(taken_at, now, field="taken_at")
    if sample.result != Sample.Result.PENDING or sample.cancelled_at is not None:
        raise Refused(reason("This sample already has a result or was cancelled."))
    if (
        code
        and Sample.objects.filter(outbreak_id=sample.outbreak_id, code=code).exclude(id=sample_id).exists()
    ):
        raise Refused(
            reason("Tube {code} already belongs to another person. Read the label again.", code=code)
        )
    sample.code, sample.taken_at, sample.recorded_by_id = code, taken_at, by.id
    sample.save(update_fields=["code", "taken_at", "recorded_by_id"])
    audit.record(by=by, action="sample.take", subject=sample, outbreak_id=sample.outbreak_id,
                 after={"code": audit.said(code)}, now=now)  # fmt: skip
    return sample


@transaction.atomic
def record_result(*, sample_id: UUID, facts: ResultFacts, by: Actor, now: datetime) -> Sample:
    """Record a sample's result. Told twice the same, nothing changes.

    Refused: another result than the recorded one (take a new sample), a result that cannot be, and one that
    contradicts its Ct until the laboratory was asked (`rules.check_result`).
    """
    sample = _locked(sample_id)
    access.require(by, Permission.SAMPLE_RECORD, area_code=sample.area_id)
    if sample.cancelled_at is not None:
        raise Refused(reason("This sample was cancelled: {why}", why=sample.cancelled_why))
    if sample.result == facts.result:
        return sample
    if sample.result != Sample.Result.PENDING:
        raise Refused(reason("This sample already has another result. Take a new sample to correct it."))
    doubts = _believed(sample, facts, now)
    sample.taken_at = sample.taken_at or facts.taken_at or facts.result_at
    sample.result, sample.result_at = facts.result, facts.result_at
    sample.ct_orf1ab, sample.ct_n, sample.reagent = facts.ct_orf1ab, facts.ct_n, facts.reagent
    sample.code = sample.code or facts.code
    sample.laboratory_id = by.organisation_id
    sample.save()
    audit.record(by=by, action="sample.result", subject=sample, outbreak_id=sample.outbreak_id,
                 reasons=doubts, after={"result": facts.result}, now=now)  # fmt: skip
    return sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A sample to come: city date, day of the stay, which swab of a dual sample, or which surface of the room."""

    due_on: date
    test_day: int
    swab: int = 1
    surface: str = ""


@transaction.atomic
def schedule(
    *, outbreak_id: UUID, person_id: UUID, planned: Sequence[Planned], by: Actor, now: datetime,
    purpose: str = Sample.Purpose.QUARANTINE,
) -> int:  # fmt: skip
    """Schedule samples; those already scheduled stay as they are. Returns how many are new."""
    person = people.bare(person_id=person_id)
    known = _scheduled(outbreak_id, person_id, purpose)
    rows = [
        Sample(
            outbreak_id=outbreak_id, person_id=person_id, area_id=person.area_id, purpose=purpose, due_on=one.due_on,
            test_day=one.test_day, swab=one.swab, surface=one.surface, created_at=now,
            specimen=Sample.Specimen.ENVIRONMENT if one.surface else Sample.Specimen.NASOPHARYNGEAL,
        )
        for one in planned if (one.due_on, one.swab, one.surface) not in known
    ]  # fmt: skip
    Sample.objects.bulk_create(rows)
    if rows:
        audit.record(by=by, action="sample.schedule", subject=("person", person_id), outbreak_id=outbreak_id,
                     after={"days": sorted({one.due_on for one in rows if one.due_on})}, now=now)  # fmt: skip
    return len(rows)


@transaction.atomic
def cancel_scheduled(
    *, outbreak_id: UUID, person_id: UUID, why: str, by: Actor, now: datetime, after_day: date | None = None,
    purpose: str = "",
) -> int:  # fmt: skip
    """Cancel scheduled samples not yet taken (of one purpose, due after `after_day`, if given). Returns how many."""
    open_samples = Sample.objects.filter(
        outbreak_id=outbreak_id, person_id=person_id, due_on__isnull=False, taken_at=None,
        result=Sample.Result.PENDING, cancelled_at=None,
    )  # fmt: skip
    if after_day is not None:
        open_samples = open_samples.filter(due_on__gt=after_day)
    if purpose:
        open_samples = open_samples.filter(purpose=purpose)
    count = open_samples.update(cancelled_at=now, cancelled_why=why[:200])
    if count:
        audit.record(by=by, action="sample.cancel", subject=("person", person_id), outbreak_id=outbreak_id,
                     after={"count": count, "why": why}, now=now)  # fmt: skip
    return count


def _scheduled(outbreak_id: UUID, person_id: UUID, purpose: str) -> set[tuple[date | None, int, str]]:
    found = Sample.objects.filter(
        outbreak_id=outbreak_id, person_id=person_id, purpose=purpose, cancelled_at=None
    )
    return set(found.filter(due_on__isnull=False).values_list("due_on", "swab", "surface"))


def _locked(sample_id: UUID) -> Sample:
    sample = Sample.objects.select_for_update().filter(id=sample_id).first()
    if sample is None:
        raise NotFound(reason("There is no such sample."))
    return sample


def _check_times(sample: Sample, facts: ResultFacts, now: datetime) -> None:
    if facts.result not in (Sample.Result.NEGATIVE, Sample.Result.POSITIVE, Sample.Result.INVALID):
        raise Refused(
            reason(
                "A result is negative, positive or invalid; {result} is none of them.", result=facts.result
            ),
            fields={"result": [reason("Choose negative, positive or invalid.")]},
        )
    _not_in_the_future(facts.result_at, now, field="result_at")
    taken_at = sample.taken_at or facts.taken_at
    if taken_at is not None and facts.result_at < taken_at:
        raise Refused(
            reason("The result ({result_at}) cannot be older than the sample ({taken_at}).",
                   result_at=facts.result_at, taken_at=taken_at),
            fields={"result_at": [reason("Enter a time after the sample was taken.")]},
        )  # fmt: skip


def _believed(sample: Sample, facts: ResultFacts, now: datetime) -> tuple[Reason, ...]:
    """Refuse what cannot be, and what is doubtful until the laboratory was asked; returns the doubts it stands by."""
    _check_times(sample, facts, now)
    lowest = min((ct for ct in (facts.ct_orf1ab, facts.ct_n) if ct is not None), default=None)
    reported = rules.ReportedResult(
        result=SampleResult(facts.result), sampled_at=sample.taken_at or facts.taken_at, received_at=None,
        result_at=facts.result_at, ct=float(lowest) if lowest is not None else None,
        asked_laboratory=facts.asked_laboratory,
    )  # fmt: skip
    testing = rulesets.get(sample.outbreak.ruleset_id).testing
    decision = rules.check_result(testing=testing, reported=reported, now=now)
    doubts = rules.doubts(testing=testing, reported=reported)
    if decision.allowed:
        return doubts
    gene = "ct_n" if lowest is not None and lowest == facts.ct_n else "ct_orf1ab"
    ask = [reason("Tick this when the laboratory has been asked and stands by it.")]
    raise Refused(
        *decision.reasons, fields=_where(reported, gene, now) | ({"asked_laboratory": ask} if doubts else {})
    )


def _where(reported: rules.ReportedResult, gene: str, now: datetime) -> dict[str, Sequence[Reason]]:
    """Which input to correct: the time of the result or the Ct."""
    if not rules.impossible(reported=reported, now=now):
        return {}
    wrong_ct = reported.ct is not None and not rules.possible_ct(reported.ct)
    return (
        {gene: [reason("Correct the Ct.")]}
        if wrong_ct
        else {"result_at": [reason("Correct one of the times.")]}
    )


def _not_in_the_future(instant: datetime, now: datetime, *, field: str) -> None:
    if instant > now:
        raise Refused(
            reason("{instant} is in the future; it is {now} now.", instant=instant, now=now),
            fields={field: [reason("Enter a time that has passed.")]},
        )
