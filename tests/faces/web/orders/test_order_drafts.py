"""Drafting by hand: milder and shorter is allowed and stays so; stricter is refused with the rule's sentence."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock
from tests.stories.telling import approved, arrived, close_contact, meal, open_case

from ringfence.response import positive_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def draft(city: City) -> Any:
    set_clock(city, NOON + hours(1))
    return close_contact(city, open_case(city), "王芳")


def test_a_draft_is_made_milder_and_the_first_one_is_withdrawn(city: City, draft: Any) -> None:
    page = post(
        city.investigator, f"orders/{draft.id}/milder/", kind="HOME_QUARANTINE", why="has a flat alone"
    ).content.decode()
    assert "waits for approval" in page
    draft.refresh_from_db()
    assert draft.state == "WITHDRAWN"
    milder = draft.person.orders.get(state="DRAFT")
    assert milder.kind == "HOME_QUARANTINE" and milder.ends_at == draft.ends_at


def test_a_milder_order_stays_mild_when_it_begins(city: City, draft: Any) -> None:
    post(city.investigator, f"orders/{draft.id}/milder/", kind="HOME_QUARANTINE", why="has a flat alone")
    order = approved(city, draft.person.orders.get(state="DRAFT"))
    assert list(order.stages.values_list("kind", flat=True)) == ["HOME_QUARANTINE", "HOME_HEALTH_MONITORING"]
    stay = order.stays.get()
    assert stay.at_home and stay.room is None
    assert not order.person.samples.exclude(surface="").exists()  # no room, no surfaces of a room


def test_a_new_exposure_moves_the_end_but_not_the_place(city: City, draft: Any) -> None:
    post(city.investigator, f"orders/{draft.id}/milder/", kind="HOME_QUARANTINE", why="has a flat alone")
    order = approved(city, draft.person.orders.get(state="DRAFT"))
    contact = order.basis_contact
    positive_sample.name_contact(
        case_id=contact.case_id,
        person_id=contact.person_id,
        exposure=meal(0),
        by=city.investigator,
        now=NOON + hours(2),
    )
    before = order.ends_at
    order.refresh_from_db()
    assert order.ends_at > before
    assert order.stages.order_by("position").first().kind == "HOME_QUARANTINE"


def test_a_shorter_order_keeps_its_end_and_loses_the_tests_after_it(city: City, draft: Any) -> None:
    post(
        city.investigator,
        f"orders/{draft.id}/milder/",
        kind="FACILITY_QUARANTINE",
        ends_on="2022-01-15",
        why="vaccinated three times",
    )
    order = approved(city, draft.person.orders.get(state="DRAFT"))
    arrived(city, order)
    stage = order.stages.get()
    assert stage.ends_on.isoformat() == "2022-01-15"
    assert max(test["due_on"] for test in stage.tests) <= "2022-01-15"


@pytest.mark.parametrize(("told", "sentence"), [
    ({"kind": "FACILITY_QUARANTINE", "ends_on": "2022-01-25"}, "times may not be extended"),
    ({"kind": "HOME_QUARANTINE", "ends_on": "2022-02-01"}, "times may not be extended"),
    ({"kind": "FACILITY_QUARANTINE", "ends_on": "2022-01-08"}, "would end before it begins"),
])  # fmt: skip
def test_stricter_or_senseless_is_refused_and_the_first_draft_stays(
    city: City, draft: Any, told: dict[str, str], sentence: str
) -> None:
    answer = post(
        city.investigator, f"orders/{draft.id}/milder/", why="by request of the head of the town", **told
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page and "by request of the head of the town" in page and told["ends_on"] in page
    draft.refresh_from_db()
    assert draft.state == "DRAFT"


def test_isolation_is_not_offered_to_a_contact(city: City, draft: Any) -> None:
    assert post(city.investigator, f"orders/{draft.id}/milder/", kind="ISOLATION", why="x").status_code == 422
    assert 'value="ISOLATION"' not in get(city.investigator, f"orders/{draft.id}/milder/")


def test_nobody_gets_a_second_order(city: City, draft: Any) -> None:
    answer = post(
        city.investigator, f"orders/contact/{draft.basis_contact_id}/draft/", kind="HOME_QUARANTINE"
    )
    assert answer.status_code == 422
    assert f"already has order {draft.number}" in answer.content.decode()


def test_an_unclassified_contact_is_classified_first(city: City, draft: Any) -> None:
    contact = positive_sample.name_contact(
        case_id=draft.basis_contact.case_id,
        person_id=city.person("Zhao").id,
        exposure=meal(),
        by=city.investigator,
        now=NOON,
    )
    assert "Decide first what kind of contact this is." in get(
        city.investigator, f"orders/contact/{contact.id}/draft/"
    )


def test_who_may_not_draft_is_refused(city: City, draft: Any) -> None:
    for other in (city.nurse, city.epidemiologist, city.command):
        assert post(other, f"orders/{draft.id}/milder/", kind="HOME_QUARANTINE", why="x").status_code == 403
