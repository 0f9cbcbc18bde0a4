"""Finding contacts and their exposures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import NotFound, reason
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.cases.queries import Case

from . import proposal, rules
from .models import Contact, Exposure
from .told import ExposureTold


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Contact]:
    """Contacts living in the reader's areas, newest first."""
    areas = visible_areas(by, Permission.CONTACT_READ)
    return Contact.objects.filter(in_areas("area__code", areas), outbreak_id=outbreak_id).select_related(
        "person__identity", "case", "area"
    )


def contact(*, contact_id: UUID, by: Actor) -> Contact:
    """One contact, seen from the contact's own area or from the case's."""
    areas = visible_areas(by, Permission.CONTACT_READ)
    found = (
        Contact.objects.filter(in_areas("area__code", areas) | in_areas("case__area__code", areas), id=contact_id)
        .select_related("person__identity", "case", "area", "via_contact__person__identity", "outbreak").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such contact in the areas that you can see."))
    return found


def bare(*, contact_id: UUID) -> Contact:
    """A contact for actions and rules; the caller has checked the permission."""
    try:
        return Contact.objects.select_related("case", "outbreak").get(id=contact_id)
    except Contact.DoesNotExist:
        raise NotFound(reason("There is no such contact.")) from None


def of_case_and_person(*, case_id: UUID, person_id: UUID) -> UUID | None:
    """The contact that this person is of this case, for stories."""
    return Contact.objects.filter(case_id=case_id, person_id=person_id).values_list("id", flat=True).first()


def meetings_among(*, outbreak_id: UUID, person_ids: Sequence[UUID]) -> list[tuple[UUID, UUID, Exposure]]:
    """Exposures between people who are cases: (case, person of the contact, exposure). For weighing who infected whom."""
    found = Exposure.objects.filter(
        contact__outbreak_id=outbreak_id, contact__person_id__in=list(person_ids), contact__via_contact=None
    ).exclude(contact__kind=Contact.Kind.NONE)
    return [(one.contact.case_id, one.contact.person_id, one) for one in found.select_related("contact")]


def listed(
    *, by: Actor, outbreak_id: UUID, text: str = "", kind: str = "", outcome: str = "", area_code: str = "",
    case_id: UUID | None = None,
) -> QuerySet[Contact]:  # fmt: skip
    """Contacts by what a list page filters on."""
    found = visible_to(by=by, outbreak_id=outbreak_id)
    if text.strip():
        found = found.filter(_about(text.strip(), outbreak_id=outbreak_id))
    exact = {"kind": kind, "outcome": outcome, "case_id": case_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.filter(area__code__startswith=area_code) if area_code else found


def _about(text: str, *, outbreak_id: UUID) -> Q:
    """Contacts of the case with this number; if there is none, people who match. One or the other: no index answers both."""
    case = cases.by_number(outbreak_id=outbreak_id, number=text)
    return Q(case_id=case.id) if case else people.whose_person_matches(text)


def people_among(*, outbreak_id: UUID, person_ids: Collection[UUID]) -> set[UUID]:
    """Which of these people are contacts in the outbreak, of whatever kind."""
    found = Contact.objects.filter(outbreak_id=outbreak_id, person_id__in=person_ids)
    return set(found.order_by().values_list("person_id", flat=True))


def of_case(*, case_id: UUID) -> QuerySet[Contact]:
    """All contacts of a case that the reader has been shown to be allowed to see, as they were named."""
    return (
        Contact.objects.filter(case_id=case_id).select_related("person__identity", "area", "via_contact")
        .prefetch_related("exposures").order_by("created_at", "id")
    )  # fmt: skip


def close_contacts(*, case_id: UUID) -> list[Contact]:
    """The close contacts of a case, as they were named; through them somebody may be a secondary contact."""
    found = Contact.objects.filter(case_id=case_id, kind=Contact.Kind.CLOSE).select_related(
        "person__identity", "case"
    )
    return list(found.order_by("created_at", "id"))


def grounds_of(
    *, person_ids: Sequence[UUID], outbreak_id: UUID, without_case: UUID
) -> dict[UUID, list[Contact]]:
    """The close and secondary contacts that these people are of other cases that are still cases."""
    found = Contact.objects.filter(
        person_id__in=person_ids, outbreak_id=outbreak_id, kind__in=[Contact.Kind.CLOSE, Contact.Kind.SECONDARY]
    ).exclude(case_id=without_case).exclude(case__classification="RULED_OUT").exclude(
        outcome=Contact.Outcome.EXCLUDED
    )  # fmt: skip
    grouped: dict[UUID, list[Contact]] = {}
    for one in found:
        grouped.setdefault(one.person_id, []).append(one)
    return grouped


def people_of(*, case_id: UUID) -> set[str]:
    """The ids of everybody who is a contact of the case."""
    return {str(one) for one in Contact.objects.filter(case_id=case_id).values_list("person_id", flat=True)}


def undecided_by_case(*, by: Actor, outbreak_id: UUID) -> QuerySet[Any, Any]:
    """Cases of the reader's areas with contacts that nobody has decided: case, number, how many, since when."""
    areas = visible_areas(by, Permission.CONTACT_READ)
    waiting = Contact.objects.filter(
        in_areas("case__area__code", areas), outbreak_id=outbreak_id, kind=Contact.Kind.UNDECIDED
    ).exclude(case__classification="RULED_OUT")
    by_case = waiting.order_by().values("case_id", "case__number")
    return by_case.annotate(count=Count("id"), since=Min("created_at"))


def undecided_with_proposal(*, case_id: UUID) -> list[Contact]:
    """Contacts of a case that wait for a decision and for whom the rule set proposes a kind, as they were named."""
    undecided = Contact.Kind.UNDECIDED
    found = Contact.objects.filter(case_id=case_id, kind=undecided).exclude(proposed_kind=undecided)
    return list(found.order_by("created_at", "id"))


def counts_of_cases(*, case_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """(contacts, those not yet classified) of many cases, in one statement."""
    undecided = Count("id", filter=Q(kind=Contact.Kind.UNDECIDED))
    rows = Contact.objects.filter(case_id__in=case_ids).order_by().values("case_id")
    found = rows.annotate(all=Count("id"), undecided=undecided)
    return {row["case_id"]: (row["all"], row["undecided"]) for row in found}


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Contact]:
    """Without the cases: whoever asks about themselves sees what they are, not whose contact."""
    found = Contact.objects.filter(person_id=person_id, outbreak_id=outbreak_id)
    return found.order_by("-last_exposure_at")


def proposals(
    *, case: Case, told: Sequence[ExposureTold], ruleset: RuleSet, via: Contact | None = None
) -> list[rules.Proposal]:
    """What the rule set would propose for people who are not contacts yet; nothing is written."""
    via_facts = proposal.via_facts(via) if via else None
    case_facts = proposal.case_facts(case)
    found = []
    for one in told:
        exposure = proposal.exposure_facts(row := Exposure(**asdict(one)), [row])
        found.append(
            rules.propose_secondary(ruleset=ruleset, exposure=exposure, contact=via_facts) if via_facts
            else rules.propose_kind(ruleset=ruleset, exposure=exposure, case=case_facts)
        )  # fmt: skip
    return found


def exposures(*, contact_id: UUID) -> QuerySet[Exposure]:
    return Exposure.objects.filter(contact_id=contact_id)


def exposures_with_basis(bases: Sequence[str]) -> QuerySet[Exposure]:
    """Exposures that are known in one of these ways, of anybody: for a condition on rows that name a contact."""
    return Exposure.objects.filter(basis__in=bases)


def all_under_measure(*, case_id: UUID) -> bool:
    """Has every close and secondary contact of the case an outcome?"""
    return not Contact.objects.filter(
        case_id=case_id, outcome=Contact.Outcome.OPEN
    ).exclude(kind__in=[Contact.Kind.CASUAL, Contact.Kind.NONE]).exists()  # fmt: skip


def excluded_with_case(*, case_id: UUID) -> QuerySet[Contact]:
    """The contacts of a case who were excluded because it was ruled out (the reason begins with its number)."""
    return Contact.objects.filter(
        case_id=case_id, outcome=Contact.Outcome.EXCLUDED, outcome_why__startswith=F("case__number")
    ).exclude(kind=Contact.Kind.NONE).select_related("person__identity").order_by("created_at", "id")  # fmt: skip
