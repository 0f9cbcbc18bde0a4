"""Wang is ill in another county and nobody there answers: an investigator reads him in an emergency, before all eyes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from ringfence.faces import clock
from ringfence.faces.citizen import record, words
from ringfence.ground.access import actions as access
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit import queries as audit
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotFound, NotPermitted, Refused, city_date
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.emergencies import queries as openings
from ringfence.registry.emergencies.models import Opening
from ringfence.response import emergency
from tests.city import City, build
from tests.faces.web.quarantined import get, post, signed_in, status
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
NOW = clock.real_now()
WHY = "He is unconscious in our hospital; the doctor needs his guardian."
LASTS = timedelta(hours=3)


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Any:
    return open_case(city, "Wang")


def begin(city: City, number: str, by: Any = None, why: str = WHY, at: Any = NOW) -> Opening:
    return emergency.begin(
        number=number, why=why, outbreak_id=city.outbreak.id, by=by or city.outsider, now=at
    )


def see(city: City, opening: Opening, by: Any = None, at: Any = NOW) -> emergency.Seen:
    return emergency.see(
        opening_id=opening.id, outbreak_id=city.outbreak.id, by=by or city.outsider, now=at, on=city_date(NOW)
    )


def test_without_an_emergency_another_county_sees_nothing(city: City, case: Any) -> None:
    assert status(city.outsider, f"people/{case.person_id}/") == 404
    assert status(city.outsider, f"cases/{case.id}/") == 404


def test_for_three_hours_one_person_is_read_and_no_other_page_opens(city: City, case: Any) -> None:
    opening = begin(city, case.number)
    assert see(city, opening, at=NOW + LASTS - timedelta(seconds=1)).person.name == "Wang"
    assert status(city.outsider, f"people/{case.person_id}/") == 404
    with pytest.raises(NotFound, match="over"):
        see(city, opening, at=NOW + LASTS)
    with pytest.raises(NotFound):
        see(city, opening, by=city.investigator)


def test_oversight_and_command_are_told_at_once_with_the_reason(city: City, case: Any) -> None:
    begin(city, case.number)
    alarm = Alarm.objects.get(kind="EMERGENCY")
    assert alarm.by_id == city.outsider.id
    assert WHY in get(city.oversight, "alarms/")
    assert "Somebody&#x27;s data are read in an emergency" in get(city.command, "tasks/")
    assert "紧急查看" in get(city.command, "emergencies/", language="zh-hans")


def test_every_look_is_on_record_with_the_reason_and_the_person_sees_it(city: City, case: Any) -> None:
    post(city.outsider, "emergencies/new/", number=case.number, why=WHY)
    opening = Opening.objects.get()
    page = get(city.outsider, f"emergencies/{opening.id}/")
    assert "Wang" in page
    look = audit.looks_at(person_id=case.person_id).first()
    assert look is not None
    assert (look.purpose, look.reasons[0]["values"]) == ("emergency", {"why": WHY})
    assert set(look.fields) == {"name", "sex", "age", "phone", "address", "guardian"}
    lines = record.lines_about(person_id=case.person_id, outbreak_id=city.outbreak.id)
    told = [(words.deed(one), words.purpose(one)) for one in lines]
    assert any("in an emergency" in deed for deed, _purpose in told)
    assert any(purpose == "In an emergency, outside their area" for _deed, purpose in told)


@pytest.mark.parametrize("who", ["oversight", "reviewer", "driver"])
def test_who_never_reads_personal_data_opens_nobody(city: City, case: Any, who: str) -> None:
    assert status(getattr(city, who), "emergencies/new/") == 403
    with pytest.raises(NotPermitted):
        begin(city, case.number, by=getattr(city, who))
    assert not Opening.objects.exists()


def test_who_may_read_anyway_needs_no_emergency(city: City, case: Any) -> None:
    with pytest.raises(Refused, match="without an emergency"):
        begin(city, case.number, by=city.investigator)


@pytest.mark.parametrize("why", ["", "urgent", " " * 30, "x" * 501])
def test_a_reason_in_words_is_asked_for(city: City, case: Any, why: str) -> None:
    with pytest.raises(Refused, match="what the emergency is"):
        begin(city, case.number, why=why)


def test_what_was_typed_is_not_lost(city: City, case: Any) -> None:
    answer = post(city.outsider, "emergencies/new/", number="XX-nobody", why=WHY)
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert "Nobody here has this" in answer.content.decode()


def test_opened_twice_it_is_one(city: City, case: Any) -> None:
    assert begin(city, case.number).id == begin(city, case.number, at=NOW + timedelta(hours=1)).id
    assert begin(city, case.number, at=NOW + LASTS).opened_at == NOW + LASTS


@pytest.mark.parametrize("who", ["oversight", "command", "outsider"])
def test_who_is_told_ends_it_early(city: City, case: Any, who: str) -> None:
    opening = begin(city, case.number)
    post(getattr(city, who), f"emergencies/{opening.id}/end/")
    opening.refresh_from_db()
    assert opening.ended_by_id == getattr(city, who).id
    with pytest.raises(NotFound):
        see(city, opening, at=NOW + timedelta(minutes=1))
    with pytest.raises(Refused, match="over"):
        emergencies.end(opening_id=opening.id, outbreak_id=city.outbreak.id, by=city.command, now=NOW)


def test_others_neither_see_it_nor_end_it(city: City, case: Any) -> None:
    opening = begin(city, case.number)
    assert WHY not in get(city.nurse, "emergencies/")
    with pytest.raises(NotFound):
        emergencies.end(opening_id=opening.id, outbreak_id=city.outbreak.id, by=city.nurse, now=NOW)


def test_a_habit_rings_once_more(city: City) -> None:
    for n, name in enumerate(("Wang", "Li", "Chen", "Zhao")):
        assert Alarm.objects.filter(subject_type="user").count() == 0
        begin(city, open_case(city, name).number, at=NOW + timedelta(minutes=n))
    habit = Alarm.objects.get(kind="EMERGENCY", subject_type="user")
    assert "opened 4 people" in get(city.oversight, "alarms/").replace("&#x27;", "'")
    assert habit.subject_id == str(city.outsider.id)


def test_the_database_holds_it_to_three_hours_and_to_its_words(city: City, case: Any) -> None:
    opening = begin(city, case.number)
    for changed in (
        {"ends_at": NOW + timedelta(days=1)},
        {"why": "another reason, long enough"},
        {"by_id": city.nurse.id},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Opening.objects.filter(id=opening.id).update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        opening.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(
            outbreak_id=city.outbreak.id, person_id=case.person_id, area_code="4107", by_id=city.nurse.id, by_name="x",
            organisation_id=city.nurse.organisation_id, why="long enough to be a reason", opened_at=NOW,
            ends_at=NOW + timedelta(days=1),
        )  # fmt: skip


def test_one_condition_says_who_reads_now(city: City, case: Any) -> None:
    """The row-level policy asks the same of the table."""
    opening = begin(city, case.number)
    for at, count in ((NOW - timedelta(seconds=1), 0), (NOW, 1), (NOW + LASTS, 0)):
        assert Opening.objects.filter(openings.holds(now=at), id=opening.id).count() == count


def test_a_program_does_the_same(city: City, case: Any) -> None:
    def call(user: Any, method: str, path: str, **body: Any) -> Any:
        _, key = access.make_token(by=user, name="t", days=1, now=NOW)
        return Client().generic(method, f"/api/v1/outbreaks/xinxiang/emergencies{path}", json.dumps(body),
                                content_type="application/json", headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})  # fmt: skip

    begun = call(city.outsider, "POST", "", number=case.number, why=WHY)
    assert begun.status_code == 201, begun.content
    one = f"/{begun.json()['id']}"
    assert call(city.outsider, "GET", one).json()["name"] == "Wang"
    assert AuditEntry.objects.filter(
        kind="LOOK", purpose="emergency", persons__contains=[case.person_id]
    ).exists()
    assert call(city.oversight, "GET", one).status_code == 403
    assert [each["why"] for each in call(city.oversight, "GET", "").json()["items"]] == [WHY]
    assert call(city.oversight, "POST", f"{one}/end").json()["ended_by_name"] == "Oversight"
    assert call(city.outsider, "GET", one).status_code == 404
    assert call(city.outsider, "POST", "", number="nobody", why=WHY).json()["errors"].keys() == {"number"}
    assert signed_in(city.outsider).get("/o/xinxiang/emergencies/").status_code == 200
