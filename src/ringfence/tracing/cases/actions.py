"""Opening and correcting cases, and naming their possible sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, city_date, reason
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.people import queries as people

from .models import CandidateLink, Case

CORRECTABLE = frozenset({
    "classification", "severity", "origin", "found_by", "onset_date", "symptoms", "sampled_on", "outcome",
    "outcome_on", "exposure_place", "exposure_from", "exposure_to", "source_text", "notes", "isolated_at",
    "fever_free_since", "symptoms_improved", "symptom_free_since",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNamed:
    """A possible source as somebody named it."""

    source_kind: str
    source_case_id: UUID | None = None
    source_label: str = ""
    relation: str = CandidateLink.Relation.UNKNOWN
    grade: str = CandidateLink.Grade.MENTION
    directed: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known when a case opens."""

    person_id: UUID
    reported_at: datetime
    classification: str = Case.Classification.PRESUMPTIVE
    severity: str = Case.Severity.UNKNOWN
    origin: str = Case.Origin.UNKNOWN
    found_by: str = Case.FoundBy.UNKNOWN
    onset_date: date | None = None
    symptoms: str = ""
    sampled_on: date | None = None
    confirming_sample_id: UUID | None = None
    notes: str = ""
    sources: tuple[SourceNamed, ...] = field(default_factory=tuple)


@transaction.atomic
def open_case(*, outbreak_id: UUID, facts: CaseFacts, by: Actor, now: datetime) -> tuple[Case, bool]:
    """Open a case, or find the one that this sample or this person already has. Returns (case, whether it is new).

    Refused: an onset after the report. Permission: whoever may record the sample may open its case.
    """
    person = people.bare(person_id=facts.person_id)
    permission = Permission.SAMPLE_RECORD if facts.confirming_sample_id else Permission.CASE_WRITE
    access.require(by, permission, area_code=person.area_id)
    known = _known(outbreak_id, facts)
    if known is not None:
        return known, False
    _check_dates(onset=facts.onset_date, reported=city_date(facts.reported_at))
    try:
        with transaction.atomic():
            case = _create(outbreak_id, facts, area_code=person.area_id, now=now)
    except IntegrityError:
        known = _known(outbreak_id, facts)
        if known is None:
            raise
        return known, False
    for source in facts.sources:
        _add_link(case, source, by=by, now=now)
    audit.record(by=by, action="case.open", subject=case, outbreak_id=outbreak_id,
                 after={"number": case.number, "classification": case.classification}, now=now)  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=outbreak_id)
    return case, True


@transaction.atomic
def correct(*, case_id: UUID, changes: dict[str, object], by: Actor, now: datetime) -> Case:
    """Correct fields of a case (see `CORRECTABLE`); before and after go to the audit.

    Refused: an unknown field, an onset after the report.
    """
    case = _locked(case_id)
    access.require(by, Permission.CASE_WRITE, area_code=case.area_id)
    unknown = set(changes) - CORRECTABLE
    if unknown:
        raise Refused(reason("A case has no field {field} to correct.", field=", ".join(sorted(unknown))))
    changed = {name: value for name, value in changes.items() if getattr(case, name) != value}
    before = {name: getattr(case, name) for name in changed}
    for name, value in changed.items():
        setattr(case, name, value)
    _check_dates(onset=case.onset_date, reported=case.reported_on)
    _check_outcome(case)
    _check_only_case_of(case)
    if changed:
        case.save(update_fields=list(changed))
        audit.record(by=by, action="case.correct", subject=case, outbreak_id=case.outbreak_id,
                     before=before, after=changed, now=now)  # fmt: skip
        outbox.tell_screens(topic="cases", outbreak_id=case.outbreak_id)
    return case


@transaction.atomic
def classify_many(*, case_ids: list[UUID], classification: str, by: Actor, now: datetime) -> int:
    """Give many cases the same classification, in one statement with one audit entry each; returns how many changed."""
    if classification not in Case.Classification.values:
        raise Refused(reason("There is no classification {name}.", name=classification))
    rows = list(
        Case.objects.select_for_update().filter(id__in=case_ids).exclude(classification=classification)
        .order_by("id").values_list("id", "area_id", "outbreak_id")
    )  # fmt: skip
    access.require_in_all(by, Permission.CASE_WRITE, area_codes=(area for _, area, _ in rows))
    if classification != Case.Classification.RULED_OUT:
        _check_only_cases_of(case_ids)
    Case.objects.filter(id__in=[one for one, _, _ in rows]).update(classification=classification)
    if rows:
        audit.record_many(by=by, action="case.classify", subjects=[("case", one) for one, _, _ in rows],
                          outbreak_id=rows[0][2], after={"classification": classification}, now=now)  # fmt: skip
        outbox.tell_screens(topic="cases", outbreak_id=rows[0][2])
    return len(rows)


@transaction.atomic
def name_source(*, case_id: UUID, source: SourceNamed, by: Actor, now: datetime) -> CandidateLink:
    """Name a possible source of a case. Naming it again raises its grade and adds the evidence."""
    case = _locked(case_id)
    access.require(by, Permission.LINK_WRITE, area_code=case.area_id)
    if source.source_case_id == case_id:
        raise Refused(reason("A case cannot be its own source."))
    link = _add_link(case, source, by=by, now=now)
    audit.record(by=by, action="case.name_source", subject=case, outbreak_id=case.outbreak_id, now=now,
                 after={"source": source.source_case_id or audit.said(source.source_label), "grade": source.grade})  # fmt: skip
    return link


@transaction.atomic
def link_to_source(*, case: Case, source: SourceNamed, by: Actor, now: datetime) -> CandidateLink:
    """Link a new case to the case it was a contact of; part of a story whose actor has been checked."""
    link = _add_link(case, source, by=by, now=now)
    audit.record(by=by, action="case.link_to_source", subject=case, outbreak_id=case.outbreak_id,
                 after={"source": str(source.source_case_id)}, now=now)  # fmt: skip
    return link


@transaction.atomic
def note_recovery(*, case_id: UUID, by: Actor, now: datetime) -> Case:
    """A discharged case has recovered, unless another outcome is already known."""
    case = _locked(case_id)
    if case.outcome == Case.Outcome.ONGOING:
        case.outcome, case.outcome_on = Case.Outcome.RECOVERED, city_date(now)
        case.save(update_fields=["outcome", "outcome_on"])
        audit.record(by=by, action="case.recovered", subject=case, outbreak_id=case.outbreak_id, now=now)
    return case


@transaction.atomic
def choose_source(*, case_id: UUID, link_id: UUID | None, by: Actor, now: datetime) -> Case:
    """Settle which candidate infected the case; None puts the question back to open."""
    case = _locked(case_id)
    access.require(by, Permission.LINK_WRITE, area_code=case.area_id)
    if link_id is not None and not case.candidate_links.filter(id=link_id).exists():
        raise NotFound(reason("This case has no such candidate source."))
    case.candidate_links.filter(chosen=True).update(chosen=False)
    if link_id is not None:
        case.candidate_links.filter(id=link_id).update(chosen=True)
    case.source_settled_at = now if link_id else None
    case.save(update_fields=["source_settled_at"])
    audit.record(by=by, action="case.choose_source", subject=case, outbreak_id=case.outbreak_id,
                 after={"link": str(link_id or "")}, now=now)  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=case.outbreak_id)
    return case


@transaction.atomic
def mark_isolated(*, case_id: UUID, by: Actor, now: datetime) -> Case:
    """Note when the case was isolated; the first time counts."""
    case = _locked(case_id)
    if case.isolated_at is None:
        case.isolated_at = now
        case.save(update_fields=["isolated_at"])
        audit.record(by=by, action="case.isolated", subject=case, outbreak_id=case.outbreak_id,
                     after={"at": now}, now=now)  # fmt: skip
    return case


def _known(outbreak_id: UUID, facts: CaseFacts) -> Case | None:
    found = Case.objects.filter(outbreak_id=outbreak_id)
    if facts.confirming_sample_id:
        by_sample = found.filter(confirming_sample_id=facts.confirming_sample_id).first()
        if by_sample is not None:
            return by_sample
    return (
        found.filter(person_id=facts.person_id).exclude(classification=Case.Classification.RULED_OUT).first()
    )


def _create(outbreak_id: UUID, facts: CaseFacts, *, area_code: str, now: datetime) -> Case:
    return Case.objects.create(
        outbreak_id=outbreak_id, number=outbreaks.next_case_number(outbreak_id=outbreak_id),
        person_id=facts.person_id, area_id=area_code, confirming_sample_id=facts.confirming_sample_id,
        classification=facts.classification, severity=facts.severity, origin=facts.origin,
        found_by=facts.found_by, onset_date=facts.onset_date, symptoms=facts.symptoms,
        sampled_on=facts.sampled_on, reported_at=facts.reported_at, reported_on=city_date(facts.reported_at),
        notes=facts.notes, created_at=now,
    )  # fmt: skip


def _add_link(case: Case, source: SourceNamed, *, by: Actor, now: datetime) -> CandidateLink:
    link, created = CandidateLink.objects.get_or_create(
        case=case, source_kind=source.source_kind, source_case_id=source.source_case_id,
        source_label=source.source_label,
        defaults={"outbreak_id": case.outbreak_id, "relation": source.relation, "grade": source.grade,
                  "directed": source.directed, "evidence": source.evidence, "created_at": now,
                  "created_by_name": str(by)},
    )  # fmt: skip
    if not created:
        grades = [grade.value for grade in CandidateLink.Grade]
        link.grade = min(link.grade, source.grade, key=grades.index)
        link.directed = link.directed or source.directed
        if source.evidence and source.evidence not in link.evidence:
            link.evidence = f"{link.evidence}\n{source.evidence}".strip()
        link.save()
    return link


def _check_dates(*, onset: date | None, reported: date) -> None:
    if onset is not None and onset > reported:
        raise Refused(
            reason(
                "The onset ({onset}) cannot be later than the report ({reported}).",
                onset=onset,
                reported=reported,
            ),
            fields={"onset_date": [reason("Enter a day on or before the report.")]},
        )


def _check_outcome(case: Case) -> None:
    if case.onset_date is not None and case.outcome_on is not None and case.outcome_on < case.onset_date:
        raise Refused(
            reason("The outcome ({outcome}) cannot be earlier than the onset ({onset}).",
                   outcome=case.outcome_on, onset=case.onset_date),
            fields={"outcome_on": [reason("Enter a day on or after the onset.")]},
        )  # fmt: skip


def _check_only_cases_of(case_ids: list[UUID]) -> None:
    ruled_out = Case.objects.filter(id__in=case_ids, classification=Case.Classification.RULED_OUT)
    for case in ruled_out:
        case.classification = Case.Classification.PRESUMPTIVE
        _check_only_case_of(case)


def _check_only_case_of(case: Case) -> None:
    """Somebody whose case was ruled out may have become another one since."""
    if case.classification == Case.Classification.RULED_OUT:
        return
    others = Case.objects.filter(outbreak_id=case.outbreak_id, person_id=case.person_id).exclude(id=case.id)
    other = others.exclude(classification=Case.Classification.RULED_OUT).first()
    if other is not None:
        raise Refused(
            reason("This person is case {number} already; correct that one.", number=other.number),
            fields={"classification": [reason("This case stays ruled out.")]},
        )


def _locked(case_id: UUID) -> Case:
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound(reason("There is no such case."))
    return case
