"""Every active restriction rests on valid evidence: the action refuses, the database refuses, and the check finds what fell away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ringfence.field.testing.models import Sample
from ringfence.kernel import Refused, new_id
from ringfence.measures.orders import evidence
from ringfence.measures.orders.models import Order
from ringfence.response import positive_sample
from ringfence.tracing.cases.models import Case
from ringfence.tracing.contacts.models import Contact, Exposure
from tests.city import NOON, City, build
from tests.stories.telling import approved, close_contact, meal, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def rule_out(order: Order) -> None:
    case_id = order.basis_contact.case_id if order.basis_contact else order.basis_case_id
    Case.objects.filter(id=case_id).update(classification="RULED_OUT")


def take_the_result_back(order: Order) -> None:
    sample = Sample.objects.filter(id=order.basis_case.confirming_sample_id)  # type: ignore[union-attr]
    sample.update(result="PENDING", result_at=None)


def lose_the_sample(order: Order) -> None:
    Case.objects.filter(id=order.basis_case_id).update(confirming_sample=None)


def rule_the_contact_out(order: Order) -> None:
    Contact.objects.filter(id=order.basis_contact_id).update(kind="NONE")


def classify_anew(order: Order) -> None:
    Contact.objects.filter(id=order.basis_contact_id).update(kind="CASUAL")


def only_a_check_in(order: Order) -> None:
    Exposure.objects.filter(contact_id=order.basis_contact_id).update(basis="VENUE_CHECK_IN")


def no_exposure_at_all(order: Order) -> None:
    Exposure.objects.filter(contact_id=order.basis_contact_id).delete()


def through_somebody_who_is_none(order: Order) -> None:
    own = Contact.objects.get(id=order.basis_contact_id)
    via = Contact.objects.exclude(id=own.id)
    via.update(kind="CLOSE", decided_at=NOON, decided_by_name="Wang Fang")
    Contact.objects.filter(id=own.id).update(kind="SECONDARY", via_contact=via.get())
    Order.objects.filter(id=order.id).update(contact_kind="SECONDARY")
    via.update(kind="CASUAL")


HARM = {
    "contact": [(rule_out, "case_ruled_out"), (rule_the_contact_out, "not_classified"), (classify_anew, "kind_changed"),
                (only_a_check_in, "not_exposed"), (no_exposure_at_all, "not_exposed"),
                (through_somebody_who_is_none, "through_nobody")],
    "isolation": [(rule_out, "case_ruled_out"), (take_the_result_back, "no_result"), (lose_the_sample, "no_result")],
}  # fmt: skip
ALL_HARM = [(which, *harm) for which, some in HARM.items() for harm in some]


def drafted(city: City, which: str) -> Order:
    """The order of Wang, or the isolation of Chen; Zhao is another contact, not yet classified."""
    case = open_case(city)
    order = close_contact(city, case)
    positive_sample.name_contact(
        case_id=case.id, person_id=city.person("Zhao").id, exposure=meal(), by=city.investigator, now=NOON
    )
    found = order if which == "contact" else case.orders.get()
    return Order.objects.select_related("basis_case", "basis_contact").get(id=found.id)


def codes() -> list[tuple[str, ...]]:
    return [one.codes for one in evidence.violations(evidence.unfounded())]


@pytest.mark.parametrize(("which", "harm", "code"), ALL_HARM)
def test_evidence_that_falls_away_is_found(city: City, which: str, harm: Any, code: str) -> None:
    order = approved(city, drafted(city, which))
    assert codes() == []
    harm(Order.objects.select_related("basis_case", "basis_contact").get(id=order.id))
    assert codes() == [(code,)]


@pytest.mark.parametrize(("which", "harm", "code"), ALL_HARM)
def test_the_action_refuses_what_the_check_would_find(city: City, which: str, harm: Any, code: str) -> None:
    order = drafted(city, which)
    harm(order)
    with pytest.raises(Refused) as refusal:
        approved(city, order)
    assert evidence.FAULTS[code][1] in refusal.value.reasons
    assert Order.objects.get(id=order.id).state == "DRAFT"


@pytest.mark.parametrize(("which", "harm", "code"), ALL_HARM)
def test_the_database_refuses_what_the_check_would_find(city: City, which: str, harm: Any, code: str) -> None:
    order = drafted(city, which)
    harm(order)
    with pytest.raises(IntegrityError, match="rests on valid evidence"), transaction.atomic():
        put_in_force(city, order)
    assert evidence.FAULTS[code][1] in evidence.faults_of(order_id=order.id, signed=False)


def put_in_force(city: City, order: Order, **told: Any) -> None:
    """Past every action, as an import, a console or a program of somebody else would."""
    signed = {
        "approved_by_id": city.epidemiologist.id,
        "approved_organisation_id": city.epidemiologist.organisation_id,
    }
    Order.objects.filter(id=order.id).update(state="IN_FORCE", approved_at=NOON, **signed | told)


def test_the_database_lets_a_sound_order_pass(city: City) -> None:
    put_in_force(city, drafted(city, "contact"))
    assert codes() == []


@pytest.mark.parametrize("which", ["contact", "isolation"])
def test_the_evidence_of_one_person_restricts_nobody_else(city: City, which: str) -> None:
    order = drafted(city, which)
    zhao = city.person("Zhao the second")
    with pytest.raises(IntegrityError, match="valid evidence"), transaction.atomic():
        put_in_force(city, order, person_id=zhao.id)
    approved(city, order)
    with pytest.raises(IntegrityError, match="valid evidence"), transaction.atomic():
        Order.objects.filter(id=order.id).update(person_id=zhao.id)


def test_an_order_written_straight_into_the_table_is_refused(city: City) -> None:
    order = drafted(city, "contact")
    Order.objects.filter(id=order.id).update(
        state="REJECTED", closed_at=NOON, closed_by_name="Wang Fang", closing_reasons=["Not needed."]
    )
    rule_the_contact_out(order)
    with (
        pytest.raises(IntegrityError, match="valid evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into orders_order select (jsonb_populate_record(o, jsonb_build_object('id', %s, 'number', 'X', "
            "'state', 'IN_FORCE', 'approved_at', %s, 'approved_by_id', %s, 'approved_organisation_id', %s))).* "
            "from orders_order o where id = %s",
            [str(new_id()), (NOON + timedelta(hours=1)).isoformat(), str(city.epidemiologist.id),
             str(city.epidemiologist.organisation_id), order.id],
        )  # fmt: skip


def test_what_ended_is_not_a_violation(city: City) -> None:
    order = approved(city, drafted(city, "contact"))
    rule_out(Order.objects.select_related("basis_contact").get(id=order.id))
    positive_sample.lift_order(order_id=order.id, why="Ruled out.", by=city.epidemiologist, now=NOON)
    assert codes() == []
