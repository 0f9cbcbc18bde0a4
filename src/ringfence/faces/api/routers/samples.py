"""Samples: taken, due, with their results; and positives that open a case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Field, Query, Schema

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.field.testing import actions as testing_actions
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, reason
from ringfence.registry.people import queries as people
from ringfence.response import facts, first_positive, positive_sample
from ringfence.tracing.cases import queries as cases

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Paragraph, PersonBrief, Sentence, brief
from ..words import Classification, FoundBy, Origin, Result, SamplePurpose, Specimen
from .people import SomebodyTold, meant

operations = Operations("samples")
TUBE = r"^[-0-9A-Za-z./_ ]{0,40}$"


ASKED = "The laboratory was asked about a result that contradicts its Ct, and stands by it."


class Sample(Schema):
    """A sample: due, taken, with a result. `result` is PENDING until there is one."""

    id: UUID
    code: str
    person: PersonBrief
    purpose: SamplePurpose
    specimen: Specimen
    surface: str
    due_on: Day | None
    test_day: int | None
    swab: int
    taken_at: Instant | None
    result: str
    result_at: Instant | None
    laboratory: str
    ct_orf1ab: float | None
    ct_n: float | None
    cancelled_at: Instant | None


DUE_OF = {
    "DUE": (),
    "DUE_AT_HOME": ("of",),
    "DUE_ELSEWHERE": ("not_of",),
}  # how the query is told of those at home


class WantedSamples(Cursor):
    show: str = Field(
        "DUE",
        pattern="^(DUE|DUE_AT_HOME|DUE_ELSEWHERE|AWAITING_RESULT|ALL)$",
        description="DUE by today (at home, elsewhere, or both), AWAITING_RESULT, or ALL.",
    )
    person_id: UUID | None = None


class TakeSample(Given):
    person_id: UUID
    code: str = Field(
        pattern=r"^[-0-9A-Za-z./_ ]{1,40}$",
        description="As on the tube's label; the same tube twice is one sample.",
    )
    taken_at: Instant
    purpose: SamplePurpose = "SCREENING"
    specimen: Specimen = "NASOPHARYNGEAL"


class TakeDue(Given):
    code: str = Field(pattern=TUBE)
    taken_at: Instant


class ResultTold(Given):
    """What the laboratory reports about one sample."""

    result: Result
    result_at: Instant
    taken_at: Instant | None = None
    ct_orf1ab: Decimal | None = Field(None, ge=0, le=60, decimal_places=1)
    ct_n: Decimal | None = Field(None, ge=0, le=60, decimal_places=1)
    reagent: str = Field("", max_length=60, pattern=r"^[^\u0000]*$")
    code: str = Field("", pattern=TUBE)
    asked_laboratory: bool = Field(False, description=ASKED)

    def facts(self) -> testing_actions.ResultFacts:
        return testing_actions.ResultFacts(**{name: getattr(self, name) for name in ResultTold.model_fields})


class OneOfMany(ResultTold):
    """A result in a batch: of a sample by id, or by the code of its tube."""

    sample_id: UUID | None = None


class ManyResults(Given):
    results: list[OneOfMany] = Field(min_length=1, max_length=500)


class ResultKept(Schema):
    """What became of one result of a batch."""

    sample_id: UUID | None
    code: str
    kept: bool
    case_id: UUID | None
    why_not: str


class ResultsKept(Schema):
    """What became of each result, in the order sent."""

    kept: int
    refused: int
    results: list[ResultKept]


class CaseToldHere(Given):
    """What is told about the case beside its sample. Unknown stays unknown."""

    onset_date: Day | None = None
    symptoms: Sentence = ""
    origin: Origin = "UNKNOWN"
    found_by: FoundBy = "UNKNOWN"
    classification: Classification = "PRESUMPTIVE"
    notes: Paragraph = ""


class Positive(SomebodyTold):
    """A positive sample of somebody: a registered person (`person_id`) or somebody new (`person`)."""

    code: str = Field(pattern=r"^[-0-9A-Za-z./_ ]{1,40}$")
    taken_at: Instant
    result_at: Instant
    purpose: SamplePurpose = "SCREENING"
    specimen: Specimen = "NASOPHARYNGEAL"
    ct_orf1ab: Decimal | None = Field(None, ge=0, le=60, decimal_places=1)
    ct_n: Decimal | None = Field(None, ge=0, le=60, decimal_places=1)
    asked_laboratory: bool = Field(False, description=ASKED)
    told: CaseToldHere = Field(default_factory=CaseToldHere)


class OpenedCase(Schema):
    """The case that a positive sample opened, or that it belongs to."""

    case_id: UUID
    number: str
    person_id: UUID
    classification: str
    reported_at: datetime


def shown(sample: Any, request: HttpRequest) -> dict[str, Any]:
    told = {
        name: getattr(sample, name) for name in Sample.__annotations__ if name not in ("person", "laboratory")
    }
    laboratory = sample.laboratory.name if sample.laboratory else ""
    return {**told, "person": brief(sample.person, request), "laboratory": laboratory}


@operations.read(f"{INSIDE}/samples", Listed[Sample], needs=Permission.SAMPLE_READ)
def list_some(request: Call, wanted: Query[WantedSamples]) -> object:
    """Samples due, or waiting for a result, the oldest first; or all, the newest first."""
    inside = {"by": request.user, "outbreak_id": request.outbreak.id}
    if wanted.show in DUE_OF:
        at_home = quarantine.people_at_home(outbreak_id=request.outbreak.id)
        whose: dict[str, Any] = {name: at_home for name in DUE_OF[wanted.show]}
        found, order = testing.due(**inside, day=request.outbreak_today, **whose), ("due_on", "id")
    elif wanted.show == "AWAITING_RESULT":
        found, order = testing.awaiting_result(**inside), ("taken_at", "id")
    else:
        found, order = testing.visible_to(**inside), ("-created_at", "-id")
    found = found.filter(person_id=wanted.person_id) if wanted.person_id else found
    return listed(found, at=wanted, order=order, shown=lambda one: shown(one, request))


@operations.write(f"{INSIDE}/samples", Sample, needs=Permission.SAMPLE_RECORD, status=201)
def take(request: Call, told: TakeSample) -> object:
    """Register a sample that was taken. The same tube told twice is the same sample."""
    people.person(person_id=told.person_id, by=request.user, on=request.outbreak_today)
    made = testing_actions.take(
        outbreak_id=request.outbreak.id, **told.dict(), by=request.user, now=request.outbreak_now
    )
    return _sample(request, made.id)


@operations.read(f"{INSIDE}/samples/{{sample_id}}", Sample, needs=Permission.SAMPLE_READ)
def show(request: Call, sample_id: UUID) -> object:
    """One sample."""
    return _sample(request, sample_id)


@operations.write(f"{INSIDE}/samples/{{sample_id}}/take", Sample, needs=Permission.SAMPLE_RECORD)
def take_due(request: Call, sample_id: UUID, told: TakeDue) -> object:
    """Mark a scheduled sample as taken, with the code of its tube."""
    _sample(request, sample_id)
    testing_actions.take_scheduled(
        sample_id=sample_id, code=told.code, taken_at=told.taken_at, by=request.user, now=request.outbreak_now
    )
    return _sample(request, sample_id)


@operations.write(f"{INSIDE}/samples/{{sample_id}}/result", Sample, needs=Permission.SAMPLE_RECORD)
def record_result(request: Call, sample_id: UUID, told: ResultTold) -> object:
    """Record a result. A positive opens a case; the last negative may release somebody."""
    _sample(request, sample_id)
    positive_sample.receive_result(
        sample_id=sample_id, result=told.facts(), by=request.user, now=request.outbreak_now
    )
    return _sample(request, sample_id)


@operations.write(f"{INSIDE}/results", ResultsKept, needs=Permission.SAMPLE_RECORD)
def record_results(request: Call, told: ManyResults) -> object:
    """Record many results at once, each by itself; a refused one says why and holds up none of the others."""
    kept = [_received(request, one) for one in told.results]
    count = sum(one["kept"] for one in kept)
    return {"kept": count, "refused": len(kept) - count, "results": kept}


@operations.write(f"{INSIDE}/positives", OpenedCase, needs=Permission.SAMPLE_RECORD, status=201)
def record_positive(request: Call, told: Positive) -> object:
    """A positive sample of somebody who may be new here: person, sample and case in one deed.

    The case opens, its 2/4/24-hour clock starts, its isolation is drafted. Told twice: the same case.
    """
    case = first_positive.record_positive(
        outbreak_id=request.outbreak.id, person=meant(request, told), by=request.user, now=request.outbreak_now,
        tube=first_positive.Tube(code=told.code, taken_at=told.taken_at, purpose=told.purpose, specimen=told.specimen),
        result=testing_actions.ResultFacts(result="POSITIVE", result_at=told.result_at, ct_orf1ab=told.ct_orf1ab, ct_n=told.ct_n,
                                           asked_laboratory=told.asked_laboratory),
        told=facts.CaseTold(**told.told.dict()),
    )  # fmt: skip
    return {
        "case_id": case.id, "number": case.number, "person_id": case.person_id,
        "classification": case.classification, "reported_at": case.reported_at,
    }  # fmt: skip


def _received(request: Call, one: OneOfMany) -> dict[str, Any]:
    """Take one result of a batch in, or say why not."""
    told: dict[str, Any] = {"sample_id": one.sample_id, "code": one.code, "case_id": None, "why_not": ""}
    try:
        sample = _meant(request, one)
        with transaction.atomic():  # the case is told in the same deed: a laboratory reads no cases otherwise
            positive_sample.receive_result(
                sample_id=sample.id, result=one.facts(), by=request.user, now=request.outbreak_now
            )
            case = cases.of_person(person_id=sample.person_id, outbreak_id=request.outbreak.id)
    except Expected as refusal:
        return {**told, "kept": False, "why_not": wording.refusal_text(refusal)}
    positive = case is not None and one.result == "POSITIVE"
    return {**told, "kept": True, "sample_id": sample.id, "case_id": case.id if case and positive else None}


def _meant(request: Call, one: OneOfMany) -> testing.Sample:
    if one.sample_id is not None:
        return ours(testing.sample(sample_id=one.sample_id, by=request.user), request)
    inside = testing.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    found = inside.filter(code=one.code).first() if one.code else None
    if found is None:
        raise NotFound(reason("There is no tube {code} here.", code=one.code or "?"))
    return found


def _sample(request: Call, sample_id: UUID) -> dict[str, Any]:
    return shown(ours(testing.sample(sample_id=sample_id, by=request.user), request), request)
