"""The movement desk: asked on the case's page, decided by another organisation, leads named, a report read, records brought in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.city import NOON, City, build
from tests.faces.web.quarantined import get, post, set_clock, signed_in, status
from tests.stories import moving
from tests.stories.telling import open_case

from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.people import actions as people
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.movement.models import Lead, Pseudonym, RecordFile, Search

REPORT = "患者1月8日12时0分到胖东来面馆吃午餐，与同事王某一起，后到牧野市场。"


@pytest.fixture
def city(db: None, tmp_path: Any, settings: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path
    city = build()
    set_clock(city, NOON)
    return city


@pytest.fixture
def case(city: City) -> Any:
    case = open_case(city, onset_date=NOON.date())
    people.correct(person_id=case.person_id, changes={"phone": "13800000001"}, by=city.investigator, now=NOON)
    moving.two_days(city)
    return case


def asked(city: City, case: Any, **changed: Any) -> Any:
    told = {
        "purpose": "FIND_CONTACTS",
        "why": "Who ate with Chen",
        "rule": "SAME_PLACE",
        "metres": 20,
        "least_minutes": 10,
    }
    return post(city.investigator, f"movement/cases/{case.id}/", **(told | changed))


def test_from_the_case_page_to_a_contact(city: City, case: Any) -> None:
    assert f"/movement/cases/{case.id}/" in get(city.investigator, f"cases/{case.id}/")
    page = get(city.investigator, f"movement/cases/{case.id}/")
    assert "5 Jan 00:00" in page  # the window of the rule set is shown: four days before the onset
    search = Search.objects.get() if asked(city, case).status_code == 200 else None
    path = f"movement/searches/{search.id}/"
    assert "Approve the search" not in get(city.investigator, path)
    assert "Decide about an exposure search" in get(city.epidemiologist, "tasks/")
    post(city.epidemiologist, f"{path}decide/", answer="approve")
    assert "Run the approved search" in get(city.investigator, "tasks/")
    page = post(city.investigator, f"{path}run/").content.decode()
    assert "Wang" in page and "Li" in page and "Zhao" not in page
    assert "Multiplied they are the dose" in page
    wang = Lead.objects.get(place_code="noodles")
    post(city.investigator, f"{path}leads/name/", lead=[wang.id])
    contact = Contact.objects.get(case=case)
    assert (contact.kind, contact.person.identity.name) == ("UNDECIDED", "Wang")
    page = get(city.investigator, f"movement/cases/{case.id}/")
    assert "rf-hours" in page and "rf-places" in page


def test_a_refused_question_keeps_what_was_typed(city: City, case: Any) -> None:
    answer = asked(city, case, why="because", from_at="2021-12-01T00:00")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="because"' in page and "not at more" in page
    assert AuditEntry.objects.filter(action="movement.refused").count() == 1


def test_the_colleague_of_the_asker_sees_why_they_cannot_approve(city: City, case: Any) -> None:
    asked(city, case)
    path = f"movement/searches/{Search.objects.get().id}/"
    assert "Somebody of another organisation" in get(city.colleague, path)
    answer = post(city.colleague, f"{path}decide/", answer="approve")
    assert answer.status_code == 422
    assert Search.objects.get().state == "ASKED"


def test_another_areas_tracer_and_other_roles_are_kept_out(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    assert status(city.outsider, f"movement/cases/{case.id}/") == 404
    assert status(city.outsider, f"movement/searches/{search.id}/") == 404
    assert status(city.laboratory, f"movement/searches/{search.id}/") == 403
    page = get(city.oversight, f"movement/searches/{search.id}/")
    assert "Wang" not in page and "name closed" in page


def test_each_look_at_the_names_is_on_record(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    AuditEntry.objects.filter(kind="LOOK").count()
    get(city.investigator, f"movement/searches/{search.id}/")
    look = AuditEntry.objects.filter(kind="LOOK", page="movement:show").latest("id")
    wanted = set(
        Pseudonym.objects.filter(token__in=search.leads.values("token")).values_list("person_id", flat=True)
    )
    assert wanted <= set(look.persons)


def test_leads_are_dismissed_in_bulk_with_a_reason_and_taken_back(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    path, ids = f"movement/searches/{search.id}/leads/", [one.id for one in search.leads.all()]
    answer = post(city.investigator, f"{path}dismiss/", lead=ids, why="")
    assert answer.status_code == 422
    post(city.investigator, f"{path}dismiss/", lead=ids, why="masks all day")
    assert set(search.leads.values_list("state", flat=True)) == {"DISMISSED"}
    post(city.investigator, f"{path}reopen/", lead=ids[:1])
    assert search.leads.filter(state="OPEN").count() == 1


def test_oversight_replays_every_row(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    page = post(city.oversight, f"movement/searches/{search.id}/replay/").content.decode()
    assert "Every kept row came out again exactly" in page
    assert "Wang" not in page


def test_a_report_becomes_stops_one_click_each_and_what_it_does_not_say_stays_open(
    city: City, case: Any
) -> None:
    path = f"movement/cases/{case.id}/narrative/"
    answer = post(city.investigator, path, text=REPORT, year="2022")
    page = answer.content.decode()
    at = REPORT.index("胖东来面馆")
    assert f'<mark class="is-PLACE" id="s{at}"' in page
    told = answer.context["stops"]
    assert [one.open for one in told] == [False, True]
    first = {
        name: told[0].form.initial.get(name) or ""
        for name in ("place", "transport", "companions", "evidence")
    }
    sent = first | {"from_at": "2022-01-08T12:00", "to_at": "", "text": REPORT, "year": "2022"}
    page = post(city.investigator, f"{path}confirm/", **sent).content.decode()
    assert "is a stop of the investigation and of the records" in page
    assert "confirmed" in page
    stop = case.investigation.movement.get()
    assert (stop.place, stop.to_at) == ("胖东来面馆", None)  # no end was told, none is kept
    open_one = told[1].form.initial
    sent = {
        "place": open_one["place"],
        "from_at": "",
        "evidence": open_one["evidence"],
        "text": REPORT,
        "year": "2022",
    }
    answer = post(city.investigator, f"{path}confirm/", **sent)
    assert answer.status_code == 422  # no hour is made up
    assert case.investigation.movement.count() == 1


def test_a_confirmed_stop_finds_who_else_was_there(city: City) -> None:
    """Chen was never checked in; what he told is enough to find Wang."""
    case = open_case(city, onset_date=NOON.date())
    moving.bring_places(city)
    moving.bring_records(city, moving.line("13800000002", "Wang", "noodles", ago=24, minutes=60))
    path = f"movement/cases/{case.id}/narrative/confirm/"
    stop = {"place": "胖东来面馆", "from_at": "2022-01-08T12:10", "to_at": "2022-01-08T12:50"}
    post(city.investigator, path, text="", year="", **stop)
    search = moving.answered(city, case)
    assert [(one.place_code, one.minutes) for one in search.leads.all()] == [("noodles", 40)]


def test_records_are_looked_at_first_and_a_faulty_form_keeps_its_words(city: City) -> None:
    moving.bring_places(city)
    rows = "\n".join(
        [moving.HEADING, moving.line("13800000002", "Wang", "noodles", ago=3, minutes=20), ",,nowhere,,"]
    )
    told = {"holds": "RECORDS", "legal_basis": "", "expires_on": "2022-01-12", "source": "CHECK_IN"}
    client = signed_in(city.officer)
    base = "/o/xinxiang/movement/files/"
    answer = client.post(f"{base}new/", told | {"file": SimpleUploadedFile("c.csv", rows.encode())})
    assert answer.status_code == 422
    answer = client.post(f"{base}new/", told | {"legal_basis": "Law", "file": SimpleUploadedFile("c.csv", rows.encode())}, follow=True)  # fmt: skip
    page = answer.content.decode()
    assert "Looked at, not brought in" in page and "Bring these rows in" in page
    file = RecordFile.objects.get(holds="RECORDS")
    assert not Pseudonym.objects.exists()  # a look registers nobody
    refused = client.get(f"{base}{file.id}/refused.csv").content.decode()
    assert "nowhere" in refused
    client.post(f"{base}{file.id}/cancel/")
    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == ("CANCELLED", b"")


@pytest.mark.parametrize("address", ["movement/", "movement/cases/{case}/", "movement/searches/{search}/", "movement/cases/{case}/narrative/"])  # fmt: skip
def test_pages_are_chinese_for_chinese_readers(city: City, case: Any, address: str) -> None:
    search = moving.answered(city, case)
    text = get(city.investigator, address.format(case=case.id, search=search.id), "zh-hans")
    assert "接触" in text or "活动" in text
    assert "Exposure search" not in text


def test_a_search_that_lapsed_cannot_be_decided(city: City, case: Any) -> None:
    search = moving.asked(city, case)
    set_clock(city, NOON + timedelta(days=2))
    answer = post(city.epidemiologist, f"movement/searches/{search.id}/decide/", answer="approve")
    assert answer.status_code == 422
    assert "lapsed" in answer.content.decode()
