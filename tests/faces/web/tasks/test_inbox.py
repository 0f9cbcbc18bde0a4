"""The inbox: every role finds its own work, by deadline, and nothing that is not there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case

from ringfence.care.transfers import actions as transfers
from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Asked, Kind, Scope
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import city_date, end_of_day
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.response import daily_check, positive_sample
from ringfence.tracing.investigations import actions as investigations

URL = "/o/xinxiang/tasks/"


@pytest.fixture
def city(db: None) -> City:
    cache.clear()
    city = build(rooms=1)
    stand(hours(1))
    return city


def stand(later: timedelta) -> None:
    """The outbreak's clock stands at noon and so much later."""
    Outbreak.objects.update(clock_set_to=NOON + later, clock_runs=False)


AN_HOUR = hours(1)


def asked(city: City, who: str, later: timedelta = AN_HOUR) -> Asked:
    return Asked(by=getattr(city, who), outbreak_id=city.outbreak.id, now=NOON + later,
                 ruleset=rulesets.get(city.outbreak.ruleset_id))  # fmt: skip


def work(city: City, who: str, later: timedelta = AN_HOUR, scope: Scope = Scope.MINE) -> list[str]:
    return [str(one.kind) for one in inbox.work(asked=asked(city, who, later), scope=scope)]


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def everything(city: City) -> Any:
    """A case; one contact in the only room, one waiting for a room, one draft, one undecided."""
    case = open_case(city)
    arrived(city, approved(city, close_contact(city, case, "Wang")), at=NOON + hours(1))
    approved(city, close_contact(city, case, "Sun"))
    close_contact(city, case, "Qian")
    from tests.stories.telling import meal

    positive_sample.name_contact(
        case_id=case.id, person_id=city.person("Li").id, exposure=meal(), by=city.investigator, now=NOON
    )
    return case


@pytest.mark.parametrize(("who", "expected"), [
    ("investigator", {"MILESTONE", "CONTACTS"}), ("epidemiologist", {"APPROVAL"}), ("colleague", {"APPROVAL"}),
    ("laboratory", {"RESULT"}), ("nurse", {"SAMPLE", "CHECK"}), ("manager", {"SAMPLE", "CHECK", "ROOM"}), ("driver", set()),
    ("command", set()), ("oversight", set()), ("outsider", set()),
])  # fmt: skip
def test_every_role_finds_its_own_work(city: City, who: str, expected: set[str]) -> None:
    everything(city)
    city.sample(city.person("Zhou"), code="waiting")
    assert set(work(city, who, hours(2))) == expected


def test_nobody_is_asked_to_approve_what_their_own_house_drafted(city: City) -> None:
    close_contact(city, open_case(city), "Wang")  # isolation by the laboratory, quarantine by Hongqi CDC
    own = [one.title.values["kind"] for one in inbox.work(asked=asked(city, "colleague"))]
    assert own == ["ISOLATION"]
    assert len(inbox.work(asked=asked(city, "epidemiologist"))) == 2
    assert len(inbox.work(asked=asked(city, "colleague"), scope=Scope.TEAM)) == 2


def test_a_transfer_goes_from_the_driver_to_whoever_receives(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    assert work(city, "driver") == ["TRIP"]
    assert "RECEIVE" not in work(city, "manager")
    transfer = order.transfers.get()
    transfers.assign(transfer_id=transfer.id, driver=city.driver, by=city.manager, now=NOON)
    assert work(city, "driver") == ["PICK_UP"]
    positive_sample.pick_up(
        transfer_id=transfer.id, vehicle="V1", given_by_name="Li", by=city.driver, now=NOON
    )
    assert work(city, "driver") == []
    assert "RECEIVE" in work(city, "manager")
    assert "RECEIVE" not in work(city, "investigator")


def test_an_open_appeal_waits_for_an_answer(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city), "Wang"))
    orders.open_appeal(order_id=order.id, text="I was elsewhere", by=city.nurse, now=NOON)
    assert "APPEAL" in work(city, "colleague")
    assert "APPEAL" not in work(city, "epidemiologist")  # she approved it


def test_a_fever_waits_for_a_sample_until_it_is_taken(city: City) -> None:
    stay = arrived(city, approved(city, close_contact(city, open_case(city), "Wang")), at=NOON)
    fever = daily_check.Seen(temperature_celsius=Decimal("38.4"), symptoms="cough")
    daily_check.keep(stay_id=stay.id, on=city_date(NOON), slot="MORNING", seen=fever, by=city.nurse, now=NOON)
    (alert,) = [one for one in inbox.work(asked=asked(city, "nurse")) if one.kind == Kind.ALERT]
    assert "38.4 °C, cough" in str(alert.title)
    assert alert.due_at == end_of_day(city_date(NOON)) and alert.goal == ("checks:queue", None, "alerts")
    stand(hours(1))
    page = signed_in(city.nurse).get(URL, {"kind": "ALERT"}).content.decode()
    assert "Sample today and call the doctor" in page and "/checks/#alerts" in page
    assert "ALERT" not in work(city, "investigator") + work(city, "driver")
    city.sample(stay.person, code="fever", taken_at=NOON)
    assert "ALERT" not in work(city, "nurse")


def test_what_is_done_is_gone_and_what_stands_still_does_not_press(city: City) -> None:
    case = open_case(city)
    before = work(city, "investigator").count("MILESTONE")
    investigations.meet(
        investigation_id=case.investigation.id,
        code="CORE_FACTS",
        evidence="spoken to",
        by=city.investigator,
        now=NOON,
    )
    assert work(city, "investigator").count("MILESTONE") == before - 1
    ruleset = rulesets.get(city.outbreak.ruleset_id)
    investigations.stop_clock(
        investigation_id=case.investigation.id,
        why="NO_PHONE",
        note="",
        ruleset=ruleset,
        by=city.investigator,
        now=NOON,
    )
    assert work(city, "investigator").count("MILESTONE") == 0


def test_an_investigation_led_by_somebody_else_is_the_teams_and_not_mine(city: City) -> None:
    case = open_case(city)
    investigations.assign(
        investigation_id=case.investigation.id, investigator=city.outsider, by=city.investigator, now=NOON
    )
    assert "MILESTONE" not in work(city, "investigator")
    assert "MILESTONE" in work(city, "investigator", scope=Scope.TEAM)


def test_all_shows_what_others_do_to_whoever_may_see_it(city: City) -> None:
    everything(city)
    assert {"MILESTONE", "CONTACTS", "APPROVAL", "SAMPLE", "ROOM"} <= set(
        work(city, "command", hours(2), Scope.ALL)
    )
    assert work(city, "outsider", hours(2), Scope.ALL) == []


def test_the_most_urgent_stands_first(city: City) -> None:
    everything(city)
    due = [one.due_at for one in inbox.work(asked=asked(city, "command", hours(2)), scope=Scope.ALL)]
    assert due == sorted(due)


@pytest.mark.parametrize(
    "who", ["investigator", "epidemiologist", "laboratory", "nurse", "manager", "driver", "command"]
)
@pytest.mark.parametrize("later", [hours(1), hours(3), hours(30)])
@pytest.mark.parametrize("scope", Scope)
def test_the_badge_counts_what_the_inbox_shows(city: City, who: str, later: timedelta, scope: Scope) -> None:
    everything(city)
    city.sample(city.person("Zhou"), code="waiting")
    question = asked(city, who, later)
    shown = inbox.work(asked=question, scope=scope)
    counts = inbox.counted(asked=question, scope=scope)
    assert inbox.total(counts) == inbox.Counted(len(shown), sum(one.due_at <= question.now for one in shown))
    for kind in Kind:
        assert sum(one.kind == kind for one in shown) == (counts[kind].open if kind in counts else 0)


def test_the_badge_takes_one_statement(city: City) -> None:
    everything(city)
    question = asked(city, "manager")
    from ringfence.ground.access.queries import read_roles_once

    read_roles_once(question.by)
    with CaptureQueriesContext(connection) as taken:
        inbox.counted(asked=question)
    assert len(taken) == 1


def test_the_page_lists_the_work_and_the_badge_stands_beside_its_name(city: City) -> None:
    everything(city)
    page = signed_in(city.investigator).get(URL).content.decode()
    assert "Direct report filed: case XX-0001" in page
    assert "Classify 1 contact(s) of case XX-0001" in page
    assert 'class="rf-count' in page


def test_one_kind_alone(city: City) -> None:
    everything(city)
    page = signed_in(city.investigator).get(URL, {"kind": "CONTACTS", "scope": "nonsense"}).content.decode()
    assert "Classify 1 contact(s)" in page
    assert "Direct report filed" not in page


def test_who_may_not_read_persons_sees_no_full_name(city: City) -> None:
    approved(city, close_contact(city, open_case(city), "Wang Fang"))
    page = signed_in(city.driver).get(URL).content.decode()
    assert "Take a trip: 1 wait" in page
    assert "Wang Fang" not in page and "W**" not in page  # whose trip it is, is told to whoever takes it


def test_an_empty_inbox_says_where_to_look(city: City) -> None:
    assert "Nothing waits for you." in signed_in(city.investigator).get(URL).content.decode()
    assert "没有等您办理的任务" in signed_in(city.investigator, "zh-hans").get(URL).content.decode()


def test_the_page_takes_the_same_statements_for_any_amount_of_work(city: City) -> None:
    open_case(city, "Chen")
    client = signed_in(city.investigator)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(10):
        close_contact(city, open_case(city, f"Person {number}"), f"Contact {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)
