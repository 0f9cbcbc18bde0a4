"""An identity number, a case ID and a place as a case belong to one person: a row that takes another's is not imported."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import City, build

from ringfence.registry.people.models import Identity
from ringfence.tracing.cases.models import Case
from ringfence.tracing.linelists.models import ImportRow, ImportRun

from .test_every_row_is_accounted_for import CHEN, LI, account_of, imported

pytestmark = pytest.mark.django_db
HEADING = "病例编号,姓名,身份证号,发病日期,转归日期\n"
OTHER_NAME = "Somebody is registered with this identity number under another name."


@pytest.fixture
def city() -> City:
    city = build()
    file(city, f"A1,陈强,{CHEN},2022-01-05,\nA2,李丽,,2022-01-06,2022-01-07\n")
    return city


def file(city: City, lines: str, **decisions: str) -> ImportRun:
    return imported(city, (HEADING + lines).encode(), decisions)


def fault(run: ImportRun, number: int = 2) -> tuple[str, str, str]:
    """(became, cell, sentence) of a row."""
    row = ImportRow.objects.get(run=run, number=number)
    note: dict[str, Any] = next(one for one in row.reasons if one["fault"])
    return row.became, note["column"], note["reason"]["text"]


def people() -> list[tuple[str, str]]:
    return sorted((one.name, one.id_number) for one in Identity.objects.filter(person__cases__isnull=False))


def test_the_number_of_a_case_under_another_name_is_refused(city: City) -> None:
    before = people()
    became, cell, sentence = fault(file(city, f",赵敏,{CHEN},2022-01-06,\n"))
    assert (became, cell) == ("FAILED", "C")
    assert sentence.startswith("The identity number is that of case {who}, who has another name.")
    assert people() == before


@pytest.mark.parametrize("case_id", ["", "A7"])
def test_the_number_of_somebody_registered_under_another_name_is_refused(city: City, case_id: str) -> None:
    city.person("王芳", id_number=LI)
    before = people()
    became, cell, sentence = fault(file(city, f"{case_id},赵敏,{LI},2022-01-06,\n"))
    assert (became, cell) == ("FAILED", "C")
    assert sentence.startswith(OTHER_NAME)
    assert people() == before


@pytest.mark.parametrize("name", ["王芳", "Wang Fang", "FANG WANG", "王某", "王*", ""])
def test_somebody_registered_is_the_patient_when_the_name_agrees(city: City, name: str) -> None:
    known = city.person("王芳", id_number=LI)
    assert account_of(file(city, f"A7,{name},{LI},2022-01-06,\n"))["created"] == 1
    assert Case.objects.get(number="A7").person_id == known.id
    assert Identity.objects.get(person=known).name == "王芳"


def test_a_known_case_does_not_take_the_number_of_another_person(city: City) -> None:
    city.person("王芳", id_number=LI)
    before = people()
    became, cell, sentence = fault(file(city, f"A2,李丽,{LI},2022-01-06,\n"))
    assert (became, cell) == ("FAILED", "C")
    assert sentence.startswith("Another person is registered with this identity number.")
    assert people() == before


def test_two_rows_of_a_file_do_not_give_one_number_to_two_people(city: City) -> None:
    file(city, "A3,孙涛,,2022-01-06,\n")
    run = file(city, f"A2,李丽,{LI},2022-01-06,\nA3,孙涛,{LI},2022-01-06,\n")
    assert (account_of(run)["updated"], account_of(run)["failed"]) == (1, 1)
    became, cell, sentence = fault(run, 3)
    assert (became, cell) == ("FAILED", "C")
    assert (
        sentence == "Row {row} gives this identity number to somebody else. Correct one of the two numbers."
    )


def test_two_rows_about_one_case_are_asked_about(city: City) -> None:
    run = file(city, f"A1,陈强,,2022-01-04,\n,陈强,{CHEN},2022-01-03,\n")
    assert (account_of(run)["updated"], account_of(run)["skipped"]) == (1, 1)
    assert str(Case.objects.get(number="A1").onset_date) == "2022-01-04"


@pytest.mark.parametrize(("line", "cell", "sentence"), [
    ("A8,周杰,,2022-01-05,\nA8,吴敏,,2022-01-06,\n", "A", "The case ID {case_id} is taken already."),
    (f"A8,周杰,{LI},2022-01-05,\nA9,周杰,{LI},2022-01-06,\n", "C", "This person is case {case_id} of this outbreak already."),
    (f"A8,周杰,{LI},2022-01-05,\nA9,吴敏,{LI},2022-01-06,\n", "C", OTHER_NAME),
])  # fmt: skip
def test_created_all_the_same_it_still_doubles_nobody(
    city: City, line: str, cell: str, sentence: str
) -> None:
    run = file(city, line, DUPLICATE_SUSPECTED="CREATE")
    assert (account_of(run)["created"], account_of(run)["failed"]) == (1, 1)
    assert fault(run, 3)[:2] == ("FAILED", cell)
    assert fault(run, 3)[2].startswith(sentence)


def test_a_case_id_with_a_space_is_found_again(city: City) -> None:
    lines = "TJ 14,周杰,,2022-01-05,\n"
    assert account_of(file(city, lines))["created"] == 1
    assert account_of(file(city, lines))["unchanged"] == 1
    assert account_of(file(city, lines.replace(" 14", "14")))["unchanged"] == 1


def test_a_correction_that_makes_the_days_of_a_case_impossible_is_refused(city: City) -> None:
    became, cell, sentence = fault(file(city, "A2,李丽,,2022-01-08,\n"))
    assert (became, cell) == ("FAILED", "D")
    assert sentence.startswith("The onset ({first}) lies after the outcome ({second}).")
    assert str(Case.objects.get(number="A2").onset_date) == "2022-01-06"
