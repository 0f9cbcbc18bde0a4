"""Whatever a file holds: rows in = created + updated + unchanged + skipped + failed, and the failed rows come back."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.city import NOON, City, build

from ringfence.cores.linelist.values.identity_number import check_letter
from ringfence.kernel import city_date
from ringfence.tracing.cases.models import Case
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists import queries as imports
from ringfence.tracing.linelists.models import ImportRun

pytestmark = pytest.mark.django_db


def identity_number(day: str, order: str = "001") -> str:
    return f"410702{day}{order}" + check_letter(f"410702{day}{order}")


CHEN, LI = identity_number("19820105"), identity_number("19840203", "002")
COLUMNS = {  # heading -> (cells that can be read, cells that cannot)
    "病例编号": (["A1", "A2", "A3", "a1", "A 1", "Á1", "A-9", ""], ["1.5E+17", "合计"]),
    "姓名": (["陈强", "李丽", "Chen Qiang", "陈某", ""], ["陈" * 200]),
    "性别": (["男", "女", "", ""], ["马"]),
    "年龄": (["40", "", "", "6个月"], ["400"]),
    "身份证号": (["", "", CHEN, LI, "E1234567"], ["410702198201050010", "4.107021982E+17", "#REF!"]),
    "电话": (["", "13900000001", "13900000002"], ["#N/A"]),
    "发病日期": (["2022-01-05", "2022-01-07", ""], ["2023-05-01", "0020-01-01", "昨天"]),
    "报告日期": (["2022-01-08", ""], ["2022-13-01"]),
    "转归": (["", "", "治愈", "死亡"], ["???"]),
    "转归日期": (["", "", "2022-01-06", "2022-01-08"], ["31/02/2022"]),
    "病例分类": (["", "", "确诊病例", "排除"], ["?"]),
    "疫苗": (["", "=1+1", 'a"b', "两剂,灭活\n加强"], ["", "合计"]),
}
HEADING = list(COLUMNS)
GOOD = st.tuples(*(st.sampled_from(good) for good, _ in COLUMNS.values()))
FAULTS = st.lists(st.integers(0, len(HEADING) - 1), max_size=2)
LINES = st.builds(
    lambda good, faults: tuple(COLUMNS[HEADING[at]][1][0] if at in faults else cell for at, cell in enumerate(good)),
    GOOD, st.one_of(st.just([]), st.just([]), FAULTS),
).filter(any)  # fmt: skip
FILES = st.lists(LINES, min_size=1, max_size=10)
DECISIONS = st.fixed_dictionaries({
    "NEW": st.sampled_from(["AS_PROPOSED", "SKIP", "CREATE"]),
    "UPDATE": st.sampled_from(["AS_PROPOSED", "SKIP"]),
    "DUPLICATE_SUSPECTED": st.sampled_from(["AS_PROPOSED", "SKIP", "CREATE"]),
})  # fmt: skip


def written(lines: list[tuple[str, ...]]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([HEADING, *lines])
    return target.getvalue().encode()


def imported(city: City, content: bytes, decisions: dict[str, str] | None = None) -> ImportRun:
    told = {"by": city.officer, "now": NOON}
    run = linelists.upload(outbreak_id=city.outbreak.id, file_name="list.csv", content=content, **told)
    linelists.preview(run_id=run.id, **told)
    for verdict, choice in (decisions or {}).items():
        linelists.decide_verdict(run_id=run.id, verdict=verdict, choice=choice, **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    assert linelists.run_batch(run_id=run.id, **told)
    run.refresh_from_db()
    return run


def account_of(run: ImportRun) -> dict[str, int]:
    return {name: getattr(run, name) for name in ("created", "updated", "unchanged", "skipped", "failed")}


def adds_up(run: ImportRun, lines: list[tuple[str, ...]]) -> None:
    assert run.state == "DONE"
    assert run.rows_in == sum(account_of(run).values()) == len(lines)
    became = Counter(run.rows.values_list("became", flat=True))
    assert {name.lower(): became[name.upper()] for name in account_of(run)} == account_of(run)


def failed_rows_come_back(run: ImportRun, lines: list[tuple[str, ...]]) -> None:
    pieces = imports.failed_csv(run, today=city_date(NOON), say=str, language="zh-hans")
    told = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))[1:]
    numbers = list(run.rows.filter(became="FAILED").order_by("number").values_list("number", flat=True))
    assert [line[1] for line in told] == [lines[number - 2][0] for number in numbers]
    assert all(line[0] for line in told), "each says what is wrong with it"


def nobody_is_mixed(run: ImportRun, lines: list[tuple[str, ...]]) -> None:
    """Whoever a row was taken for has, afterwards, the identity number and the name of that row."""
    for row in run.rows.filter(became__in=["CREATED", "UPDATED"]):
        case = Case.objects.select_related("person__identity").get(id=row.case_id)
        _, name, _, _, number, *_ = lines[row.number - 2]
        assert not number or case.person.identity.id_number == number
        assert not name or case.person.identity.name == name


@pytest.fixture
def city() -> City:
    return build()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=FILES, second=FILES, decisions=DECISIONS)
def test_every_row_is_accounted_for_whatever_comes_in(city, first, second, decisions):
    with transaction.atomic():
        for lines in (first, second):
            run = imported(city, written(lines), decisions)
            adds_up(run, lines)
            failed_rows_come_back(run, lines)
            nobody_is_mixed(run, lines)
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=FILES)
def test_the_same_file_again_creates_and_changes_nothing(city, lines):
    """Rows without case ID, identity number or telephone say nobody that could be found again; they are left out."""
    lines = [line for line in lines if line[0] or line[4] or (line[1] and line[5])] or [("A1", *[""] * 11)]
    with transaction.atomic():
        imported(city, written(lines))
        before = list(Case.objects.order_by("id").values())
        again = imported(city, written(lines))
        adds_up(again, lines)
        assert (again.created, again.updated) == (0, 0)
        assert list(Case.objects.order_by("id").values()) == before
        transaction.set_rollback(True)
