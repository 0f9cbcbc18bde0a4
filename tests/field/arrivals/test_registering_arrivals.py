"""An arrival is told before the trip, once, by whoever knows of it; it restricts nobody and is deleted on its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.city import NOON, TOWNSHIP, build
from tests.stories import arriving
from tests.stories.arriving import FIFTH, NINTH, stop, trip

from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries, rules, sealing
from ringfence.field.arrivals.models import Arrival, Stop, Traveller
from ringfence.field.arrivals.sealing import Who
from ringfence.ground.audit import looks
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.measures.orders.models import Order
from ringfence.registry.citizens.queries import Stranger
from ringfence.response import clock

STRANGER = Stranger("192.0.2.7")
TODAY = NINTH
VILLAGE, ELSEWHERE = "410702001001", "410783001"


@pytest.mark.parametrize(("changed", "field"), [
    ({"name": " "}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"phone": "12345"}, "phone"),
    ({"phone": "call me"}, "phone"),
    ({"area_code": "410702"}, "area_code"),  # a county is no place to come to
    ({"arrives_on": TODAY + timedelta(days=31)}, "arrives_on"),
    ({"arrives_on": TODAY - timedelta(days=15), "stops": (stop(first=date(2021, 12, 20)),)}, "arrives_on"),
    ({"transport": "BROOM"}, "transport"),
    ({"stops": ()}, "stops"),
    ({"stops": (stop(""),)}, "stops"),
    ({"stops": (stop(code="41010"),)}, "stops"),  # five digits are no code
    ({"stops": (stop(first=NINTH + timedelta(days=1)),)}, "stops"),  # after the arrival
    ({"stops": (stop(first=NINTH, last=FIFTH),)}, "stops"),
    ({"stops": (stop(first=date(2021, 12, 1)),)}, "stops"),  # further back than anybody is asked
    ({"stops": (stop(),) * 13}, "stops"),
    ({"vehicle": "x" * 21}, "address"),
])  # fmt: skip
def test_a_trip_that_cannot_be_is_refused_at_its_field(changed, field):
    assert list(rules.faults_of(trip(**changed), today=TODAY)) == [field]


@pytest.mark.parametrize("changed", [
    {}, {"phone": "+86 (373) 123-4567"}, {"arrives_on": TODAY - timedelta(days=14), "stops": (stop(first=date(2021, 12, 20)),)},
    {"arrives_on": TODAY + timedelta(days=30)}, {"area_code": VILLAGE},
    {"stops": (stop(first=date(2021, 11, 1), last=FIFTH),)},  # lived there for long: the days that count are told
])  # fmt: skip
def test_a_trip_as_people_make_it_is_taken(changed):
    assert rules.faults_of(trip(**changed), today=TODAY) == {}


@pytest.fixture
def city():
    return build()


@pytest.fixture
def grid(city):
    return arriving.grid_worker()


pytestmark = pytest.mark.django_db


def who(arrival: Arrival) -> Who:
    return sealing.opened(arrival_ids=[arrival.id])[arrival.id]


def test_somebody_registers_themselves_without_an_account_and_nobody_is_restricted(city):
    told = arrivals.register_oneself(outbreak_id=city.outbreak.id, trip=trip(), by=STRANGER, now=NOON)
    assert told.is_new and len(told.receipt) == 10
    arrival = Arrival.objects.get()
    assert (arrival.channel, arrival.vehicle) == ("FORM", "G1234")
    assert who(arrival) == Who(name="Wang", phone="13800000002", address="3 West Street")
    assert arrival.retention_until == NINTH + timedelta(days=28)
    assert not Order.objects.exists()


def test_told_twice_it_is_one_arrival_and_the_first_receipt_holds(city, grid):
    first = arrivals.register_oneself(outbreak_id=city.outbreak.id, trip=trip(), by=STRANGER, now=NOON)
    again = arrivals.register_oneself(
        outbreak_id=city.outbreak.id, trip=trip(phone="13800000002"), by=STRANGER, now=NOON
    )
    by_staff = arriving.registered(city, grid)
    assert not again.is_new
    assert again.arrival == by_staff == first.arrival
    assert (Arrival.objects.count(), Traveller.objects.count(), Stop.objects.count()) == (1, 1, 1)


def test_neither_name_nor_telephone_nor_receipt_stands_anywhere_in_clear(city):
    told = arrivals.register_oneself(
        outbreak_id=city.outbreak.id, trip=trip("Wang Xiaoming"), by=STRANGER, now=NOON
    )
    kept = (
        str(list(Arrival.objects.values()))
        + str(list(Stop.objects.values()))
        + str(list(Traveller.objects.values()))
        + str(list(AuditEntry.objects.values()))
    )
    for word in ("Wang Xiaoming", "13800000002", told.receipt, STRANGER.address):
        assert word not in kept


def test_a_place_outside_the_outbreak_is_refused_and_so_is_a_response_that_is_over(city):
    with pytest.raises(Refused) as refusal:
        arrivals.register_oneself(
            outbreak_id=city.outbreak.id, trip=trip(area_code="120101001"), by=STRANGER, now=NOON
        )
    assert list(refusal.value.fields) == ["area_code"]
    city.outbreak.closed_at = NOON
    city.outbreak.save()
    with pytest.raises(NotFound):
        arrivals.register_oneself(outbreak_id=city.outbreak.id, trip=trip(), by=STRANGER, now=NOON)


def test_a_grid_worker_registers_and_notes_in_the_own_township_only(city, grid):
    with pytest.raises(NotPermitted):
        arriving.registered(city, grid, area_code=ELSEWHERE)
    with pytest.raises(NotPermitted):
        arriving.registered(city, city.investigator)
    arrival = arriving.registered(city, grid)
    other = arriving.grid_worker("other", ELSEWHERE)
    with pytest.raises(NotPermitted):
        arrivals.note(arrival_id=arrival.id, state="ARRIVED", by=other, now=NOON)
    arrivals.note(arrival_id=arrival.id, state="ARRIVED", by=grid, now=NOON)
    with pytest.raises(Refused):
        arrivals.note(arrival_id=arrival.id, state="QUARANTINED", by=grid, now=NOON)
    assert Arrival.objects.get().state == "ARRIVED"


def test_the_list_of_who_comes_names_them_to_whoever_looks_after_the_place_and_records_the_look(city, grid):
    arrival = arriving.registered(city, grid)
    arriving.registered(city, arriving.grid_worker("other", ELSEWHERE), "Zhao", area_code=ELSEWHERE)
    mine = list(queries.expected(by=grid, outbreak_id=city.outbreak.id, from_on=NINTH))
    assert mine == [arrival]
    with looks.watched(looks.Look()) as look:
        (seen,) = queries.travellers(arrivals=mine, by=grid)
    assert seen.traveller.name == "Wang"
    assert list(look.persons) == [arrival.id]
    (without,) = queries.travellers(
        arrivals=mine, by=city.command
    )  # command sees that somebody comes, not who
    assert without.traveller is None
    assert not queries.expected(by=city.laboratory, outbreak_id=city.outbreak.id).exists()


def test_the_receipt_shows_the_trip_and_takes_it_back(city):
    told = arrivals.register_oneself(outbreak_id=city.outbreak.id, trip=trip(), by=STRANGER, now=NOON)
    typed = f" {told.receipt[:5].lower()}-{told.receipt[5:]} "
    assert queries.of_receipt(receipt=typed) == told.arrival
    arrivals.withdraw(receipt=typed, by=STRANGER, now=NOON)
    assert not Arrival.objects.exists() and not Traveller.objects.exists()
    for gone in (
        lambda: queries.of_receipt(receipt=typed),
        lambda: arrivals.withdraw(receipt="", by=STRANGER, now=NOON),
    ):
        with pytest.raises(NotFound):
            gone()


def test_the_clock_deletes_an_arrival_after_its_last_day_and_not_before(city, grid):
    arriving.registered(city, grid)
    at_the_end = NOON + timedelta(days=28)
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=at_the_end)["arrivals_forgotten"] == 0
    assert (
        clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=at_the_end + timedelta(days=1))[
            "arrivals_forgotten"
        ]
        == 1
    )
    assert not (Arrival.objects.exists() or Traveller.objects.exists() or Stop.objects.exists())


FILE = (
    "姓名,电话,目的地,到达日期,交通方式,车次,出发地,出发地代码,离开日期,途经\n"
    "王一,13800000011,西街街道,2022-01-09,高铁,G1,郑州市金水区,410105,2022-01-09,\n"
    "王一,13800000011,西街街道,2022-01-09,高铁,G1,郑州市金水区,410105,2022-01-09,\n"
    f"李二,13800000012,{VILLAGE},2022年1月10日,自驾,,天津市津南区,,2022/1/10,410502 安阳 2022-01-10; 鹤壁 2022-01-09~2022-01-10\n"
    "赵三,138,西街街道,2022-01-09,高铁,,郑州,,,\n"
    "钱四,13800000014,没有的地方,soon,飞机,,郑州,,,\n"
)  # fmt: skip


def test_a_file_is_accounted_for_row_by_row_and_the_same_file_twice_changes_nothing(city):
    told = {
        "outbreak_id": city.outbreak.id,
        "content": FILE.encode("gb18030"),
        "file_name": "a.csv",
        "by": city.officer,
        "now": NOON,
    }
    looked = arrivals.register_file(**told, only_look=True)
    assert (looked.rows_in, looked.kept, looked.merged, looked.refused) == (5, 2, 1, 2)
    assert not Arrival.objects.exists()
    kept = arrivals.register_file(**told)
    assert (kept.rows_in, kept.kept, kept.merged, kept.refused) == (5, 2, 1, 2)
    assert [one.line for one in kept.refusals] == [5, 6]
    assert "telephone" in str(kept.refusals[0].why[0])
    assert "'soon' is no day" in str(kept.refusals[1].why[0])
    li = next(one for one in Arrival.objects.all() if who(one).name == "李二")
    assert [(one.kind, one.place_name, one.place_code, one.from_on.day, one.to_on.day) for one in li.stops.all()] == [
        ("ORIGIN", "天津市津南区", "", 10, 10), ("PASSED", "安阳", "410502", 10, 10), ("PASSED", "鹤壁", "", 9, 10),
    ]  # fmt: skip
    again = arrivals.register_file(**told)
    assert (again.kept, again.merged, again.refused) == (0, 3, 2)


def test_a_file_without_a_needed_column_says_which(city):
    with pytest.raises(Refused, match="电话"):
        arrivals.register_file(outbreak_id=city.outbreak.id, content="姓名,目的地\na,b\n".encode(), file_name="a.csv",
                               by=city.officer, now=NOON)  # fmt: skip


def test_rows_for_another_township_are_handed_back(city, grid):
    account = arrivals.register_file(
        outbreak_id=city.outbreak.id, file_name="a.csv", by=grid, now=NOON,
        content=f"name,phone,destination,arrives_on,transport,origin\nWang,13800000001,{TOWNSHIP},2022-01-09,CAR,x y\n"
                f"Li,13800000002,{ELSEWHERE},2022-01-09,CAR,x y\n".encode(),
    )  # fmt: skip
    assert (account.kept, account.refused) == (1, 1)
    assert "does not reach" in str(account.refusals[0].why[0])
