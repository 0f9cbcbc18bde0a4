"""The pages of arrivals and the fence, the public form, and leads that come live: as their readers see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.city import HONGQI, NOON, TOWNSHIP, City, build
from tests.faces.web.quarantined import get, post, set_clock, signed_in, status
from tests.stories import arriving, moving
from tests.stories.telling import open_case

from ringfence.field.arrivals.models import Arrival, Offer
from ringfence.ground.audit.models import AuditEntry
from ringfence.measures.areas.models import DeclaredArea
from ringfence.registry.people import actions as people

VILLAGE = "410702001001"
TOLD = {
    "name": "王晓明", "phone": "138 0000 0002", "area_code": VILLAGE, "arrives_on": "2022-01-09", "transport": "TRAIN",
    "vehicle": "G1234", "origin": "郑州市金水区", "left_on": "2022-01-08", "place_1": "安阳", "first_1": "2022-01-08",
}  # fmt: skip
FORM = f"/arrive/xinxiang/{HONGQI}/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def city(db: None, tmp_path: Any, settings: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path
    city = build()
    set_clock(city, NOON)
    return city


def public(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def test_a_traveller_registers_on_the_public_page_sees_the_receipt_and_takes_it_back(city: City) -> None:
    assert public().get("/arrive/").headers["Location"] == "/arrive/xinxiang/"
    assert FORM in public().get("/arrive/xinxiang/").content.decode()
    page = public().get(FORM).content.decode()
    for words in ("Kept for 28 days", "restricts nobody", "Legal basis", "示例社区", 'inputmode="tel"'):
        assert words in page
    answer = public().post(FORM, TOLD)
    assert answer.status_code == 201
    arrival = Arrival.objects.get()
    receipt = answer.content.decode().split('class="code">')[1].split("<")[0]
    shown = public().post("/arrive/receipt/", {"receipt": receipt}).content.decode()
    assert "安阳" in shown and "王晓明" not in shown  # the trip, never the name
    assert "no-store" in answer.headers["Cache-Control"]
    assert [one.place_name for one in arrival.stops.all()] == ["郑州市金水区", "安阳"]
    public().post("/arrive/receipt/", {"receipt": receipt, "withdraw": "1"})
    assert not Arrival.objects.exists()


def test_the_public_page_speaks_chinese(city: City) -> None:
    page = public("zh-hans").get(FORM).content.decode()
    for words in ("报备不会限制任何人", "保存28天", "法律依据", "近14天途经地"):
        assert words in page


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"phone": "1"}, "telephone number of 6 to 20 digits"), ({"area_code": ""}, "This field is required"),
    ({"arrives_on": "2023-01-09", "left_on": ""}, "lies between"), ({"first_1": ""}, "Say on which day"),
    ({"area_code": "410783001"}, "valid choice"), ({"left_on": "2022-02-01"}, "end before they begin"),
])  # fmt: skip
def test_what_cannot_be_is_said_on_the_page_and_what_was_typed_stays(
    city: City, changed: dict[str, str], sentence: str
) -> None:
    answer = public().post(FORM, TOLD | changed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "郑州市金水区" in page) == (422, True, True)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "path", ["/arrive/nowhere/", "/arrive/xinxiang/12/", "/arrive/xinxiang/abc/", "/arrive/xinxiang/999999/"]
)
def test_addresses_that_are_none_are_not_found(city: City, path: str) -> None:
    assert public().get(path).status_code == 404


def test_one_network_registers_no_flood(city: City, monkeypatch: Any) -> None:
    monkeypatch.setattr("ringfence.faces.web.arrive.views.MOST_AN_HOUR", 1)
    assert public().post(FORM, TOLD).status_code == 201
    assert "within an hour" in public().post(FORM, TOLD | {"name": "Li"}).content.decode()
    assert Arrival.objects.count() == 1


def test_the_township_works_through_its_list_and_the_fence(city: City) -> None:
    grid = arriving.grid_worker()
    public().post(FORM, TOLD)
    page = get(grid, "travellers/")
    assert "王晓明" in page and "13800000002" in page
    assert "王晓明" not in get(city.command, "travellers/")  # command sees that somebody comes
    assert status(city.laboratory, "travellers/") == 403
    arrival = Arrival.objects.get()
    post(grid, f"travellers/{arrival.id}/note/", state="ARRIVED")
    assert Arrival.objects.get().state == "ARRIVED"
    answer = post(city.epidemiologist, "fence/new/", name="金水区", place_code="410105", from_at="2022-01-05T00:00",
                  to_at="2022-01-09T00:00", source="郑州市第9号通告")  # fmt: skip
    area = DeclaredArea.objects.get()
    assert answer.status_code == 200 and status(grid, "fence/new/") == 403
    page = get(grid, f"fence/{area.id}/", "zh-hans")
    assert "申报 2022年1月8日 在郑州市金水区停留，处于金水区的公布期间内" in page
    assert "王晓明" not in get(city.command, f"fence/{area.id}/")
    post(grid, f"fence/{area.id}/arrivals/{arrival.id}/offer/", kind="TEST")
    offer = Offer.objects.get()
    post(grid, f"fence/{area.id}/offers/{offer.id}/answer/", said="DECLINED")
    assert "Declined; nothing follows" in get(grid, f"fence/{area.id}/")
    post(city.epidemiologist, f"fence/{area.id}/end/", at="2022-01-08T00:00")
    assert "王晓明" not in get(grid, f"fence/{area.id}/")


def test_every_look_at_travellers_is_on_record(city: City) -> None:
    grid = arriving.grid_worker()
    arrival = arriving.registered(city, grid)
    get(grid, "travellers/")
    look = AuditEntry.objects.filter(kind="LOOK", by_id=grid.id).get()
    assert (look.persons, look.fields) == ([arrival.id], ["traveller"])


def test_staff_register_by_name_of_the_village_and_by_file(city: City) -> None:
    grid = arriving.grid_worker()
    page = post(grid, "travellers/new/", **TOLD | {"area_code": "示例社区"}).content.decode()
    assert "Receipt for the traveller" in page and Arrival.objects.get().area_id == VILLAGE
    rows = f"name,phone,destination,arrives_on,transport,origin\nLi,13800000003,{TOWNSHIP},2022-01-09,CAR,天津\nSun,1,{TOWNSHIP},2022-01-09,CAR,天津\n"
    for told, count in (({}, 1), ({"keep": "on"}, 2)):
        file = SimpleUploadedFile("a.csv", rows.encode())
        page = signed_in(grid).post("/o/xinxiang/travellers/file/", {"file": file} | told).content.decode()
        assert "telephone number" in page and Arrival.objects.count() == count


def test_visitors_are_counted_in_tens_on_the_page(city: City) -> None:
    moving.bring_places(city)
    moving.bring_records(
        city, *[moving.line(f"139000000{n:02}", f"人{n}", "noodles", ago=24, minutes=60) for n in range(12)]
    )
    area = arriving.declared(city, place_code="", venue_codes=("noodles",))
    post(city.epidemiologist, f"fence/{area.id}/count/", from_on="2022-01-08", to_on="2022-01-08")
    assert "10 or some more" in get(city.epidemiologist, f"fence/{area.id}/")
    assert status(arriving.grid_worker(), f"fence/{area.id}/count/") in (403, 405)


def test_a_lead_that_came_live_stands_on_the_page_of_the_case_and_of_the_search(city: City) -> None:
    chen = open_case(city, onset_date=NOON.date())
    people.correct(person_id=chen.person_id, changes={"phone": "13800000001"}, by=city.investigator, now=NOON)
    moving.two_days(city)
    search = moving.answered(city, chen)
    assert "compared with the open searches of this case until" in get(city.investigator, f"cases/{chen.id}/")
    assert "more time" not in get(city.investigator, f"cases/{chen.id}/")
    moving.bring_records(city, moving.line("13800000009", "Zhou", "noodles", ago=23.5, minutes=20))
    page = get(city.investigator, f"cases/{chen.id}/")
    assert 'data-live="movement"' in page and "胖东来面馆" in page and "Zhou" not in page
    assert "Zhou" in get(city.investigator, f"movement/searches/{search.id}/")
    assert "Leads that came live or grew: 1" in get(city.investigator, f"movement/searches/{search.id}/")
