"""Naming contacts, recording their exposures, deciding what kind of contact they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import NotFound, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import queries as cases

from . import proposal, queries, rules
from .models import Contact, Exposure
from .told import ExposureTold


@transaction.atomic
def name_contact(
    *, case_id: UUID, person_id: UUID, exposure: ExposureTold, ruleset: RuleSet, by: Actor, now: datetime,
    relation: str = "UNKNOWN", via_contact_id: UUID | None = None,
) -> Contact:  # fmt: skip
    """Name a person as a contact of a case, with the exposure that makes them one. Told twice: the same contact.

    The rule set proposes what kind of contact this is; nobody is classified by it.
    Refused: the case itself, an exposure in the future or ending before it began, a response that is over.
    """
    case = cases.bare(case_id=case_id)
    access.require(by, Permission.CONTACT_WRITE, area_code=case.area_id)
    if case.person_id == person_id:
        raise Refused(reason("A case is not a contact of itself."))
    outbreaks.require_running(outbreak_id=case.outbreak_id)
    _check(exposure, now)
    area_code = people.bare(person_id=person_id).area_id
    _was_there(exposure, area_code, case)
    contact, created = Contact.objects.select_for_update().get_or_create(
        case=case, person_id=person_id,
        defaults={"outbreak_id": case.outbreak_id, "area_id": area_code,
                  "relation": relation, "via_contact_id": via_contact_id, "last_exposure_at": exposure.last_at,
                  "named_by_id": by.id, "named_by_name": str(by), "ruleset_id": ruleset.id, "created_at": now},
    )  # fmt: skip
    if created:
        audit.record(by=by, action="contact.name", subject=contact, outbreak_id=case.outbreak_id,
                     after={"case": case.number, "relation": relation}, now=now)  # fmt: skip
    _add_exposure(contact, exposure, by=by, now=now)
    _propose(contact, ruleset=ruleset)
    outbox.tell_screens(topic="contacts", outbreak_id=case.outbreak_id)
    return contact


@transaction.atomic
def record_exposure(
    *, contact_id: UUID, exposure: ExposureTold, ruleset: RuleSet, by: Actor, now: datetime
) -> Contact:
    """Add an exposure to a known contact; the newest last exposure counts. Told twice: nothing changes."""
    contact = _locked(contact_id)
    access.require(by, Permission.CONTACT_WRITE, area_code=contact.case.area_id)
    _check(exposure, now)
    _was_there(exposure, contact.area_id, contact.case)
    _add_exposure(contact, exposure, by=by, now=now)
    _propose(contact, ruleset=ruleset)
    outbox.tell_screens(topic="contacts", outbreak_id=contact.outbreak_id)
    return contact


@transaction.atomic
def classify(*, contact_id: UUID, kind: str, why: str, by: Actor, now: datetime) -> Contact:
    """Decide what kind of contact this is. A decision against the proposal says why.

    Refused: a kind against the proposal without a sentence; a secondary contact without its close contact.
    """
    contact = _locked(contact_id)
    access.require(by, Permission.CONTACT_CLASSIFY, area_code=contact.case.area_id)
    if kind not in Contact.Kind.values or kind == Contact.Kind.UNDECIDED:
        raise Refused(reason("Choose close, secondary or casual contact, or ruled out."),
                      fields={"kind": [reason("Choose one.")]})  # fmt: skip
    if kind != contact.proposed_kind and not why.strip():
        raise Refused(
            reason(
                "The rule set proposes {proposed}. Say why you decide otherwise.",
                proposed=contact.proposed_kind,
            ),
            fields={"why": [reason("Write one sentence.")]},
        )
    rules.may_be_classified(
        kind=kind, bases={rules.Basis(one) for one in contact.exposures.values_list("basis", flat=True)}
    ).or_refuse()
    if kind == Contact.Kind.SECONDARY and contact.via_contact_id is None:
        raise Refused(reason("A secondary contact names the close contact through whom it is one."))
    before, contact.kind = contact.kind, kind
    contact.decided_at, contact.decided_by_id, contact.decided_by_name = now, by.id, str(by)
    contact.decided_why = why.strip()[:300]
    if kind == Contact.Kind.NONE:
        contact.outcome, contact.outcome_why = Contact.Outcome.EXCLUDED, contact.decided_why
    contact.save()
    audit.record(by=by, action="contact.classify", subject=contact, outbreak_id=contact.outbreak_id,
                 before={"kind": before}, after={"kind": kind, "why": why}, now=now)  # fmt: skip
    outbox.tell_screens(topic="contacts", outbreak_id=contact.outbreak_id)
    return contact


@transaction.atomic
def tell_outcome(*, contact_id: UUID, outcome: str, why: str, by: Actor, now: datetime) -> Contact:
    """Somebody of the contact's area, or of the case's, tells what became of them."""
    contact = _locked(contact_id)
    lives_here = access.may(by, Permission.CONTACT_WRITE, area_code=contact.area_id)
    area_code = contact.area_id if lives_here else contact.case.area_id
    access.require(by, Permission.CONTACT_WRITE, area_code=area_code)
    return note_outcome(contact_id=contact_id, outcome=outcome, why=why, by=by, now=now)


@transaction.atomic
def note_outcome(*, contact_id: UUID, outcome: str, why: str, by: Actor, now: datetime) -> Contact:
    """Note what became of a contact, as part of a deed whose actor has been checked. One that ends the search says why."""
    contact = _locked(contact_id)
    if (
        outcome in (Contact.Outcome.UNTRACEABLE, Contact.Outcome.REFUSED, Contact.Outcome.HANDED_OVER)
        and not why.strip()
    ):
        raise Refused(reason("Say why: this outcome ends the search for this person."),
                      fields={"why": [reason("Write one sentence.")]})  # fmt: skip
    before, contact.outcome, contact.outcome_why = contact.outcome, outcome, why.strip()[:300]
    contact.save(update_fields=["outcome", "outcome_why"])
    audit.record(by=by, action="contact.outcome", subject=contact, outbreak_id=contact.outbreak_id,
                 before={"outcome": before}, after={"outcome": outcome, "why": why}, now=now)  # fmt: skip
    return contact


@transaction.atomic
def case_is_none(*, case_id: UUID, why: str, by: Actor, now: datetime) -> int:
    """The case turned out to be none: its contacts are excluded, with the reason. Returns how many."""
    open_ones = Contact.objects.filter(case_id=case_id).exclude(
        outcome__in=[Contact.Outcome.EXCLUDED, Contact.Outcome.BECAME_CASE]
    )
    ids = list(open_ones.values_list("id", flat=True))
    for contact_id in ids:
        note_outcome(contact_id=contact_id, outcome=Contact.Outcome.EXCLUDED, why=why, by=by, now=now)
    return len(ids)


@transaction.atomic
def case_is_again(*, case_id: UUID, why: str, by: Actor, now: datetime) -> list[Contact]:
    """The case that was ruled out is one after all: who was excluded with it is put up for decision again.

    Nobody is restricted by this: each contact is undecided until the investigator classifies them. Returns them.
    """
    found = list(queries.excluded_with_case(case_id=case_id).select_for_update(of=("self",)))
    for one in found:
        before = {"kind": one.kind, "outcome": one.outcome, "why": one.decided_why}
        one.kind, one.outcome, one.outcome_why = (
            Contact.Kind.UNDECIDED,
            Contact.Outcome.OPEN,
            why.strip()[:300],
        )
        one.decided_at, one.decided_by_id, one.decided_by_name, one.decided_why = None, None, "", ""
        one.save()
        audit.record(by=by, action="contact.put_up_again", subject=one, outbreak_id=one.outbreak_id, before=before,
                     after={"kind": one.kind, "outcome": one.outcome, "why": why}, now=now)  # fmt: skip
    if found:
        outbox.tell_screens(topic="contacts", outbreak_id=found[0].outbreak_id)
    return found


@transaction.atomic
def is_contact_again(
    *, person_id: UUID, outbreak_id: UUID, why: str, by: Actor, now: datetime
) -> list[Contact]:
    """Somebody who had become a case is none: they are again the contact that they were. Returns these contacts."""
    were = Contact.objects.filter(
        person_id=person_id, outbreak_id=outbreak_id, outcome=Contact.Outcome.BECAME_CASE
    ).exclude(case__classification="RULED_OUT")
    return [
        note_outcome(contact_id=one.id, outcome=Contact.Outcome.OPEN, why=why, by=by, now=now) for one in were
    ]


def _was_there(told: ExposureTold, area_code: str, case: cases.Case) -> None:
    """A code that was scanned, or a telephone's grid, proves no presence of somebody who lives elsewhere."""
    decision = rules.may_have_been_there(
        basis=rules.Basis(told.basis), lives_in=area_code, outbreak_in=case.outbreak.area_id
    )
    if not decision.allowed:
        raise alarms.Breach(*decision.reasons, kind="ELSEWHERE", subject=("case", case.id), outbreak_id=case.outbreak_id,
                            area_code=case.area_id)  # fmt: skip


def _add_exposure(contact: Contact, told: ExposureTold, *, by: Actor, now: datetime) -> None:
    _, created = Exposure.objects.get_or_create(
        contact=contact, first_at=told.first_at, last_at=told.last_at, setting=told.setting, place=told.place,
        defaults={"distance_metres": told.distance_metres, "minutes": told.minutes, "protected": told.protected,
                  "vehicle": told.vehicle, "places_apart": told.places_apart,
                  "same_compartment": told.same_compartment, "physical_contact": told.physical_contact,
                  "same_indoor_space": told.same_indoor_space, "basis": told.basis, "justification": told.justification, "recorded_at": now, "recorded_by_id": by.id,
                  "recorded_by_name": str(by)},
    )  # fmt: skip
    if not created:
        return
    before = contact.last_exposure_at
    contact.last_exposure_at = max(before, told.last_at)
    contact.save(update_fields=["last_exposure_at"])
    audit.record(by=by, action="contact.exposure", subject=contact, outbreak_id=contact.outbreak_id,
                 before={"last_exposure": before}, now=now,
                 after={"last_exposure": contact.last_exposure_at, "setting": told.setting})  # fmt: skip


def _propose(contact: Contact, *, ruleset: RuleSet) -> None:
    """Ask the rule set what kind of contact this is and keep its answer with its reasons."""
    proposed = proposal.for_contact(contact, ruleset=ruleset)
    contact.proposed_kind = proposed.kind or Contact.Kind.UNDECIDED
    contact.proposed_reasons = [one.as_json() for one in proposed.reasons]
    contact.ruleset_id = ruleset.id
    contact.save(update_fields=["proposed_kind", "proposed_reasons", "ruleset_id"])


def _check(exposure: ExposureTold, now: datetime) -> None:
    if exposure.setting not in Exposure.Setting.values:
        raise Refused(
            reason("Choose in which setting they met."), fields={"setting": [reason("Choose one.")]}
        )
    if exposure.last_at > now:
        raise Refused(
            reason("{instant} is in the future; it is {now} now.", instant=exposure.last_at, now=now),
            fields={"last_at": [reason("Enter a time that has passed.")]},
        )
    if exposure.last_at < exposure.first_at:
        raise Refused(reason("The exposure ends before it begins."),
                      fields={"last_at": [reason("Enter a later time.")]})  # fmt: skip


def _locked(contact_id: UUID) -> Contact:
    contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("case").filter(id=contact_id).first()
    )
    if contact is None:
        raise NotFound(reason("There is no such contact."))
    return contact
