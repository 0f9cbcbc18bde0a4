"""Reading a whole case, and merging it into one timeline."""

from __future__ import annotations

from datetime import datetime

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.field.testing import at_home
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Actor, Permission, may
from ringfence.ground.audit import queries as audit
from ringfence.measures.orders import queries as orders
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations

from . import care, contact_events, investigation_events, laboratory, measures, record
from .events import Event
from .file import CaseFile

MOST_RECORDS = 2000  # of one case; a timeline with more is read in the audit


def case_file(*, case: cases.Case, by: Actor) -> CaseFile:
    """Everything of a case that the reader has been shown to be allowed to see (`cases.case`).

    Who reads cases but neither people nor their trips and tests (a reviewer) gets the sample that the case rests on alone.
    """
    investigation = investigations.of_case(case_id=case.id)
    investigation_id = investigation.id if investigation else case.id
    person = {"person_id": case.person_id, "outbreak_id": case.outbreak_id}
    own_orders = list(orders.of_person(**person).prefetch_related("stages"))
    named = list(contacts.of_case(case_id=case.id))
    samples, trips = testing.of_person(**person), transfers.of_person(**person)
    if not _reads(Permission.SAMPLE_READ, case=case, by=by):
        samples = samples.filter(id__in=[one for one in [case.confirming_sample_id] if one is not None])
    if not _reads(Permission.TRANSFER_READ, case=case, by=by):
        trips = trips.none()
    met = orders.of_people(person_ids=[one.person_id for one in named], outbreak_id=case.outbreak_id)
    return CaseFile(
        case=case, investigation=investigation,
        milestones=list(investigations.milestones(investigation_id=investigation_id)),
        stops=list(investigations.stops_of_clock(investigation_id=investigation_id)),
        blocks=investigations.form(investigation_id=investigation_id),
        movement=list(investigations.movement(investigation_id=investigation_id)),
        samples=list(samples.select_related("laboratory")),
        contacts=named,
        contact_orders=list(met), orders=own_orders,
        transfers=list(trips), stays=list(quarantine.stays_of_person(**person)),
        home_visits=list(at_home.visits_of_person(**person).filter(sample__in=samples)),
        checks=list(quarantine.checks_of_person(**person)), links=list(cases.links_of(case_id=case.id)),
        mentions=list(cases.mentions_of(case_id=case.id)),
        record=list(audit.of_subjects(pairs={
            "case": [str(case.id)], "person": [str(case.person_id)], "order": [str(one.id) for one in own_orders],
        })[:MOST_RECORDS]),
    )  # fmt: skip


def _reads(permission: Permission, *, case: cases.Case, by: Actor) -> bool:
    """Whoever reads a person reads what holds for them."""
    return any(may(by, one, area_code=case.area_id) for one in (Permission.PERSON_READ, permission))


def isolation_of(*, case: cases.Case) -> orders.Order | None:
    """The isolation in force of a case, if any."""
    found = orders.of_person(person_id=case.person_id, outbreak_id=case.outbreak_id)
    return found.filter(kind="ISOLATION", state="IN_FORCE", basis_case_id=case.id).first()


def events(*, file: CaseFile, now: datetime) -> list[Event]:
    """Everything that happened with a case, the newest first. Reads nothing: the file holds it all."""
    told = [
        *laboratory.events(file),
        *investigation_events.events(file, now=now),
        *contact_events.events(file),
        *measures.events(file),
        *care.events(file),
        *record.events(file),
    ]
    return sorted(told, key=lambda event: event.at, reverse=True)
