"""The queue of daily checks: one key a person, for the keys as JSON and without a script as plain forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import WORLD, get, in_room, post, set_clock, signed_in, status
from tests.stories.telling import approved, close_contact, open_case

from ringfence.care.quarantine.models import HealthCheck

pytestmark = pytest.mark.django_db
EVENING = {"day": "2022-01-09", "slot": "EVENING", "place": ""}


@pytest.fixture
def city() -> City:
    city = build(rooms=4)
    set_clock(city, NOON + hours(5))
    return city


@pytest.fixture
def stay(city: City) -> Any:
    return in_room(city, open_case(city), "王芳")[1]


def key(city: City, stay: Any, by: Any = None, **told: str) -> Any:
    """What the queue island sends."""
    client = signed_in(by or city.nurse)
    return client.post(
        f"{WORLD}checks/{stay.id}/keep/", EVENING | told, headers={"accept": "application/json"}
    )


def test_the_queue_lists_who_was_not_looked_at(city: City, stay: Any) -> None:
    page = get(city.nurse, "checks/")
    assert "王芳" in page and 'data-island="queue"' in page and "0 / 1" in page
    for number in ("1", "2", "3"):
        assert f'data-key="{number}"' in page
    key(city, stay, finding="WELL")
    page = get(city.nurse, "checks/")
    assert "1 / 1" in page and "Everybody was looked at" in page


@pytest.mark.parametrize(("told", "finding", "alert"), [
    ({"finding": "WELL"}, "WELL", ""),
    ({"finding": "WELL", "temperature_celsius": "36.8"}, "WELL", ""),
    ({"finding": "WELL", "temperature_celsius": "37,9"}, "SYMPTOMS", "Fever: 37.9 °C"),  # a comma, and a fever all the same
    ({"finding": "WELL", "temperature_celsius": "379"}, "SYMPTOMS", "Fever"),  # typed in a hurry
    ({"finding": "SYMPTOMS", "symptoms": "cough"}, "SYMPTOMS", "Symptoms: cough."),
    ({"finding": "NOT_REACHED"}, "NOT_REACHED", "go and look"),
])  # fmt: skip
def test_a_key_keeps_a_check_and_an_alert_comes_back(
    city: City, stay: Any, told: dict[str, str], finding: str, alert: str
) -> None:
    answer = key(city, stay, **told)
    assert answer.status_code == 200
    said = answer.json()
    assert said["finding"] == finding and alert in said["alert"] and bool(said["alert"]) == bool(alert)
    assert HealthCheck.objects.get().finding == finding


@pytest.mark.parametrize(("told", "sentence"), [
    ({"finding": "SYMPTOMS"}, "Write the temperature or what the person feels."),
    ({"finding": "WELL", "temperature_celsius": "12"}, "measure again"),
    ({"finding": "WELL", "temperature_celsius": "warm"}, "number"),
    ({"finding": "DANCING"}, "DANCING"),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(
    city: City, stay: Any, told: dict[str, str], sentence: str
) -> None:
    answer = key(city, stay, **told)
    assert answer.status_code == 422 and sentence in answer.json()["title"]
    assert not HealthCheck.objects.exists()


def test_undo_takes_the_check_back(city: City, stay: Any) -> None:
    undo_url = key(city, stay, finding="WELL").json()["undo_url"]
    client = signed_in(city.nurse)
    assert client.post(undo_url, headers={"accept": "application/json"}).status_code == 200
    assert not HealthCheck.objects.exists()


def test_without_a_script_the_buttons_post_and_lead_back_to_the_same_slot(city: City, stay: Any) -> None:
    answer = post(city.nurse, f"checks/{stay.id}/keep/", **EVENING, finding="SYMPTOMS", symptoms="cough")
    assert answer.redirect_chain[0][0].endswith("checks/?day=2022-01-09&slot=EVENING&place=")
    page = answer.content.decode()
    assert "Take a sample today" in page and "Somebody must act now" in page
    post(city.nurse, f"checks/{stay.id}/undo/", **EVENING)
    assert not HealthCheck.objects.exists()


def test_symptoms_stay_on_top_and_a_sample_is_due(city: City, stay: Any) -> None:
    key(city, stay, finding="SYMPTOMS", temperature_celsius="38.5", symptoms="cough")
    page = get(city.nurse, "checks/")
    assert "Somebody must act now" in page and "38.5 °C" in page
    assert "Fever clinic" in get(city.nurse, f"samples/?tab=due&person={stay.person_id}")


def test_people_at_home_are_in_the_queue_of_their_township(city: City, stay: Any) -> None:
    draft = close_contact(city, stay.order.basis_contact.case, "孙七")
    post(city.investigator, f"orders/{draft.id}/milder/", kind="HOME_QUARANTINE", why="has a flat alone")
    approved(city, draft.person.orders.get(state="DRAFT"))
    page = get(city.nurse, "checks/?place=410702001")
    assert "孙七" in page and "王芳" not in page.split("rf-queue")[1]
    assert "西街街道, at home" in page


def test_a_grid_worker_sees_only_the_own_township(city: City, stay: Any) -> None:
    from ringfence.ground.access.models import RoleHeld

    RoleHeld.objects.filter(user=city.outsider).delete()
    RoleHeld.objects.create(user=city.outsider, role="GRID_WORKER", area_code="410783")
    assert "王芳" not in get(city.outsider, "checks/")
    assert status(city.outsider, f"checks/{stay.id}/sheet/") == 404
    assert key(city, stay, by=city.outsider, finding="WELL").status_code == 404


def test_missed_checks_are_listed_when_their_time_is_over(city: City, stay: Any) -> None:
    assert "No check was missed" in get(city.nurse, "checks/missed/")
    set_clock(
        city, NOON + timedelta(days=1, hours=1)
    )  # the evening of the 9th and the morning of the 10th have passed
    page = get(city.nurse, "checks/missed/")
    assert "王芳" in page and "9 Jan Evening" in page and "10 Jan Morning" in page
    key(city, stay, finding="WELL")
    assert "9 Jan Evening" not in get(city.nurse, "checks/missed/")


def test_what_was_kept_is_listed_by_finding(city: City, stay: Any) -> None:
    key(city, stay, finding="WELL", temperature_celsius="36.4")
    assert "36.4" in get(city.nurse, "checks/kept/?day=2022-01-09&slot=EVENING")
    assert "No check was kept" in get(city.nurse, "checks/kept/?day=2022-01-09&slot=EVENING&finding=SYMPTOMS")


def test_follow_up_sheets_for_a_place_and_for_a_person(city: City, stay: Any) -> None:
    key(city, stay, finding="WELL", temperature_celsius="36.4")
    sheet = get(city.nurse, "checks/sheet/", language="zh-hans")
    assert "王芳" in sheet and "随访表" in sheet and "36.4" in sheet
    own = get(city.nurse, f"checks/{stay.id}/sheet/")
    assert own.count('<th scope="row">') == 14 and "36.4" in own  # 9 to 22 January


@pytest.mark.parametrize(
    "query",
    [
        "?day=2030-01-01",
        "?day=nonsense",
        "?slot=NOON",
        "?place=x'--",
        "?place=00000000-0000-0000-0000-000000000000",
    ],
)
def test_a_strange_address_is_read_as_today(city: City, stay: Any, query: str) -> None:
    assert status(city.nurse, f"checks/{query}") == 200


@pytest.mark.parametrize(("role", "expected"), [
    ("nurse", 200), ("manager", 200), ("investigator", 403), ("epidemiologist", 403), ("driver", 403), ("laboratory", 403),
    ("command", 403), ("oversight", 403),
])  # fmt: skip
def test_who_keeps_checks(city: City, role: str, expected: int) -> None:
    for path in ("checks/", "checks/missed/", "checks/sheet/"):
        assert status(getattr(city, role), path) == expected
