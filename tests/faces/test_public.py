"""What everybody may know: counts in which nobody can be found, and a head that anybody can check."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ringfence.command.oversight import rules
from ringfence.cores.ledger.heads import read
from ringfence.faces import asking, clock, sealing
from ringfence.faces.jobs.command_line import run_command
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import set_clock
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    return city


def restrict(city: City, count: int) -> list[Any]:
    case = open_case(city)
    return [approved(city, close_contact(city, case, f"Wang{n}")) for n in range(count)]


def told() -> Any:
    cache.clear()
    return Client().get("/api/v1/public").json()


def shown(path: str = "/public/en/") -> str:
    cache.clear()
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (1317, 1317)])
def test_a_small_cell_is_not_told(count: int, shown: int | None) -> None:
    assert rules.told(count) == shown


@pytest.mark.parametrize(
    ("parts", "total"),
    [({"a": 7, "b": 9}, 16), ({"a": 7, "b": 0}, 7), ({"a": 7, "b": 3}, None), ({"a": 1, "b": 1}, None), ({"a": 0}, 0)],
)  # fmt: skip
def test_a_hidden_part_cannot_be_found_by_subtracting(parts: dict[str, int], total: int | None) -> None:
    assert rules.told_with_sum(total=sum(parts.values()), parts=parts)[0] == total


def test_who_has_no_account_sees_the_counts(city: City) -> None:
    restrict(city, 6)
    seen = told()
    assert seen["restrictions"] == {"began": 6, "in_force": 6, "ended": 0, "lifted": 0}
    assert (seen["evidence_violations"], seen["appeals"]["opened"]) == (0, 0)


def test_one_person_who_is_free_again_cannot_be_found(city: City) -> None:
    first, *_ = restrict(city, 7)
    orders.lift(order_id=first.id, why="No exposure.", by=city.epidemiologist, now=NOON + hours(1))
    assert told()["restrictions"] == {"began": None, "in_force": 6, "ended": None, "lifted": None}
    assert "1 to 4" in shown()


def test_a_drill_is_not_counted(city: City) -> None:
    restrict(city, 6)
    Outbreak.objects.update(purpose="DRILL")
    assert told()["restrictions"]["began"] == 0


def test_a_violation_is_told_exactly(city: City) -> None:
    restrict(city, 1)
    Contact.objects.update(kind="NONE")
    assert told()["evidence_violations"] == 1


def test_the_page_needs_no_account_no_script_no_cookie_and_speaks_both_languages(city: City) -> None:
    restrict(city, 6)
    english, chinese = shown(), shown("/public/zh/")
    assert "What everybody may know" in english
    assert "公开信息" in chinese
    assert "<script" not in english + chinese
    answer = Client().get("/public/")
    assert not answer.cookies
    assert "max-age=60" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    assert "max-age=60" in Client().get("/api/v1/public")["Cache-Control"]
    assert not [name for name in ("Wang", "Chen", "Epidemiologist", "XX-") if name in english]


def test_anybody_can_check_the_head(city: City) -> None:
    restrict(city, 1)
    assert Client().get("/public/head.json").status_code == 404
    sealing.seal(now=clock.real_now())
    head = read(Client().get("/public/head.json").content)
    assert head.is_signed_by(head.public_key)
    assert told()["ledger"]["head"]["root"] == head.root.hex()
    report = sealing.check(by=city.system, now=clock.real_now(), kept=[head])
    assert (report.is_whole, report.kept_head) == (True, head.size)
    assert told()["ledger"]["verifies"] is True


def test_the_database_is_asked_once_a_minute_whoever_asks(
    city: City, django_assert_max_num_queries: Any
) -> None:
    Client().get("/public/en/")
    with django_assert_max_num_queries(0):
        Client().get("/public/zh/")
        Client().get("/api/v1/public")


def test_who_asks_too_often_waits(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.real_now().replace(second=0)
    monkeypatch.setattr(clock, "real_now", lambda: now)
    for _ in range(asking.MOST_PER_MINUTE):
        assert Client().get("/public/en/").status_code == 200
    refused = Client().get("/api/v1/public")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    page = Client().get("/public/en/")
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert Client(REMOTE_ADDR="10.0.0.9").get("/public/en/").status_code == 200
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=1))
    assert Client().get("/public/en/").status_code == 200


def test_the_command_tells_the_same(city: City, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    restrict(city, 6)
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    assert run_command(["oversight", "public", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["restrictions"]["in_force"] == 6
    assert run_command(["oversight", "public"]) == 0
    assert "in_force 6" in capsys.readouterr().out
