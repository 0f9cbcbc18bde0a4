"""When a contact turns out positive: the case is linked to its source, the quarantine gives way to isolation."""

from __future__ import annotations

from datetime import datetime

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import actions as transfers
from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.measures.orders import actions as orders
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.contacts import actions as contacts
from ringfence.tracing.contacts import queries as contact_register

from . import arrangements, waiting


def contact_became_case(case: cases.Case, *, by: Actor, now: datetime) -> None:
    """Do everything that follows when somebody who was a contact is now a case. Nothing, if they were not."""
    known = list(contact_register.of_person(person_id=case.person_id, outbreak_id=case.outbreak_id))
    for contact in known:
        _link_to_source(case, contact, by=by, now=now)
        contacts.note_outcome(contact_id=contact.id, outcome="BECAME_CASE", why=case.number, by=by, now=now)
    order = orders.become_case(
        person_id=case.person_id, outbreak_id=case.outbreak_id, case_number=case.number, by=by, now=now
    )
    if order is None:
        return
    stay = stays.stay_of_order(order_id=order.id)
    if stay is not None:
        _warn_roommates(stay, case, by=by, now=now)
    if (
        stay is not None and stay.state != "STARTED"
    ):  # who is in the room stays there until the ambulance comes
        quarantine.cancel_stay(order_id=order.id, why=f"case {case.number}", by=by, now=now)
        waiting.move_up(outbreak_id=case.outbreak_id, by=by, now=now)
    quarantine.drop_move(order_id=order.id, why=f"case {case.number}", by=by, now=now)
    transfers.cancel_for_order(order_id=order.id, why=f"case {case.number}", by=by, now=now)
    testing.cancel_scheduled(
        outbreak_id=case.outbreak_id, person_id=case.person_id, why=f"case {case.number}", by=by, now=now
    )


def _link_to_source(case: cases.Case, contact: contacts.Contact, *, by: Actor, now: datetime) -> None:
    """A documented exposure points from the known case to the new one: probable and directed."""
    exposures = "; ".join(
        f"{one.get_setting_display()} {one.place} {one.first_at:%Y-%m-%d} - {one.last_at:%Y-%m-%d}".strip()
        for one in contact.exposures.all()
    )
    source = cases.SourceNamed(
        source_kind="CASE", source_case_id=contact.case_id, relation=contact.relation, grade="PROBABLE", directed=True,
        evidence=exposures,
    )  # fmt: skip
    cases.link_to_source(case=case, source=source, by=by, now=now)


def _warn_roommates(stay: stays.Stay, case: cases.Case, *, by: Actor, now: datetime) -> None:
    for mate in stays.roommates(stay_id=stay.id):
        arrangements.count_again(
            stay_id=mate.id,
            exposed_until=now,
            what="ROOM_MATE_POSITIVE",
            case_id=case.id,
            by=by,
            now=now,
        )
