"""From the rows of a contact and its exposures to the rule set's proposal."""

from __future__ import annotations

from datetime import timedelta

from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import ContactKind, Setting, Vehicle
from ringfence.kernel import city_date, reason
from ringfence.tracing.cases.queries import Case

from . import rules
from .models import Contact
from .models import Exposure as ExposureRow

# The strongest proposal of several exposures counts.
_STRENGTH = (ContactKind.CLOSE, ContactKind.SECONDARY, ContactKind.CASUAL, None, ContactKind.NONE)


def for_contact(contact: Contact, *, ruleset: RuleSet) -> rules.Proposal:
    """What the rule set would call this contact, judged by all exposures; the strongest counts."""
    rows = list(contact.exposures.all())
    if not rows:
        return rules.Proposal(None, (reason("Record an exposure first: when and where did they meet?"),))
    proposals = [_judge(contact, row, rows, ruleset) for row in rows]
    return min(proposals, key=lambda one: _STRENGTH.index(one.kind))


def _judge(contact: Contact, row: ExposureRow, rows: list[ExposureRow], ruleset: RuleSet) -> rules.Proposal:
    exposure = exposure_facts(row, rows)
    via = contact.via_contact
    if via is None:
        return rules.propose_kind(ruleset=ruleset, exposure=exposure, case=case_facts(contact.case))
    return rules.propose_secondary(ruleset=ruleset, exposure=exposure, contact=via_facts(via))


def via_facts(via: Contact) -> rules.ContactFacts:
    """The close contact through whom somebody is a secondary one, as the rules see them."""
    first = via.exposures.order_by("first_at").values_list("first_at", flat=True).first()
    return rules.ContactFacts(first_exposure_at=first or via.last_exposure_at)


def case_facts(case: Case) -> rules.CaseFacts:
    """The case as the rules see it. Without a known sampling day the report stands in for it."""
    return rules.CaseFacts(
        onset_on=case.onset_date, sampled_on=case.sampled_on or case.reported_on, isolated_at=case.isolated_at,
        symptoms_ended_on=city_date(case.symptom_free_since) if case.symptom_free_since else None,
    )  # fmt: skip


def exposure_facts(row: ExposureRow, rows: list[ExposureRow]) -> rules.Exposure:
    seat = None
    if row.vehicle:
        seat = rules.Seat(vehicle=Vehicle(row.vehicle), rows_apart=row.places_apart, bays_apart=row.places_apart,
                          same_compartment=row.same_compartment, same_coach=row.same_compartment)  # fmt: skip
    return rules.Exposure(
        setting=Setting(row.setting), first_at=row.first_at, last_at=row.last_at, seat=seat,
        distance_metres=float(row.distance_metres) if row.distance_metres is not None else None,
        minutes=row.minutes, minutes_in_24_hours=_minutes_in_24_hours(row, rows), protected=row.protected,
        physical_contact=row.physical_contact, same_indoor_space=row.same_indoor_space, basis=rules.Basis(row.basis),
    )  # fmt: skip


def _minutes_in_24_hours(row: ExposureRow, rows: list[ExposureRow]) -> float | None:
    """Minutes of all exposures that began within the 24 hours before this one ended."""
    since = row.last_at - timedelta(hours=24)
    minutes = [one.minutes for one in rows if one.minutes is not None and since < one.last_at <= row.last_at]
    return sum(minutes) if minutes else None
