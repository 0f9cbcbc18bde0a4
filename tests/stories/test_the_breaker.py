"""Too many restrictions for the cases behind them: held, alarmed, reviewed by somebody who had no part in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ringfence.field.testing.models import Sample
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import Refused
from ringfence.measures.orders import hold_queries
from ringfence.measures.orders.models import Hold, Order
from ringfence.response import batches, contact_list, positive_sample
from ringfence.tracing.cases.models import Case
from tests.city import NOON, TOWNSHIP, City, build, hours
from tests.stories.telling import close_contact, meal, open_case

pytestmark = pytest.mark.django_db
EXPLAINED = 30  # by one case: approval.review_orders_per_case


@pytest.fixture
def city() -> City:
    return build(rooms=0)


def guests(city: City, case: Any, count: int, *, by: Any = None, now: datetime = NOON) -> list[Order]:
    """So many people sat at the case's table and are classified together; returns all drafts of the outbreak."""
    listed = [
        contact_list.Listed(
            person=contact_list.people.PersonFacts(name=f"Guest {n}", area_code=TOWNSHIP), exposure=meal()
        )
        for n in range(count)
    ]
    contact_list.name_list(case_id=case.id, listed=listed, accept=True, by=by or city.investigator, now=now)
    return list(Order.objects.filter(outbreak=city.outbreak, kind="FACILITY_QUARANTINE").order_by("number"))


def alarm_kinds() -> list[str]:
    return list(Alarm.objects.order_by("raised_at", "id").values_list("kind", flat=True))


def held(city: City) -> Hold:
    guests(city, open_case(city), EXPLAINED + 1)
    return Hold.objects.get()


def test_what_a_case_explains_goes_on(city: City) -> None:
    orders = guests(city, open_case(city), EXPLAINED)
    assert len(orders) == EXPLAINED
    assert Hold.objects.count() == 0
    assert alarm_kinds() == []


def test_one_too_many_holds_the_whole_batch(city: City) -> None:
    hold = held(city)
    assert hold.cause == "PROPOSER"
    assert Order.objects.filter(hold=hold, state="DRAFT").count() == EXPLAINED + 1
    assert (hold.counted, hold.most, hold.cases) == (EXPLAINED + 1, EXPLAINED, 1)
    assert alarm_kinds() == ["BATCH_HELD"]
    assert AuditEntry.objects.filter(action="hold.begin", subject_id=str(hold.id)).count() == 1
    assert AuditEntry.objects.filter(action="order.hold").count() == EXPLAINED + 1


def test_two_cases_explain_more_than_one(city: City) -> None:
    guests(city, open_case(city), 25)
    guests(city, open_case(city, "Zhou"), 25)
    assert Hold.objects.count() == 0


def test_an_hour_later_the_count_begins_anew(city: City) -> None:
    case = open_case(city)
    guests(city, case, EXPLAINED)
    guests(city, case, EXPLAINED, now=NOON + hours(1))
    assert Hold.objects.count() == 0


def test_the_same_person_goes_on_and_it_joins_the_batch(city: City) -> None:
    hold = held(city)
    guests(city, Case.objects.get(), 5, now=NOON + timedelta(minutes=20))
    hold.refresh_from_db()
    assert hold.orders.count() == EXPLAINED + 6
    assert alarm_kinds() == ["BATCH_HELD"]


def test_what_one_person_has_in_hold_stops_nobody_else(city: City) -> None:
    held(city)
    case = open_case(city, "Zhou")
    city.colleague.roles_held.create(role="INVESTIGATOR", area_code="4107")
    guests(city, case, 10, by=city.colleague)
    assert Order.objects.filter(drafted_by_id=city.colleague.id, hold=None).count() == 10


def test_nothing_that_is_held_comes_into_force(city: City) -> None:
    order = held(city).orders.first()
    with pytest.raises(Refused, match="independent reviewer"):
        positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)
    assert Order.objects.get(id=order.id).state == "DRAFT"
    assert alarm_kinds() == ["BATCH_HELD", "STILL_HELD"]


def signed(city: City) -> dict[str, Any]:
    return {"state": "IN_FORCE", "approved_at": NOON, "approved_by_id": city.epidemiologist.id,
            "approved_organisation_id": city.epidemiologist.organisation_id}  # fmt: skip


def test_the_database_keeps_what_is_held_from_coming_into_force(city: City) -> None:
    hold = held(city)
    with pytest.raises(IntegrityError, match="held order restricts nobody"), transaction.atomic():
        hold.orders.update(**signed(city))
    with pytest.raises(IntegrityError, match="never taken off"), transaction.atomic():
        hold.orders.update(hold=None)
    with pytest.raises(IntegrityError, match="never taken off"), transaction.atomic():
        hold.orders.update(hold=None, **signed(city))


@pytest.mark.parametrize("who", ["investigator", "colleague", "command", "oversight", "epidemiologist"])
def test_the_database_lets_only_an_independent_reviewer_open(city: City, who: str) -> None:
    hold, user = held(city), getattr(city, who)
    decided = {"state": "OPENED", "decided_at": NOON, "decided_by_id": user.id, "why": "Let it pass.",
               "decided_by_name": str(user), "decided_organisation_id": user.organisation_id}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(id=hold.id).update(**decided)


def test_a_hold_is_neither_forgotten_nor_made_up_as_opened(city: City) -> None:
    hold = held(city)
    with pytest.raises(Exception, match="delete"), transaction.atomic():
        Hold.objects.filter(id=hold.id)._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(id=hold.id).update(persons=[])


def test_a_reviewer_opens_and_the_second_signature_follows(city: City) -> None:
    hold = held(city)
    batches.review(hold_id=hold.id, opened=True, why="A wedding with 31 guests.", by=city.reviewer, now=NOON)
    order = hold.orders.first()
    done = positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)
    assert done.state == "IN_FORCE"
    alarm = Alarm.objects.get()
    assert (alarm.state, alarm.answered_by_id) == ("ANSWERED", city.reviewer.id)
    assert "A wedding" in alarm.answer
    guests(city, Case.objects.get(), 5, now=NOON + timedelta(minutes=10))
    assert Hold.objects.count() == 1  # what was reviewed counts no more


def test_a_reviewer_breaks_it_and_nobody_is_restricted(city: City) -> None:
    hold = held(city)
    batches.review(hold_id=hold.id, opened=False, why="These people met nobody.", by=city.reviewer, now=NOON)
    assert set(hold.orders.values_list("state", flat=True)) == {"WITHDRAWN"}
    assert "met nobody" in str(hold.orders.first().closing_reasons)
    with pytest.raises(Refused, match="was decided by"):
        batches.review(hold_id=hold.id, opened=True, why="No.", by=city.reviewer, now=NOON)


def test_a_decision_needs_reasons(city: City) -> None:
    with pytest.raises(Refused, match="Say why"):
        batches.review(hold_id=held(city).id, opened=True, why="  ", by=city.reviewer, now=NOON)


@pytest.mark.parametrize(("who", "kind"), [
    ("investigator", "NOT_INDEPENDENT"), ("colleague", "NOT_INDEPENDENT"), ("command", "NOT_INDEPENDENT"),
])  # fmt: skip
def test_who_had_a_part_reviews_nothing_even_with_the_role(city: City, who: str, kind: str) -> None:
    hold, user = held(city), getattr(city, who)
    user.roles_held.create(role="REVIEWER", area_code="4107")
    with pytest.raises(Refused):
        batches.review(hold_id=hold.id, opened=True, why="It is fine.", by=user, now=NOON)
    assert alarm_kinds()[-1] == kind
    assert Hold.objects.get().state == "HELD"


def test_many_approvals_of_one_person_are_held_before_any_takes_effect(city: City) -> None:
    case = open_case(city)
    ids = [one.id for one in guests(city, case, EXPLAINED)]
    ids += [one.id for one in guests(city, case, EXPLAINED, now=NOON + hours(2)) if one.id not in ids]
    done = batches.approve_batch(order_ids=ids, by=city.epidemiologist, now=NOON + hours(2))
    assert not any(one.order for one in done)
    assert Order.objects.filter(state="IN_FORCE").count() == 0
    hold = Hold.objects.get()
    assert (hold.step, hold.asked_by_id) == ("APPROVAL", city.epidemiologist.id)
    assert set(hold.organisations) == {city.epidemiologist.organisation_id, city.investigator.organisation_id}


def test_approved_one_by_one_the_first_too_many_is_held(city: City) -> None:
    case = open_case(city)
    guests(city, case, EXPLAINED)
    orders = guests(city, case, 1, now=NOON + hours(2))
    done = [
        positive_sample.approve_order(order_id=one.id, by=city.epidemiologist, now=NOON + hours(2))
        for one in orders
    ]
    assert [one.state for one in done] == ["IN_FORCE"] * EXPLAINED + ["DRAFT"]
    assert done[-1].hold is not None


def test_a_case_that_no_laboratory_found_explains_nothing(city: City) -> None:
    case = open_case(city)
    Case.objects.filter(id=case.id).update(confirming_sample=None)
    order = close_contact(city, case)
    assert Hold.objects.get().cause == "NO_CASE"
    batches.review(hold_id=order.hold_id or Hold.objects.get().id, opened=True, why="Notified by Anyang.",
                   by=city.reviewer, now=NOON)  # fmt: skip
    close_contact(city, case, "Zhao")
    assert Hold.objects.count() == 1  # a reviewer has seen this case


def test_a_result_taken_back_holds_what_rests_on_it(city: City) -> None:
    case = open_case(city)
    order = close_contact(city, case)
    Sample.objects.filter(id=case.confirming_sample_id).update(result="PENDING", result_at=None)
    done = positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON)
    assert done.state == "DRAFT"
    assert Hold.objects.get().step == "APPROVAL"


def test_the_spread_names_places_times_and_cases_and_no_person(city: City) -> None:
    spread = hold_queries.spread(hold_id=held(city).id)
    assert spread.by_place == ((TOWNSHIP, EXPLAINED + 1),)
    assert spread.by_case == ((Case.objects.get().number, EXPLAINED + 1),)
    assert spread.by_state == {"DRAFT": EXPLAINED + 1}
