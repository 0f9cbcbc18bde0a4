"""Cases: listed, corrected, classified, discharged."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.kernel import NotFound, reason
from ringfence.measures.orders import queries as orders
from ringfence.response import positive_sample, ruling_out
from ringfence.tracing.cases import again, ruling
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import queries as investigations

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import (
    NO_NUL,
    Day,
    Done,
    Given,
    Instant,
    Line,
    Paragraph,
    PersonBrief,
    Sentence,
    brief,
    sentences,
)
from ..words import CaseOutcome, Classification, FoundBy, Origin, Severity

operations = Operations("cases")


class Case(Schema):
    """A person found infected in the outbreak."""

    id: UUID
    number: str
    person: PersonBrief
    area_code: str
    classification: Classification
    severity: Severity
    origin: Origin
    found_by: FoundBy
    onset_date: Day | None
    symptoms: str
    sampled_on: Day | None
    reported_on: Day
    reported_at: Instant
    isolated_at: Instant | None
    outcome: CaseOutcome
    outcome_on: Day | None


class PositiveAgain(Schema):
    """A positive sample taken after the discharge: a finding of the same case."""

    sample_id: UUID
    taken_at: Instant
    discharged_at: Instant
    found_at: Instant


class CaseShown(Case):
    """A case with everything that is known of it beside its investigation, contacts and orders."""

    fever_free_since: Instant | None
    symptoms_improved: bool | None
    symptom_free_since: Instant | None
    exposure_place: str
    exposure_from: Day | None
    exposure_to: Day | None
    source_text: str
    notes: str
    extra: dict[str, Any]
    source_settled_at: Instant | None
    confirming_sample_id: UUID | None
    investigation_id: UUID | None
    positives_again: list[PositiveAgain]


class WantedCases(Cursor):
    q: str = Field(
        "",
        max_length=80,
        pattern=NO_NUL,
        description="A case number, name, pinyin, telephone or identity number.",
    )
    classification: Classification | None = None
    area: str = Field("", pattern=r"^[0-9]{0,12}$")
    origin: Origin | None = None
    found_by: str = Field("", pattern=r"^[A-Z_]{0,20}$", description="As in a case, or COMMUNITY.")
    severity: Severity | None = None
    reported_on: Day | None = None
    onset_on: Day | None = None


class CaseCorrected(Given):
    """Only the fields that are sent are corrected; null takes a date back."""

    classification: Classification = "PRESUMPTIVE"
    severity: Severity = "UNKNOWN"
    origin: Origin = "UNKNOWN"
    found_by: FoundBy = "UNKNOWN"
    onset_date: Day | None = None
    symptoms: Sentence = ""
    sampled_on: Day | None = None
    outcome: CaseOutcome = "ONGOING"
    outcome_on: Day | None = None
    exposure_place: Line = ""
    exposure_from: Day | None = None
    exposure_to: Day | None = None
    source_text: Paragraph = ""
    notes: Paragraph = ""
    isolated_at: Instant | None = None
    fever_free_since: Instant | None = None
    symptoms_improved: bool | None = None
    symptom_free_since: Instant | None = None


class ManyClassified(Given):
    case_ids: list[UUID] = Field(min_length=1, max_length=1000)
    classification: Classification


class RuledOut(Given):
    why: Paragraph = Field(min_length=1, description="Everybody who is affected reads it.")


class OrderAffected(Schema):
    """An order that rests on the case, and what becomes of it. `ends_at` null: the person is free at once."""

    order_id: UUID
    number: str
    person: PersonBrief
    change: Literal["ENDS_NOW", "SHORTER", "MILDER", "UNCHANGED"]
    ends_before: Instant | None
    ends_at: Instant | None
    reasons: list[str]


class Consequences(Schema):
    """What ruling a case out does."""

    isolation_id: UUID | None
    contacts: int = Field(description="Contacts of the case, who are excluded with the reason.")
    contact_again: bool = Field(description="The person was a contact of another case and is one again.")
    affected: list[OrderAffected]


class Decided(Schema):
    """What a rule answered, with its reasons."""

    allowed: bool
    reasons: list[str]


def shown(case: cases.Case, request: Call) -> dict[str, Any]:
    own = [name for name in Case.__annotations__ if name not in ("person", "area_code")]
    told = {name: getattr(case, name) for name in own}
    return {**told, "person": brief(case.person, request), "area_code": case.area_id}


def our_case(request: Call, case_id: UUID) -> cases.Case:
    """The case, if it is in this outbreak and the caller may see it."""
    case = ours(cases.case(case_id=case_id, by=request.user), request)
    looks.note(case.person_id)  # what is answered concerns this person, with their name or without
    return case


@operations.read(f"{INSIDE}/cases", Listed[Case], needs=Permission.CASE_READ)
def list_some(request: Call, wanted: Query[WantedCases]) -> object:
    """Cases, newest report first, narrowed by what is asked for."""
    narrowed = cases.CaseFilter(
        text=wanted.q, classification=wanted.classification or "", area_code=wanted.area, origin=wanted.origin or "",
        found_by=wanted.found_by, severity=wanted.severity or "", reported_on=wanted.reported_on, onset_on=wanted.onset_on,
    )  # fmt: skip
    found = cases.listed(by=request.user, outbreak_id=request.outbreak.id, wanted=narrowed)
    return listed(found, at=wanted, order=("-reported_at", "-id"), shown=lambda one: shown(one, request))


@operations.write(f"{INSIDE}/cases/classify", Done, needs=Permission.CASE_WRITE)
def classify_many(request: Call, told: ManyClassified) -> dict[str, int]:
    """Give many cases the same classification, all of them or none."""
    ids = list(dict.fromkeys(told.case_ids))
    inside = cases.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    if inside.filter(id__in=ids).count() != len(ids):
        raise NotFound(reason("Some of these cases are not in this outbreak; none was changed."))
    changed = ruling_out.classify_many(
        case_ids=ids, classification=told.classification, by=request.user, now=request.outbreak_now
    )
    return {"changed": changed}


@operations.read(f"{INSIDE}/cases/{{case_id}}", CaseShown, needs=Permission.CASE_READ)
def show(request: Call, case_id: UUID) -> object:
    """One case."""
    return _full(request, case_id)


@operations.write(f"{INSIDE}/cases/{{case_id}}", CaseShown, needs=Permission.CASE_WRITE, method="PATCH")
def correct(request: Call, case_id: UUID, told: CaseCorrected) -> object:
    """Correct fields of a case; only those that are sent. Before and after go to the audit."""
    our_case(request, case_id)
    changes = told.dict(exclude_unset=True)
    ruling_out.correct(case_id=case_id, changes=changes, by=request.user, now=request.outbreak_now)
    return _full(request, case_id)


@operations.write(f"{INSIDE}/cases/{{case_id}}/discharge", Decided, needs=Permission.CASE_WRITE)
def discharge(request: Call, case_id: UUID) -> object:
    """Ask for the discharge of a case; the rule set decides and says why."""
    case = our_case(request, case_id)
    order = (
        orders.of_person(person_id=case.person_id, outbreak_id=case.outbreak_id)
        .filter(kind="ISOLATION")
        .last()
    )
    if order is None:
        raise NotFound(reason("This case is not isolated."))
    decision = positive_sample.discharge_case(order_id=order.id, by=request.user, now=request.outbreak_now)
    return {"allowed": decision.allowed, "reasons": sentences(decision.reasons)}


@operations.read(f"{INSIDE}/cases/{{case_id}}/rule-out", Consequences, needs=Permission.CASE_WRITE)
def who_is_affected(request: Call, case_id: UUID) -> object:
    """Who would be affected if this case were ruled out; changes nothing."""
    our_case(request, case_id)
    return _consequences(ruling_out.preview(case_id=case_id, now=request.outbreak_now), request)


@operations.write(f"{INSIDE}/cases/{{case_id}}/rule-out", Consequences, needs=Permission.CASE_WRITE)
def rule_out(request: Call, case_id: UUID, told: RuledOut) -> object:
    """This is no case: isolation and quarantines that rest only on it end at once, the others are counted again."""
    our_case(request, case_id)
    done = ruling_out.rule_out(case_id=case_id, why=told.why, by=request.user, now=request.outbreak_now)
    return _consequences(done, request)


@operations.write(f"{INSIDE}/cases/{{case_id}}/rule-out/told", Done, needs=Permission.CONTACT_WRITE)
def told_ruled_out(request: Call, case_id: UUID) -> object:
    """Everybody whom the ruling affected was told."""
    our_case(request, case_id)
    ruling.note_told(case_id=case_id, by=request.user, now=request.outbreak_now)
    return {"changed": 1}


def _consequences(found: ruling_out.Consequences, request: Call) -> dict[str, Any]:
    return {
        "isolation_id": found.isolation.id if found.isolation else None, "contacts": found.contacts,
        "contact_again": found.contact_again,
        "affected": [
            {"order_id": one.order.id, "number": one.order.number, "person": brief(one.order.person, request),
             "change": one.left.change.value, "ends_before": one.order.ends_at,
             "ends_at": one.left.stages[-1].ends_at if one.left.stages else None, "reasons": sentences(one.left.reasons)}
            for one in found.affected
        ],
    }  # fmt: skip


def _full(request: Call, case_id: UUID) -> dict[str, Any]:
    case = our_case(request, case_id)
    investigation = investigations.of_case(case_id=case.id)
    own = [name for name in CaseShown.__annotations__ if name not in ("investigation_id", "positives_again")]
    told = {name: getattr(case, name) for name in own}
    return {**shown(case, request), **told, "investigation_id": investigation.id if investigation else None,
            "positives_again": list(again.of_case(case_id=case.id))}  # fmt: skip
