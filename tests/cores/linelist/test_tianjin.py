"""The real outbreak of Tianjin, 2020: the file as published, and as it is shipped."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from scripts.convert_tianjin import converted

import ringfence
from ringfence.cores.linelist.dates import Certainty, Order

from .lists import read, surveyed

PUBLISHED = (Path(__file__).parent / "data" / "tianjin-2020-as-published.csv").read_bytes()
SHIPPED = (Path(ringfence.__file__).parent / "faces/jobs/data/outbreaks/tianjin-2020.csv").read_bytes()
TODAY = date(2020, 3, 1)


@pytest.fixture(scope="module", params=["published", "shipped"])
def rows(request):
    return {
        row.case_id: row for row in read(PUBLISHED if request.param == "published" else SHIPPED, today=TODAY)
    }


def test_all_135_rows_are_read(rows):
    assert list(rows) == [f"TJ{number}" for number in range(1, 136)]
    assert {type(row).__name__ for row in rows.values()} == {"LineListRow"}


def test_every_date_is_found_and_day_first():
    survey = surveyed(PUBLISHED, today=TODAY)
    assert {one.field: one.filled for one in survey.dates} == {
        "onset_date": 125,
        "report_date": 135,
        "exposure_start": 54,
        "exposure_end": 96,
        "death_date": 3,
    }
    assert {one.order for one in survey.dates} == {Order.DAY_FIRST}
    assert [one.field for one in survey.dates if one.certainty is not Certainty.CERTAIN] == ["death_date"]
    assert sum(one.refused for one in survey.dates) == 0


def test_the_columns_in_numbers(rows):
    people = rows.values()
    assert Counter(row.sex for row in people) == {"M": 76, "F": 59}
    assert Counter(row.severity for row in people) == {
        "MODERATE": 102,
        "SEVERE": 25,
        "UNKNOWN": 6,
        "MILD": 1,
        None: 1,
    }
    assert sum(row.onset_date is not None for row in people) == 125
    assert (min(row.report_date for row in people), max(row.report_date for row in people)) == (
        date(2020, 1, 21),
        date(2020, 2, 22),
    )
    assert {row.case_id: row.death_date for row in people if row.death_date} == {
        "TJ44": date(2020, 2, 10),
        "TJ50": date(2020, 2, 5),
        "TJ68": date(2020, 2, 12),
    }
    assert [row.outcome for row in people].count("DIED") == 3


def test_the_links_that_the_texts_name(rows):
    links = {
        (row.case_id, one.case_id): one.relation
        for row in rows.values()
        for one in row.sources
        if one.kind == "CASE"
    }
    assert len(links) == 94
    assert len({case for case, _ in links}) == 69
    assert Counter(links.values()) == {"FAMILY": 56, "OTHER": 16, "UNKNOWN": 11, "COLLEAGUE": 9, "VENUE": 2}
    assert set(links) == {
        (case, f"TJ{number}")
        for case, row in rows.items()
        for number in re.findall(r"(?:TJ|case )(\d+)", row.infection_source or "")
    }
    assert links[("TJ54", "TJ14")] == links[("TJ54", "TJ25")] == "FAMILY"
    assert links[("TJ122", "TJ110")] == links[("TJ121", "TJ119")] == links[("TJ120", "TJ109")] == "FAMILY"
    assert {other for case, other in links if case == "TJ127"} == {"TJ93", "TJ107", "TJ119", "TJ121"}
    assert links[("TJ98", "TJ82")] == "COLLEAGUE"
    assert (("TJ114", "TJ115") in links) and (
        ("TJ115", "TJ114") in links
    )  # each names the other: no direction


def test_the_one_unknown_id_stays_an_unknown_source(rows):
    unknown = {
        (row.case_id, one.case_id)
        for row in rows.values()
        for one in row.sources
        if one.kind == "UNKNOWN_CASE" and one.case_id
    }
    assert unknown == {("TJ59", "JN25")}


def test_people_without_an_id_and_places_are_named(rows):
    assert {case for case, row in rows.items() if any(one.kind == "UNKNOWN_CASE" and not one.case_id for one in row.sources)} == {
        "TJ27", "TJ37", "TJ39", "TJ40", "TJ41", "TJ76", "TJ79", "TJ133", "TJ135",
    }  # fmt: skip
    assert {case for case, row in rows.items() if any(one.kind == "UNKNOWN" for one in row.sources)} == {
        "TJ42", "TJ70", "TJ72", "TJ77", "TJ95", "TJ100", "TJ102",
    }  # fmt: skip
    assert [one.text for one in rows["TJ59"].sources] == ["Wuhan", "TJ14", "JN25"]


def test_typos_are_kept_as_given(rows):
    kept = {
        case: row.extra["severity (as given)"]
        for case, row in rows.items()
        if "severity (as given)" in row.extra
    }
    assert kept == {
        "TJ102": "unclassifed",
        "TJ123": "unclassfied",
        "TJ125": "unclassfied",
        "TJ126": "unclassifdied",
    }
    assert rows["TJ108"].infection_source == "duaghtor of TJ100， whife of TJ103"


def test_the_shipped_file_is_the_published_one_converted():
    assert converted(PUBLISHED) == SHIPPED


def test_the_shipped_file_adds_only_what_the_texts_say():
    rows = {row.case_id: row for row in read(SHIPPED, today=TODAY)}
    published = {row.case_id: row for row in read(PUBLISHED, today=TODAY)}
    added = {"area", "classification", "origin", "exposure_place"}
    for case, row in rows.items():
        assert {key: value for key, value in row.given().items() if key not in added} == published[
            case
        ].given()
        assert row.extra == published[case].extra
        assert row.sources == published[case].sources
    imported = {case for case, row in rows.items() if row.origin == "IMPORTED"}
    assert imported == {
        f"TJ{number}"
        for number in (
            1,
            2,
            3,
            4,
            7,
            8,
            9,
            10,
            14,
            15,
            18,
            19,
            23,
            24,
            25,
            26,
            29,
            30,
            31,
            45,
            49,
            59,
            60,
            61,
            67,
        )
    }
    assert {row.exposure_place for row in rows.values()} == {None, "Wuhan", "Hubei"}
    assert {row.area for row in rows.values()} == {"120000"}
