"""The page of sources: weights beside chance, "unknown" always there; the harm of the legacy rule before the decision."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import NOON, City, build
from tests.faces.web.quarantined import get, post, set_clock, status
from tests.stories import moving
from tests.stories.telling import open_case
from tests.stories.test_finding_the_source import CROWD, PHONES

from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.people import actions as people
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.movement.models import Lead, Search


@pytest.fixture
def city(db: None, tmp_path: Any, settings: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path
    city = build()
    set_clock(city, NOON)
    return city


@pytest.fixture
def cluster(city: City) -> list[Any]:
    """Three cases who ate noodles together and went to the market like everybody."""
    cases = [open_case(city, name, onset_date=NOON.date()) for name in PHONES]
    for name, case in zip(PHONES, cases, strict=True):
        people.correct(
            person_id=case.person_id, changes={"phone": PHONES[name]}, by=city.investigator, now=NOON
        )
    moving.bring_places(city)
    rows = [
        moving.line(PHONES[name], name, place, ago=ago, minutes=40)
        for name in PHONES
        for place, ago in (("noodles", 120), ("market", 96))
    ]
    rows += [
        moving.line(f"1390000000{at:02}", f"Guest{at}", place, ago=ago, minutes=20)
        for at in range(CROWD)
        for place, ago in (("market", 96), ("office", 120))
    ]
    moving.bring_records(city, *rows)
    return cases


def test_the_page_ranks_places_beside_chance_and_unknown_and_names_nobody(
    city: City, cluster: list[Any]
) -> None:
    assert "No answered search for a source yet" in get(city.investigator, "movement/sources/")
    for case in cluster:
        moving.answered(city, case, purpose="FIND_SOURCE", why="Where the three were infected")
    page = get(city.investigator, "movement/sources/")
    assert page.index("胖东来面馆") < page.index("牧野市场")
    for sentence in (
        "Unknown: none of these places",
        "By chance",
        "Who may have infected whom",
        "rf-hours",
        "rf-places",
        "XX-0001",
    ):
        assert sentence in page
    assert "Chen" not in page and "Wang" not in page
    assert "rf-hours" in get(
        city.investigator, "movement/sources/?pathogen=omicron&case=XX-0001&case=XX-0002"
    )
    assert "at least two cases" in get(city.investigator, "movement/sources/?case=XX-0001&pathogen=plague")
    look = AuditEntry.objects.filter(kind="LOOK", page="movement:sources").latest("id")
    assert {one.person_id for one in cluster} >= set(look.persons) != set()
    assert status(city.laboratory, "movement/sources/") == 403
    assert "XX-0001" not in get(city.outsider, "movement/sources/")


def test_the_second_person_sees_the_harm_and_the_answer_is_an_offer(city: City, cluster: list[Any]) -> None:
    told = {
        "purpose": "FIND_CONTACTS",
        "why": "What the old rule would do",
        "rule": "COMPANION",
        "metres": 20,
        "least_minutes": 10,
    }
    post(city.investigator, f"movement/cases/{cluster[0].id}/", **told)
    search = Search.objects.get()
    path = f"movement/searches/{search.id}/"
    page = get(city.epidemiologist, path)
    assert "People flagged for one expected infection" in page and "450,000" in page
    post(city.epidemiologist, f"{path}decide/", answer="approve")
    page = post(city.investigator, f"{path}run/").content.decode()
    assert "A voluntary test was offered" in page and "Name as contacts" not in page
    lead = Lead.objects.filter(search=search).earliest("rank")
    assert post(city.investigator, f"{path}leads/name/", lead=[lead.id]).status_code == 422
    post(city.investigator, f"{path}leads/offer/", lead=[lead.id])
    lead.refresh_from_db()
    assert lead.state == "OFFERED" and not Contact.objects.exists()


def test_a_second_ring_is_asked_for_on_the_page_and_a_wide_one_is_refused(
    city: City, cluster: list[Any]
) -> None:
    told = {
        "purpose": "FIND_CONTACTS",
        "why": "Who was with those exposed",
        "rule": "SAME_PLACE",
        "metres": 20,
        "least_minutes": 10,
        "ring": 2,
    }
    path = f"movement/cases/{cluster[0].id}/"
    answer = post(city.investigator, path, **told, first_top=10, first_least_dose=0)
    assert answer.status_code == 422 and "sharing a place alone is refused" in answer.content.decode()
    post(city.investigator, path, **told, first_top=10, first_least_dose=2)
    search = Search.objects.get()
    assert (search.ring, search.first_top, search.first_least_dose) == (2, 10, 2.0)
    assert "behind the household and the first 10" in get(
        city.epidemiologist, f"movement/searches/{search.id}/"
    )
