"""A line list comes in: every row accounted for, nothing doubled, sources named without a direction."""

from __future__ import annotations

from pathlib import Path

import pytest

import ringfence
from ringfence.command.exports import queries as exports
from ringfence.cores.linelist.reading import open_table
from ringfence.cores.linelist.writing import write_csv
from ringfence.kernel import Refused
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.places.models import Place
from ringfence.tracing.cases.models import CandidateLink, Case
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists.models import ImportRun
from tests.city import NOON, City, build

pytestmark = pytest.mark.django_db
TIANJIN = Path(ringfence.__file__).parent / "faces" / "jobs" / "data" / "outbreaks" / "tianjin-2020.csv"


@pytest.fixture
def city() -> City:
    return build()


def imported(city: City, content: bytes, name: str = "list.csv") -> ImportRun:
    run = linelists.upload(
        outbreak_id=city.outbreak.id, file_name=name, content=content, by=city.officer, now=NOON
    )
    linelists.preview(run_id=run.id, by=city.officer, now=NOON)
    linelists.queue(run_id=run.id, by=city.officer, now=NOON)
    linelists.start(run_id=run.id, by=city.officer, now=NOON)
    assert linelists.run_batch(run_id=run.id, by=city.officer, now=NOON)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, ...]:
    return run.rows_in, run.created, run.updated, run.unchanged, run.skipped, run.failed


SMALL = """病例编号,姓名,性别,年龄,发病日期,报告日期,感染来源
A1,陈强,男,40,2022-01-05,2022-01-07,外地返回
A2,李丽,女,38,2022-01-06,2022-01-08,A1的家属
A3,王芳,女,30,2022-01-09,2022-01-08,A9 同事
""".encode()


def test_rows_in_are_rows_out_and_a_wrong_row_says_why(city: City) -> None:
    run = imported(city, SMALL)
    assert counts(run) == (3, 2, 0, 0, 0, 1)
    wrong = run.rows.get(became="FAILED")
    assert wrong.case_number == "A3"  # its onset is later than its report


def test_the_same_file_twice_changes_nothing(city: City) -> None:
    imported(city, SMALL)
    before = list(Case.objects.order_by("id").values())
    links = CandidateLink.objects.count()
    assert counts(imported(city, SMALL)) == (3, 0, 0, 2, 0, 1)
    assert list(Case.objects.order_by("id").values()) == before
    assert CandidateLink.objects.count() == links


def test_a_changed_cell_updates_its_case_and_nothing_else(city: City) -> None:
    imported(city, SMALL)
    run = imported(
        city,
        SMALL.replace(
            b"A1,\xe9\x99\x88\xe5\xbc\xba,\xe7\x94\xb7,40,2022-01-05",
            b"A1,\xe9\x99\x88\xe5\xbc\xba,\xe7\x94\xb7,41,2022-01-04",
        ),
    )
    assert counts(run) == (3, 0, 1, 1, 0, 1)
    assert str(Case.objects.get(number="A1").onset_date) == "2022-01-04"


def test_a_mention_is_a_candidate_without_direction(city: City) -> None:
    imported(city, SMALL)
    link = CandidateLink.objects.get(source_case__number="A1")
    assert (link.case.number, link.relation, link.grade, link.directed) == ("A2", "FAMILY", "MENTION", False)


def test_columns_cannot_be_changed_once_it_runs(city: City) -> None:
    run = imported(city, SMALL)
    with pytest.raises(Refused, match="upload it again"):
        linelists.preview(run_id=run.id, by=city.officer, now=NOON)


def test_the_real_outbreak_of_tianjin(city: City) -> None:
    Place.objects.create(code="12", name="天津市", kind="CITY")
    outbreak = outbreaks.open_outbreak(slug="tianjin", name="天津", area_code="12", ruleset_id="CN-7", case_prefix="TJ",
                                       by=city.tianjin, now=NOON)  # fmt: skip
    city.outbreak = outbreak
    run = imported(city, TIANJIN.read_bytes(), TIANJIN.name)
    assert counts(run) == (135, 135, 0, 0, 0, 0)
    sources = {
        link.source_case.number
        for link in CandidateLink.objects.filter(case__number="TJ54", source_kind="CASE")
    }
    assert sources == {"TJ14", "TJ25"}
    assert CandidateLink.objects.get(case__number="TJ59", source_kind="UNKNOWN_CASE").source_label == "JN25"
    assert counts(imported(city, TIANJIN.read_bytes(), TIANJIN.name)) == (135, 0, 0, 135, 0, 0)
    leaving = exports.rows(what="line-list", by=city.officer, outbreak_id=outbreak.id)
    names = exports.extra_names(by=city.officer, outbreak_id=outbreak.id)
    again = b"".join(write_csv(rows=leaving, extras=names, language="zh-hans"))
    assert counts(imported(city, again, "again.csv")) == (135, 0, 0, 135, 0, 0)


@pytest.mark.parametrize(("what", "rows"), [("line-list", 2), ("links", 2), ("tree", 2)])
def test_what_leaves_can_be_read_again(city: City, what: str, rows: int) -> None:
    imported(city, SMALL)
    found = list(exports.rows(what=what, by=city.officer, outbreak_id=city.outbreak.id))
    content = b"".join(write_csv(rows=found, schema=exports.SCHEMAS[what], language="zh-hans"))
    assert (
        len(list(open_table(content=content, file_name="x.csv", schema=exports.SCHEMAS[what]).lines()))
        == rows
    )


def test_an_exported_line_list_changes_nothing_when_it_comes_back(city: City) -> None:
    imported(city, SMALL)
    found = exports.rows(what="line-list", by=city.officer, outbreak_id=city.outbreak.id)
    content = b"".join(write_csv(rows=found))
    assert counts(imported(city, content)) == (2, 0, 0, 2, 0, 0)


ONLY_A_NAME = """姓名,性别,发病日期,备注
张伟,男,2022-01-05,
张伟,男,2022-01-05,
李丽,女,,夜班
""".encode()


def test_rows_with_only_a_name_come_in_once_however_often_the_file_is_told(city: City) -> None:
    assert counts(imported(city, ONLY_A_NAME)) == (
        3,
        3,
        0,
        0,
        0,
        0,
    )  # two people of one name and day stay two
    people = set(Case.objects.values_list("person_id", flat=True))
    again = imported(city, ONLY_A_NAME, "renamed.csv")
    assert counts(again) == (3, 0, 0, 3, 0, 0)
    assert set(Case.objects.values_list("person_id", flat=True)) == people and len(people) == 3
    assert "imported before, as case" in again.rows.first().reasons[0]["reason"]["text"]
    assert set(again.rows.values_list("case_id", flat=True)) == set(Case.objects.values_list("id", flat=True))


def test_one_more_row_of_that_name_is_one_more_person_and_other_words_are_another_row(city: City) -> None:
    imported(city, ONLY_A_NAME)
    longer = ONLY_A_NAME + "张伟,男,2022-01-05,\n张伟,男,2022-01-07,\n".encode()
    assert counts(imported(city, longer)) == (5, 2, 0, 3, 0, 0)


def test_a_row_that_was_skipped_is_not_remembered_as_imported(city: City) -> None:
    told = {"by": city.officer, "now": NOON}
    run = linelists.upload(outbreak_id=city.outbreak.id, file_name="a.csv", content=ONLY_A_NAME, **told)
    linelists.preview(run_id=run.id, **told)
    linelists.decide_verdict(run_id=run.id, verdict="NEW", choice="SKIP", **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    linelists.run_batch(run_id=run.id, **told)
    assert not Case.objects.exists()
    assert counts(imported(city, ONLY_A_NAME)) == (3, 3, 0, 0, 0, 0)
