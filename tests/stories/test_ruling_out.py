"""A case turns out to be none: whoever was restricted only because of it is free at once; the others are counted again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Asked
from ringfence.field.testing.models import Sample
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.measures.orders.models import Order
from ringfence.response import clock, positive_sample, ruling_out
from ringfence.tracing.cases.models import Case
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock
from tests.stories.telling import approved, arrived, close_contact, meal, open_case

pytestmark = pytest.mark.django_db

WHY = "Two samples of two laboratories were negative."
LATER = NOON + hours(5)


@pytest.fixture
def city() -> City:
    city = build(rooms=4)
    set_clock(city, LATER)
    return city


def rule_out(city: City, case: Any, why: str = WHY) -> ruling_out.Consequences:
    return ruling_out.rule_out(case_id=case.id, why=why, by=city.investigator, now=LATER)


def pending(order: Any) -> int:
    return Sample.objects.filter(person_id=order.person_id, taken_at=None, cancelled_at=None).count()


def test_the_isolation_ends_and_the_only_contact_is_free_with_room_samples_and_way_home(city: City) -> None:
    case = open_case(city)
    approved(city, case.orders.get())
    order = approved(city, close_contact(city, case))
    stay = arrived(city, order)
    assert pending(order) > 0
    rule_out(city, case)
    order.refresh_from_db()
    stay.refresh_from_db()
    isolation = case.orders.get()
    assert (order.state, isolation.state, stay.state) == ("RELEASED", "RELEASED", "ENDED")
    assert "the only ground of this order" in str(order.closing_reasons)
    assert pending(order) == 0
    assert order.transfers.filter(kind="HOME", state="REQUESTED").exists()
    assert isolation.transfers.get(kind="TO_HOSPITAL").state == "CANCELLED"
    contact = Contact.objects.get(case=case)
    assert contact.outcome == "EXCLUDED" and WHY in contact.outcome_why
    assert Case.objects.get(id=case.id).classification == "RULED_OUT"


def test_who_met_another_case_stays_and_is_counted_from_what_remains(city: City) -> None:
    wrong, right = open_case(city, "Chen"), open_case(city, "Zhao")
    order = approved(city, close_contact(city, wrong, "Wang", meal(1)))
    close_again = positive_sample.name_contact(
        case_id=right.id, person_id=order.person_id, exposure=meal(3), by=city.investigator, now=NOON
    )
    positive_sample.classify_contact(
        contact_id=close_again.id, kind="CLOSE", why="", by=city.investigator, now=NOON
    )
    before = order.ends_at
    shown = ruling_out.preview(case_id=wrong.id, now=LATER)
    assert [one.left.change for one in shown.affected] == ["SHORTER"]
    rule_out(city, wrong)
    order.refresh_from_db()
    assert order.state == "IN_FORCE" and order.basis_contact_id == close_again.id
    assert before - order.ends_at == timedelta(days=2)
    assert order.stays.get().state == "RESERVED"
    assert Contact.objects.get(id=close_again.id).outcome == "MANAGED"


def test_a_roommate_is_counted_back_when_the_positive_in_the_room_was_none(city: City) -> None:
    source = open_case(city)
    order = approved(city, close_contact(city, source))
    stay = arrived(city, order)
    mate = open_case(city, "Mate")
    before = order.ends_at
    positive_sample.roommate_positive(
        stay_id=stay.id,
        case_id=mate.id,
        exposed_until=NOON + hours(4),
        by=city.laboratory,
        now=NOON + hours(4),
    )
    order.refresh_from_db()
    assert order.ends_at > before
    rule_out(city, mate)
    order.refresh_from_db()
    assert order.ends_at == before and order.state == "IN_FORCE"
    assert stay.period is None or order.stays.get().state == "STARTED"


def test_a_draft_that_nobody_signed_is_withdrawn(city: City) -> None:
    case = open_case(city)
    draft = close_contact(city, case)
    rule_out(city, case)
    assert set(Order.objects.values_list("state", flat=True)) == {"WITHDRAWN"}
    assert not draft.stays.exists()


def test_a_contact_who_had_become_a_case_is_a_contact_again(city: City) -> None:
    source = open_case(city)
    order = approved(city, close_contact(city, source))
    sample = city.sample(order.person, code="W1", taken_at=NOON)
    became = positive_sample.receive_positive(
        sample_id=sample.id, result=result_at(NOON + hours(1)), by=city.laboratory, now=NOON + hours(1)
    )
    shown = ruling_out.preview(case_id=became.id, now=LATER)
    assert shown.contact_again
    rule_out(city, became)
    assert Contact.objects.get(case=source, person=order.person).outcome == "OPEN"


def result_at(at: Any) -> Any:
    from tests.stories.telling import positive

    return positive(at)


def test_told_twice_it_happens_once_and_without_a_sentence_not_at_all(city: City) -> None:
    case = open_case(city)
    close_contact(city, case)
    with pytest.raises(Refused, match="Say why"):
        rule_out(city, case, why="  ")
    assert Order.objects.filter(state="DRAFT").count() == 2
    rule_out(city, case)
    rule_out(city, case, why="again")
    assert case.rulings.count() == 1


def test_who_may_not_correct_a_case_does_not_rule_it_out(city: City) -> None:
    case = open_case(city)
    for who, refused in ((city.nurse, NotPermitted), (city.outsider, NotFound), (city.command, NotPermitted)):
        with pytest.raises(refused):
            ruling_out.rule_out(case_id=case.id, why=WHY, by=who, now=LATER)


def test_ruling_out_in_passing_is_refused_when_somebody_depends_on_the_case(city: City) -> None:
    case = open_case(city)
    told = {"classification": "RULED_OUT"}
    with pytest.raises(Refused, match=case.number):
        ruling_out.correct(case_id=case.id, changes=told, by=city.investigator, now=LATER)
    with pytest.raises(Refused, match=case.number):
        ruling_out.classify_many(case_ids=[case.id], by=city.investigator, now=LATER, **told)


def test_the_clock_frees_whoever_a_line_list_left_behind(city: City) -> None:
    case = open_case(city)
    order = approved(city, close_contact(city, case))
    Case.objects.filter(id=case.id).update(classification="RULED_OUT")  # as an import writes it
    counted = clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=LATER)
    order.refresh_from_db()
    assert counted["ruled_out"] == 1 and order.state == "RELEASED"
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=LATER)["ruled_out"] == 0


def test_the_page_shows_who_is_affected_before_and_after_and_the_desk_tells_them(city: City) -> None:
    case = open_case(city)
    order = approved(city, close_contact(city, case, "王小芳"))
    path = f"cases/{case.id}/rule-out/"
    page = get(city.investigator, path)
    assert "王小芳" in page and order.number in page and "you are free at once" in page
    order.refresh_from_db()
    assert order.state == "IN_FORCE"  # looking changes nothing
    assert post(city.investigator, path, why="").status_code == 422
    assert "is ruled out" in post(city.investigator, path, why=WHY).content.decode()
    asked = Asked(by=city.investigator, outbreak_id=city.outbreak.id, now=LATER + hours(1),
                  ruleset=rulesets.get(city.outbreak.ruleset_id))  # fmt: skip
    (item,) = inbox.work(asked=asked)
    assert (item.kind, item.count) == ("RULED_OUT", 1)  # and neither milestones nor contacts press any more
    assert "Everybody was told: Investigator" in post(city.investigator, f"{path}told/").content.decode()
    assert inbox.work(asked=asked) == []


def test_the_correction_form_keeps_what_else_was_typed_and_leads_to_the_ruling(city: City) -> None:
    case = open_case(city)
    told = {"classification": "RULED_OUT", "severity": "MILD", "origin": "LOCAL", "found_by": "FEVER_CLINIC",
            "outcome": "ONGOING", "notes": "laboratory called"}  # fmt: skip
    page = post(city.investigator, f"cases/{case.id}/correct/", **told).content.decode()
    assert "The other corrections are kept" in page and "Why this is no case" in page
    case.refresh_from_db()
    assert (case.severity, case.classification, case.notes) == ("MILD", "PRESUMPTIVE", "laboratory called")
