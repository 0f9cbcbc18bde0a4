"""Many rows written at once are those that `save` would have written, and the database guards them alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from ringfence.ground import many_rows
from ringfence.kernel import city_date, new_id
from ringfence.registry.people.models import Person
from ringfence.tracing.cases.models import Case
from tests.city import HONGQI, NOON, TOWNSHIP, City, build

pytestmark = pytest.mark.django_db
EXTRA = {"extra": {"楼栋": 'B "2"\t\\N'}, "given": {}}


@pytest.fixture
def city() -> City:
    return build()


def a_case(city: City, name: str, **told: Any) -> Case:
    values = {"number": name, "area_id": TOWNSHIP, "reported_on": city_date(NOON), "reported_at": NOON,
              "created_at": NOON, "symptoms": "发热\n咳嗽", "extra": EXTRA, "symptoms_improved": None}  # fmt: skip
    return Case(outbreak_id=city.outbreak.id, person_id=city.person(name).id, **values | told)


def columns(case: Case) -> dict[str, Any]:
    row = Case.objects.filter(id=case.id).values().get()
    return {name: value for name, value in row.items() if name not in ("id", "number", "person_id")}


def test_an_inserted_row_is_the_row_that_save_writes(city: City) -> None:
    saved, inserted = a_case(city, "Chen"), a_case(city, "Li")
    saved.save(force_insert=True)
    assert many_rows.insert(rows=[inserted]) == 1
    assert columns(saved) == columns(inserted)


def test_what_a_constraint_forbids_inserts_nothing(city: City) -> None:
    case = a_case(city, "Chen")
    again = a_case(city, "Li", number="Chen")
    with pytest.raises(IntegrityError), transaction.atomic():
        many_rows.insert(rows=[case, again])
    assert not Case.objects.exists()


def test_an_updated_row_is_the_row_that_save_writes(city: City) -> None:
    told = {"symptoms": "", "extra": {}, "outcome_on": city_date(NOON), "symptoms_improved": True,
            "isolated_at": NOON, "area_id": HONGQI, "classification": Case.Classification.CONFIRMED}  # fmt: skip
    saved, updated, other = a_case(city, "Chen"), a_case(city, "Li"), a_case(city, "Zhao")
    many_rows.insert(rows=[saved, updated, other])
    for case in (saved, updated):
        for name, value in told.items():
            setattr(case, name, value)
    saved.save()
    unknown = a_case(city, "Wang", id=new_id())
    fields = [name.removesuffix("_id") for name in told]
    assert many_rows.update(rows=[updated, unknown], fields=fields) == 1
    assert columns(saved) == columns(updated)
    assert columns(other)["symptoms"] == "发热\n咳嗽"


def test_a_text_that_is_too_long_is_refused_and_not_cut(city: City) -> None:
    case = a_case(city, "Chen")
    many_rows.insert(rows=[case])
    case.symptoms = "x" * 301
    with pytest.raises(DataError), transaction.atomic():
        many_rows.update(rows=[case], fields=["symptoms"])


def test_nothing_is_written_for_no_rows() -> None:
    assert many_rows.insert(rows=[]) == 0
    assert many_rows.update(rows=[Person()], fields=[]) == 0
