"""Samples: due and taken, results one by one and pasted, registered for anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.city import NOON, TOWNSHIP, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock, status
from tests.identities import called
from tests.stories.telling import open_case

from ringfence.field.testing.models import Sample
from ringfence.ground.audit.models import AuditEntry
from ringfence.tracing.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build(rooms=4)
    set_clock(city, NOON + hours(2))
    return city


@pytest.fixture
def stay(city: City) -> Any:
    return in_room(city, open_case(city), "王芳")[1]


def waiting(city: City, *codes: str) -> list[Sample]:
    return [city.sample(city.person(f"Person {code}"), code=code) for code in codes]


def test_what_is_due_is_taken_into_a_tube_in_its_row(city: City, stay: Any) -> None:
    page = get(city.nurse, "samples/")
    assert "王芳" in page and "Demo site 101" in page
    sample = Sample.objects.get(person_id=stay.person_id, test_day=1, surface="")
    assert (
        "Tube Q1 is taken from 王芳"
        in post(city.nurse, f"samples/{sample.id}/take/", code="Q1").content.decode()
    )
    assert "Q1" in get(city.nurse, "samples/?tab=awaiting")
    assert "王芳" not in get(city.nurse, "samples/?tab=due").split("<tbody>")[1]


@pytest.mark.parametrize(
    ("code", "sentence"), [("", "Scan or type the code"), ("T-other", "already belongs to another person")]
)
def test_a_tube_without_or_with_a_strange_code_is_refused(
    city: City, stay: Any, code: str, sentence: str
) -> None:
    waiting(city, "T-other")
    sample = Sample.objects.get(person_id=stay.person_id, test_day=1, surface="")
    assert sentence in post(city.nurse, f"samples/{sample.id}/take/", code=code).content.decode()


def test_an_overdue_sample_is_marked(city: City, stay: Any) -> None:
    set_clock(city, NOON + timedelta(days=1))
    assert "clock-exclamation" in get(city.nurse, "samples/?tab=due").split("<tbody>")[1]


def test_lists_are_narrowed_by_tube_name_result_and_person(city: City) -> None:
    waiting(city, "T1", "T2")
    assert "T2" not in get(city.laboratory, "samples/?tab=awaiting&q=T1").split("<tbody>")[1]
    assert "T1" in get(city.laboratory, "samples/?tab=all&q=Person T1")
    one = Sample.objects.get(code="T1")
    assert "T2" not in get(city.laboratory, f"samples/?person={one.person_id}").split("<tbody>")[1]
    assert "No sample here" in get(city.laboratory, "samples/?tab=all&result=POSITIVE")


def test_scanning_shows_whose_tube_it_is_before_anything_is_recorded(city: City) -> None:
    waiting(city, "T1")
    page = post(city.laboratory, "samples/results/", code="T1", result="").content.decode()
    assert "Person T1" in page
    assert Sample.objects.get(code="T1").result == "PENDING"


@pytest.mark.parametrize(("told", "result"), [
    ({"result": "n"}, "NEGATIVE"), ({"result": "-"}, "NEGATIVE"), ({"result": "阴性"}, "NEGATIVE"), ({"choice": "n"}, "NEGATIVE"),
    ({"result": "i"}, "INVALID"), ({"choice": "i"}, "INVALID"),
])  # fmt: skip
def test_a_result_is_typed_or_pressed(city: City, told: dict[str, str], result: str) -> None:
    waiting(city, "T1")
    post(city.laboratory, "samples/results/", code="T1", **told)
    assert Sample.objects.get(code="T1").result == result


def test_a_positive_is_asked_about_once_more_and_then_opens_a_case(city: City) -> None:
    waiting(city, "T1")
    page = post(city.laboratory, "samples/results/", code="T1", result="p").content.decode()
    assert "Is the label right?" in page
    assert not Case.objects.exists()
    page = post(
        city.laboratory, "samples/results/", code="T1", result="p", ct_n="21.5", confirmed="on"
    ).content.decode()
    assert "The case is open" in page
    assert Case.objects.count() == 1 and str(Sample.objects.get(code="T1").ct_n) == "21.5"


@pytest.mark.parametrize(("told", "sentence"), [
    ({"code": "T9", "result": "n"}, "No sample has this tube code"),
    ({"code": "T1", "result": "maybe"}, "Write n for negative"),
    ({"code": "T1", "result": "n", "result_at": "2030-01-01T10:00"}, "in the future"),
    ({"code": "", "result": "n"}, "required"),
])  # fmt: skip
def test_a_wrong_result_is_refused_and_what_was_typed_is_kept(
    city: City, told: dict[str, str], sentence: str
) -> None:
    waiting(city, "T1")
    answer = post(city.laboratory, "samples/results/", **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert f'value="{told["result"]}"' in page
    assert Sample.objects.get(code="T1").result == "PENDING"


def test_another_result_than_the_recorded_one_is_refused(city: City) -> None:
    waiting(city, "T1")
    post(city.laboratory, "samples/results/", code="T1", result="n")
    answer = post(city.laboratory, "samples/results/", code="T1", result="i")
    assert answer.status_code == 422 and "already has another result" in answer.content.decode()


PASTED = "T1 n\nT2\t阳性\nT3,negative\nT4 maybe\nT5 n\nT1 n\n\njunk\n"


def test_pasted_lines_are_judged_one_by_one_and_nothing_is_written_yet(city: City) -> None:
    waiting(city, "T1", "T2", "T3", "T4")
    page = post(city.laboratory, "samples/results/paste/", lines=PASTED).content.decode()
    for verdict in (
        "Opens a case",
        "Not understood",
        "No sample has this tube code",
        "stands higher up already",
        "Record 3 results",
    ):
        assert verdict in page, verdict
    assert not Sample.objects.exclude(result="PENDING").exists()


def test_positives_among_pasted_lines_need_the_tick(city: City) -> None:
    waiting(city, "T1", "T2", "T3", "T4")
    answer = post(city.laboratory, "samples/results/paste/keep/", lines=PASTED)
    assert answer.status_code == 422 and "look at them and tick the box" in answer.content.decode()
    assert "T2\t阳性" in answer.content.decode()
    assert not Case.objects.exists()


def test_pasted_lines_are_recorded_each_on_its_own(city: City) -> None:
    waiting(city, "T1", "T2", "T3", "T4")
    page = post(city.laboratory, "samples/results/paste/keep/", lines=PASTED, looked="yes").content.decode()
    assert "3 of 7 lines recorded" in page and "A case is open." in page
    assert sorted(Sample.objects.exclude(result="PENDING").values_list("code", "result")) == [
        ("T1", "NEGATIVE"), ("T2", "POSITIVE"), ("T3", "NEGATIVE"),
    ]  # fmt: skip
    assert Case.objects.count() == 1
    again = post(city.laboratory, "samples/results/paste/keep/", lines=PASTED, looked="yes")
    assert again.status_code == 422 and Case.objects.count() == 1


def test_an_empty_paste_says_so(city: City) -> None:
    answer = post(city.laboratory, "samples/results/paste/keep/", lines="\n \n")
    assert answer.status_code == 422 and "There is no line to record." in answer.content.decode()


def test_a_sample_of_a_known_person(city: City) -> None:
    person = city.person("王小芳", phone="13800000001")
    assert str(person.id) in get(city.laboratory, "samples/new/?q=wangxiaofang")
    told = {
        "code": "N1",
        "taken_at": "2022-01-09T13:00",
        "purpose": "SCREENING",
        "specimen": "NASOPHARYNGEAL",
    }
    assert (
        "Tube N1 is registered" in post(city.laboratory, f"samples/new/{person.id}/", **told).content.decode()
    )
    assert Sample.objects.get(code="N1").person_id == person.id


def test_a_sample_of_somebody_new_registers_both_or_neither(city: City) -> None:
    told = {"name": "赵新", "sex": "F", "age_years": "30", "area_code": TOWNSHIP, "code": "N1", "taken_at": "2022-01-09T13:00",
            "purpose": "SCREENING", "specimen": "NASOPHARYNGEAL"}  # fmt: skip
    wrong = post(city.laboratory, "samples/new/somebody/", **told | {"taken_at": "2030-01-01T10:00"})
    assert wrong.status_code == 422 and "赵新" in wrong.content.decode()
    assert not called("赵新")
    post(city.laboratory, "samples/new/somebody/", **told)
    assert Sample.objects.get(code="N1").person.identity.name == "赵新"


@pytest.mark.parametrize(("role", "reads", "records"), [
    ("laboratory", 200, 200), ("nurse", 200, 200), ("manager", 200, 200), ("investigator", 200, 200), ("epidemiologist", 200, 403),
    ("command", 200, 403), ("driver", 403, 403), ("oversight", 403, 403),
])  # fmt: skip
def test_who_reads_and_who_records(city: City, role: str, reads: int, records: int) -> None:
    assert status(getattr(city, role), "samples/") == reads
    assert status(getattr(city, role), "samples/results/") == records
    assert post(getattr(city, role), "samples/results/paste/", lines="x").status_code == records


def test_another_county_does_not_see_the_sample(city: City) -> None:
    waiting(city, "T1")
    assert "T1" not in get(city.outsider, "samples/?tab=all").split("<tbody>")[1]
    assert post(city.outsider, "samples/results/", code="T1", result="n").status_code == 422


@pytest.mark.parametrize(("told", "sentence"), [
    ({"result": "n", "ct_n": "25.0"}, "does not go with a negative result"),
    ({"result": "p", "ct_orf1ab": "41.0", "confirmed": "on"}, "does not go with a positive result"),
])  # fmt: skip
def test_a_result_that_contradicts_its_ct_waits_until_the_laboratory_was_asked(
    city: City, told: dict[str, str], sentence: str
) -> None:
    waiting(city, "T1")
    answer = post(city.laboratory, "samples/results/", code="T1", **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert "The laboratory was asked and stands by this result" in page
    assert 'value="T1"' in page and any(f'value="{ct}"' in page for ct in ("25.0", "41.0"))
    assert Sample.objects.get(code="T1").result == "PENDING"
    post(city.laboratory, "samples/results/", code="T1", asked_laboratory="on", **told)
    assert Sample.objects.get(code="T1").result == ("NEGATIVE" if told["result"] == "n" else "POSITIVE")
    assert sentence in str(AuditEntry.objects.get(action="sample.result").reasons)


@pytest.mark.parametrize(("told", "sentence"), [
    ({"ct_n": "60.0"}, "is impossible"), ({"result_at": "2022-01-09T06:10"}, "less than 15 minutes"),
])  # fmt: skip
def test_what_cannot_be_no_word_of_the_laboratory_makes_possible(
    city: City, told: dict[str, str], sentence: str
) -> None:
    waiting(city, "T1")  # taken at six in the morning
    answer = post(city.laboratory, "samples/results/", code="T1", result="n", asked_laboratory="on", **told)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Sample.objects.get(code="T1").result == "PENDING"


def test_a_pasted_line_faster_than_any_test_stays_in_the_box_with_its_sentence(city: City) -> None:
    waiting(city, "F1", "T1")
    Sample.objects.filter(code="F1").update(taken_at=NOON + hours(2) - timedelta(minutes=5))
    page = post(city.laboratory, "samples/results/paste/keep/", lines="F1 n\nT1 n").content.decode()
    assert "less than 15 minutes" in page and "1 of 2 lines recorded" in page
    assert "F1 n</textarea>" in page
