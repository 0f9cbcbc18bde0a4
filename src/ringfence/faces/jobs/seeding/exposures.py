"""A drill to look at the exposure search: one case, two days of check-ins, a search that is answered and one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ringfence.field.testing import actions as testing
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import CITY_ZONE, city_date
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as outbreak_register
from ringfence.registry.people import actions as people
from ringfence.response import facts, positive_sample
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.investigations import queries as investigation_register
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries as searches

SLUG = "exposures"
STANDS = datetime(2022, 1, 9, 12, 0, tzinfo=CITY_ZONE)
STREET = "410702001"
PHONE = "13900001000"  # of the case; those of the guests follow it. Everybody and every visit is invented.
BASIS = "演练用虚构记录（示例）"
PLACES = (  # code, name, degrees (WGS-84), kind, ventilation, people usually there
    ("E1", "西街早餐店（示例）", 113.8790, 35.3030, "VENUE", "POOR", 15),
    ("E2", "东街棋牌室（示例）", 113.8835, 35.3052, "VENUE", "POOR", 12),
    ("E3", "人民路超市（示例）", 113.8900, 35.3075, "VENUE", "GOOD", 60),
    ("E4", "牧野小学门口（示例）", 113.9010, 35.3160, "STOP", "OUTDOOR", 80),
    ("E5", "平原机械厂（示例）", 113.9120, 35.2960, "WORK", "GOOD", 35),
    ("E6", "胖东来一楼（示例）", 113.8960, 35.3040, "VENUE", "GOOD", 150),
)
VISITS = (
    ("E1", 1, 7.5, 30),
    ("E5", 1, 8.5, 210),
    ("E2", 1, 19, 150),
    ("E3", 2, 10, 40),
    ("E6", 2, 15, 60),
    ("E1", 3, 7.5, 25),
)  # place, days ago, hour, minutes
GUESTS = 36
SURNAMES = "王李张刘陈杨赵黄周吴徐孙"


def seed_exposures(*, now: datetime) -> bool:
    """Make sure the drill is there with its case; True if it is new. Its records come by `fill`, in the background."""
    if outbreak_register.is_there(slug=SLUG):
        return False
    _open(now=now)
    return True


@transaction.atomic
def _open(*, now: datetime) -> None:
    command, laboratory = access.user_named(username="liwei"), access.user_named(username="zhangqiang")
    began = STANDS - timedelta(hours=6)
    outbreak = outbreaks.open_outbreak(
        slug=SLUG, name="演练：暴露查询", name_en="Drill: exposure search", area_code="4107", ruleset_id="CN-8-HN-2022-01",
        case_prefix="BL", purpose="DRILL", clock_set_to=began - timedelta(hours=2), clock_runs=False, by=command, now=now,
    )  # fmt: skip
    told = people.PersonFacts(name="马涛（示例）", area_code=STREET, sex="M", age_years=52, phone=PHONE)
    ill = people.register(facts=told, by=laboratory, now=began)
    sample = testing.take(outbreak_id=outbreak.id, person_id=ill.id, code="BL-1", taken_at=began - timedelta(hours=1),
                          by=laboratory, now=began)  # fmt: skip
    positive_sample.receive_positive(
        sample_id=sample.id, result=testing.ResultFacts(result="POSITIVE", result_at=began), by=laboratory, now=began,
        told=facts.CaseTold(onset_date=city_date(began), found_by="FEVER_CLINIC"),
    )  # fmt: skip
    outbreaks.set_clock(outbreak_id=outbreak.id, to=STANDS, runs=False, by=command, now=now)


def fill() -> int:
    """Bring places and check-ins in, ask, approve and run a search, ask for a second one; returns how many leads."""
    finder, officer = access.user_named(username="wangfang"), access.user_named(username="xuna")
    outbreak = outbreak_register.outbreak_named(slug=SLUG, by=finder)
    with _as(finder):
        case = cases.visible_to(by=finder, outbreak_id=outbreak.id).get()
        if searches.visible_to(by=finder, outbreak_id=outbreak.id).exists():
            return 0
    with _as(officer):
        _bring(outbreak.id, "PLACES", "places.csv", _places(), officer)
        _bring(outbreak.id, "RECORDS", "check-ins.csv", _records(), officer)
    with _as(finder):
        _stop(case, finder)
    return _search(case, finder)


def _as(user: access.User) -> AbstractContextManager[None]:
    """The worker does this as if they had: held to what they may see and write."""
    return acting.block(acting.as_user(user.id))


def _bring(outbreak_id: Any, holds: str, name: str, lines: Iterator[str], officer: access.User) -> None:
    told = movement.FileTold(
        holds=holds, file_name=name, content="\n".join(lines).encode(), legal_basis=BASIS, datum="",
        expires_on=city_date(STANDS) + timedelta(days=14), source="CHECK_IN" if holds == "RECORDS" else "",
    )  # fmt: skip
    file = movement.upload(outbreak_id=outbreak_id, told=told, by=officer, now=STANDS)
    movement.queue(file_id=file.id, by=officer, now=STANDS)
    movement.bring(file_id=file.id, by=officer, now=STANDS)


def _places() -> Iterator[str]:
    yield "code,name,longitude,latitude,datum,kind,ventilation,crowd"
    for code, name, longitude, latitude, kind, air, crowd in PLACES:
        yield f"{code},{name},{longitude},{latitude},WGS-84,{kind},{air},{crowd}"


def _records() -> Iterator[str]:
    """The case's visits, and guests who came a little earlier or later and stayed longer or shorter."""
    yield "phone,name,place,entered_at,left_at"
    for place, ago, hour, minutes in VISITS:
        yield _line(PHONE, "马涛（示例）", place, ago, hour * 60, minutes)
    for guest in range(1, GUESTS + 1):
        place, ago, hour, minutes = VISITS[guest % len(VISITS)]
        late = (guest * 17) % 90 - 30  # minutes after the case; some come when the case has left
        stay = 10 + (guest * 29) % (minutes + 20)
        name = f"{SURNAMES[guest % len(SURNAMES)]}{guest:02}（示例）"
        end = "" if guest % 9 == 0 else None  # some were only seen coming
        yield _line(str(int(PHONE) + guest), name, place, ago, hour * 60 + late, stay, end=end)


def _line(
    phone: str, name: str, place: str, ago: int, minute: float, stay: int, *, end: str | None = None
) -> str:
    midnight = STANDS.replace(hour=0) - timedelta(days=ago)
    entered = midnight + timedelta(minutes=minute)
    left = f"{entered + timedelta(minutes=stay):%Y-%m-%d %H:%M}" if end is None else end
    return f"{phone},{name},{place},{entered:%Y-%m-%d %H:%M},{left}"


def _stop(case: cases.Case, finder: access.User) -> None:
    """One stop as the case told it, so that the page of the case's movement is not empty."""
    found = investigation_register.of_case(case_id=case.id)
    assert found is not None
    at = STANDS.replace(hour=19) - timedelta(days=1)
    told = investigations.StopTold(place="东街棋牌室（示例）", from_at=at, to_at=at + timedelta(minutes=150), activity="打牌", companions="三位牌友")  # fmt: skip
    investigations.add_stop(investigation_id=found.id, told=told, by=finder, now=STANDS)


def _search(case: cases.Case, finder: access.User) -> int:
    chief = access.user_named(username="chenjing")
    question = movement.Question(purpose="FIND_CONTACTS", why="查找与该病例同场所停留的人员（演练）")
    deed: dict[str, Any] = {"case_id": case.id, "outbreak_id": case.outbreak_id, "by": finder, "now": STANDS}
    with _as(finder):
        asked = movement.ask(question=question, **deed)
    with _as(chief):
        movement.decide(search_id=asked.id, approved=True, why="", by=chief, now=STANDS)
    source = movement.Question(purpose="FIND_SOURCE", why="查找该病例可能的感染地点（演练）")
    with _as(finder):
        found = movement.run(search_id=asked.id, by=finder, now=STANDS).found
        movement.ask(question=source, **deed)
    return found
