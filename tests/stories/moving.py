"""Records of a few people, brought in as a data officer does; and a search, asked and approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ringfence.kernel import CITY_ZONE, city_date
from ringfence.tracing.movement import actions as movement
from tests.city import NOON, City, hours

PLACES = (
    "code,name,longitude,latitude,datum,kind,ventilation,crowd\n"
    "noodles,胖东来面馆,113.9210,35.3010,GCJ-02,VENUE,POOR,20\n"
    "office,河南示例公司,113.9300,35.3100,WGS-84,WORK,GOOD,30\n"
    "market,牧野市场,113.9500,35.3200,WGS-84,VENUE,OUTDOOR,400\n"
).encode()


HEADING = "手机号,姓名,场所,进入时间,离开时间"


def _file(city: City, *, holds: str, content: bytes, source: str = "") -> Any:
    told = movement.FileTold(
        holds=holds, file_name=f"{holds.lower()}.csv", content=content, source=source,
        legal_basis="Infectious diseases law, article 40", expires_on=city_date(NOON) + timedelta(days=10),
    )  # fmt: skip
    return movement.upload(outbreak_id=city.outbreak.id, told=told, by=city.officer, now=NOON)


def _bring(city: City, file: Any) -> Any:
    movement.queue(file_id=file.id, by=city.officer, now=NOON)
    return movement.bring(file_id=file.id, by=city.officer, now=NOON)


def looked_at(city: City, *lines: str) -> Any:
    """A file of records that was not brought in yet."""
    return _file(city, holds="RECORDS", content="\n".join([HEADING, *lines]).encode(), source="CHECK_IN")


def bring_places(city: City) -> Any:
    return _bring(city, _file(city, holds="PLACES", content=PLACES))


def line(phone: str, name: str, place: str, *, ago: float, minutes: float) -> str:
    """A stay that began so many hours before noon."""
    entered = (NOON - hours(ago)).astimezone(CITY_ZONE)
    left = entered + timedelta(minutes=minutes)
    return f"{phone},{name},{place},{entered:%Y-%m-%d %H:%M},{left:%Y-%m-%d %H:%M}"


def bring_records(city: City, *lines: str, source: str = "CHECK_IN") -> Any:
    content = "\n".join([HEADING, *lines]).encode()
    return _bring(city, _file(city, holds="RECORDS", content=content, source=source))


def bring_file(city: City, text: str, source: str = "CHECK_IN") -> Any:
    """A file of records with columns of its own."""
    return _bring(city, _file(city, holds="RECORDS", content=text.encode(), source=source))


def two_days(city: City) -> Any:
    """Chen and Wang ate noodles, Li worked beside Chen; Zhao was at the market when Chen was not."""
    bring_places(city)
    return bring_records(
        city,
        line("13800000001", "Chen", "noodles", ago=24, minutes=60),
        line("13800000002", "Wang", "noodles", ago=23.75, minutes=90),
        line("13800000001", "Chen", "office", ago=48, minutes=240),
        line("13800000003", "Li", "office", ago=49, minutes=480),
        line("13800000004", "Zhao", "market", ago=30, minutes=60),
    )


QUESTION = movement.Question(purpose="FIND_CONTACTS", why="Who ate and worked with Chen")


def asked(city: City, case: Any, **changed: Any) -> Any:
    question = movement.Question(**{"purpose": "FIND_CONTACTS", "why": QUESTION.why} | changed)
    return movement.ask(
        case_id=case.id, outbreak_id=city.outbreak.id, question=question, by=city.investigator, now=NOON
    )


def approved_search(city: City, case: Any, **changed: Any) -> Any:
    search = asked(city, case, **changed)
    return movement.decide(search_id=search.id, approved=True, why="", by=city.epidemiologist, now=NOON)


def answered(city: City, case: Any, **changed: Any) -> Any:
    search = approved_search(city, case, **changed)
    return movement.run(search_id=search.id, by=city.investigator, now=NOON)
