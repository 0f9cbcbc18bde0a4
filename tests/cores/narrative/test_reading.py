"""Narratives are read into stops; what the text does not say stays open. All texts here are made up."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.narrative import Gazetteer, Narrative, Order, Role, SpanKind, read_narrative
from ringfence.kernel import Refused

CHEN = (
    "病例3：陈某，女，40岁，现住卫滨区。2022年1月5日9时30分乘坐出租车到人民医院就诊，随后到幸福超市购物。"
    "次日晚与同事一起到老街饭店聚餐。1月8日至10日在家中未外出。"
)


def stops(text: str) -> list[tuple[str, date | None, time | None, Order]]:
    return [
        (one.place.text, one.from_date, one.from_time, one.order)
        for one in read_narrative(text, year=2022).stops
    ]


def texts(found: Narrative, kind: SpanKind) -> list[str]:
    return [one.text for one in found.spans if one.kind is kind]


def test_a_narrative_becomes_stops_in_order() -> None:
    assert stops(CHEN) == [
        ("人民医院", date(2022, 1, 5), time(9, 30), Order.TOLD),
        ("幸福超市", date(2022, 1, 5), None, Order.AFTER),
        ("老街饭店", date(2022, 1, 6), None, Order.TOLD),
        ("家中", date(2022, 1, 8), None, Order.TOLD),
    ]


def test_how_and_with_whom() -> None:
    first, second, third, last = read_narrative(CHEN, year=2022).stops
    assert [span.text for span in first.transport] == ["出租车"]
    assert (second.transport, second.companions) == ((), ())
    assert [span.text for span in third.companions] == ["同事"]
    assert third.part_of_day == "晚"
    assert (last.from_date, last.to_date) == (date(2022, 1, 8), date(2022, 1, 10))


def test_where_somebody_lives_is_no_stop() -> None:
    found = read_narrative(CHEN, year=2022)
    assert texts(found, SpanKind.HOME_ADDRESS) == ["卫滨区"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12月31日到郑州，1月1日返回新乡。", [date(2022, 12, 31), date(2023, 1, 1)]),
        ("1月7日到郑州，9日到开封。", [date(2022, 1, 7), date(2022, 1, 9)]),
        ("2021年12月30日到郑州，次日到开封。", [date(2021, 12, 30), date(2021, 12, 31)]),
        ("2月30日到郑州。", [None]),  # a day that does not exist is not corrected
        ("9日到郑州。", [None]),  # of which month nobody said
        ("到郑州。", [None]),
        ("1月9日到3号楼后去郑州。", [date(2022, 1, 9)]),
    ],
)  # fmt: skip
def test_days_are_carried_and_never_invented(text: str, wanted: list[date | None]) -> None:
    assert [one.from_date for one in read_narrative(text, year=2022).stops] == wanted


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [("9时", time(9)), ("9时05分", time(9, 5)), ("18:30", time(18, 30)), ("18：30", time(18, 30)), ("下午3点半", time(15, 30)),
     ("晚8时许", time(20)), ("中午12时", time(12)), ("凌晨1点", time(1)), ("25时", None), ("上午", None)],
)  # fmt: skip
def test_clock_times(expression: str, wanted: time | None) -> None:
    (stop,) = read_narrative(f"1月9日{expression}到郑州。", year=2022).stops
    assert (stop.from_date, stop.from_time) == (date(2022, 1, 9), wanted)


def test_a_time_is_not_carried_to_the_next_place() -> None:
    first, second = read_narrative("1月9日9时到郑州，到开封。", year=2022).stops
    assert (first.from_time, second.from_time, second.order) == (time(9), None, Order.AFTER)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (CHEN, Role.CASE),
        ("李某，系病例3的密切接触者，1月6日到幸福超市。", Role.CLOSE_CONTACT),
        ("密切接触者王某，1月6日到幸福超市。", Role.CLOSE_CONTACT),
        ("1月6日到幸福超市。", Role.UNKNOWN),
    ],
)
def test_who_it_is_about(text: str, role: Role) -> None:
    assert read_narrative(text, year=2022).role is role


def test_the_citys_own_names_are_known_whole() -> None:
    text = "1月6日到前进到家便利屋购物。"
    assert read_narrative(text, year=2022).stops == ()
    (stop,) = read_narrative(text, year=2022, places=["前进到家便利屋"]).stops
    assert stop.place.text == "前进到家便利屋"


@given(st.text(alphabet="1月6日到在至，。0病例患者第例医院市G次车晚时（）:-年某与陪同\n ", max_size=60))
@settings(max_examples=300, deadline=None)
def test_every_span_is_linked_to_its_characters(text: str) -> None:
    found = read_narrative(text, year=2022)
    for span in found.spans:
        assert span.text == text[span.start : span.end] != ""
    for stop in found.stops:
        assert stop.place in found.spans
        assert set((*stop.when, *stop.transport, *stop.companions)) <= set(found.spans)


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(Refused, match="at most 20000 characters"):
        read_narrative("到" * 20_001, year=2022)


@pytest.mark.parametrize(
    ("text", "homes", "places"),
    [
        ("男，51岁，常住深圳福田。1月8日到人民医院就诊。", ["深圳福田"], ["人民医院"]),
        ("现住牧野区和平路街道建设里，1月8日发病。", ["牧野区和平路街道建设里"], []),
        ("长期在武汉务工，1月20日返新，1月22日到市二院就诊。", ["武汉"], ["新", "市二院"]),
        ("1月20日返回原籍，是我市第3例确诊病例。", [], []),  # a city whose cases are counted was not visited
        ("报告单位红旗区人民医院，1月9日参加平原镇婚礼。", [], ["红旗区人民医院", "平原镇"]),
    ],
)
def test_where_somebody_lives_and_where_they_were(text: str, homes: list[str], places: list[str]) -> None:
    found = read_narrative(text, year=2022)
    assert (texts(found, SpanKind.HOME_ADDRESS), texts(found, SpanKind.PLACE)) == (homes, places)


def test_a_long_text_costs_what_its_characters_cost() -> None:
    """Names of a whole city are looked up, not tried one by one."""
    names = [
        f"{first}{second}村" for first in "东西南北上下大小" * 20 for second in "王李张刘陈杨赵黄周吴" * 20
    ]
    known = Gazetteer(f"{name}{nth}" for nth, name in enumerate(names))
    found = read_narrative("1月8日到东王村0。" * 1200, year=2022, places=known)
    assert len(found.stops) == 1200
