"""The city's own tree adds up, whoever sums it."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import ringfence.registry

FILE = Path(ringfence.registry.__file__).parent / "places/data/xinxiang.csv"
PLACES = list(csv.DictReader(FILE.open(encoding="utf-8", newline="")))
BY_CODE = {place["code"]: place for place in PLACES}


def residents(code: str) -> int:
    return int(BY_CODE[code]["population"])


def sums_by(column: str, *, kind: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for place in PLACES:
        if place["kind"] == kind:
            sums[place[column]] += int(place["population"])
    return sums


def test_every_place_of_the_city_is_there_once() -> None:
    assert len(BY_CODE) == len(PLACES)
    counts = Counter(place["kind"] for place in PLACES)
    assert counts == {"CITY": 1, "COUNTY": 12, "MANAGEMENT_AREA": 3, "TOWNSHIP": 170, "VILLAGE": 3825}


def test_codes_are_prefixes_of_their_children() -> None:
    for place in PLACES[1:]:
        assert place["parent_code"] in BY_CODE
        assert place["code"].startswith(place["parent_code"])


def test_twelve_legal_counties_hold_the_whole_city() -> None:
    assert sums_by("parent_code", kind="COUNTY") == {"4107": 6_251_929}
    assert residents("4107") == 6_251_929


def test_townships_sum_to_their_legal_county_and_to_their_management_area() -> None:
    legal = sums_by("legal_parent_code", kind="TOWNSHIP")
    assert legal == {p["code"]: residents(p["code"]) for p in PLACES if p["kind"] == "COUNTY"}
    areas = {p["code"]: residents(p["code"]) for p in PLACES if p["kind"] == "MANAGEMENT_AREA"}
    by_code = sums_by("parent_code", kind="TOWNSHIP")
    assert {code: by_code[code] for code in areas} == areas


def test_villages_sum_to_their_township() -> None:
    townships = {p["code"]: residents(p["code"]) for p in PLACES if p["kind"] == "TOWNSHIP"}
    assert sums_by("parent_code", kind="VILLAGE") == townships


def test_only_three_figures_are_called_sourced() -> None:
    sourced = {p["code"]: residents(p["code"]) for p in PLACES if p["population_basis"] == "SOURCED"}
    assert sourced == {"4107": 6_251_929, "410725": 542_849, "410783": 905_436}
    assert all(bool(p["population_source"]) == (p["population_basis"] == "SOURCED") for p in PLACES)


def test_management_areas_lie_in_a_legal_county() -> None:
    areas = {p["code"]: p["legal_parent_code"] for p in PLACES if p["kind"] == "MANAGEMENT_AREA"}
    assert areas == {"410771": "410702", "410772": "410702", "410773": "410725"}


def test_names_can_be_searched_by_pinyin() -> None:
    assert BY_CODE["410783"]["pinyin"] == "changyuanshi"
    assert BY_CODE["410771360200"]["initials"] == "zbzc"
    assert all(p["pinyin"].isascii() and p["initials"] and p["name_en"] for p in PLACES)
