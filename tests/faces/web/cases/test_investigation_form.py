"""The investigation form: saved by itself part by part, in versions; nobody overwrites anybody unawares."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.city import City

from ringfence.tracing.investigations.form import BLOCKS
from ringfence.tracing.investigations.models import FormBlock, Stop

from .conftest import BASE, signed_in, text_of


def save(desk: Client, case: Any, block: str, version: int, **told: Any) -> Any:
    """As the island sends it."""
    headers = {"If-Match": str(version), "Accept": "application/json"}
    return desk.post(
        f"{BASE}{case.id}/form/{block}/",
        {f"{block}-{name}": value for name, value in told.items()},
        headers=headers,
    )


def test_a_part_is_saved_as_a_version(desk: Client, case: Any) -> None:
    answer = save(desk, case, "CLINICAL", 0, symptoms=["FEVER", "CHILLS"], highest_celsius="38.4")
    assert answer.json() == {"version": 1, "filled": 2}
    assert FormBlock.objects.get().content == {"symptoms": ["FEVER", "CHILLS"], "highest_celsius": 38.4}


def test_rows_are_kept_and_empty_ones_left_out(desk: Client, case: Any) -> None:
    told = {"doses-0-dose": "1", "doses-0-on": "2021-06-03", "doses-1-dose": "", "doses-7-product": "Sinovac"}
    save(desk, case, "CLINICAL", 0, **told)
    assert FormBlock.objects.get().content == {
        "doses": [{"dose": 1, "on": "2021-06-03"}, {"product": "Sinovac"}]
    }
    assert 'value="Sinovac"' in text_of(desk.get(f"{BASE}{case.id}/form/"))


def test_instants_are_told_in_the_time_of_the_city(desk: Client, case: Any) -> None:
    save(desk, case, "ONSET", 0, first_symptom_at="2022-01-08T20:00")
    assert FormBlock.objects.get().content == {"first_symptom_at": "2022-01-08T20:00:00+08:00"}
    assert 'value="2022-01-08T20:00"' in text_of(desk.get(f"{BASE}{case.id}/form/"))


def test_the_same_again_makes_no_new_version(desk: Client, case: Any) -> None:
    save(desk, case, "ONSET", 0, first_symptom="cough")
    assert save(desk, case, "ONSET", 1, first_symptom="cough").json()["version"] == 1
    assert FormBlock.objects.count() == 1


def test_a_wrong_value_is_refused_at_its_input(desk: Client, case: Any) -> None:
    answer = save(desk, case, "CLINICAL", 0, highest_celsius="hot", **{"doses-0-on": "last summer"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"CLINICAL-highest_celsius", "CLINICAL-doses-0-on"}
    assert not FormBlock.objects.exists()


def test_a_conflict_answers_with_the_sentence_and_both_texts(desk: Client, case: Any) -> None:
    save(desk, case, "ONSET", 0, first_symptom="cough")
    answer = save(desk, case, "ONSET", 0, first_symptom="fever")
    assert answer.status_code == 409
    said = answer.json()
    assert "saved this block while you were writing" in said["title"]
    assert said["version"] == 1
    assert said["differences"] == [{"label": "First symptom", "yours": "fever", "theirs": "cough"}]
    assert save(desk, case, "ONSET", said["version"], first_symptom="fever").json()["version"] == 2


def test_without_a_script_a_part_is_saved_by_its_button(desk: Client, case: Any) -> None:
    url = f"{BASE}{case.id}/form/ONSET/"
    assert desk.post(url, {"version": "0", "ONSET-first_symptom": "cough"})["Location"].endswith(
        "/form/#ONSET"
    )
    answer = desk.post(url, {"version": "0", "ONSET-first_symptom": "fever"})
    assert answer.status_code == 409
    assert "The other text" in text_of(answer)
    assert 'value="fever"' in text_of(answer)
    assert desk.post(url, {"version": "1", "ONSET-first_symptom": "fever"}).status_code == 302
    wrong = desk.post(url, {"version": "2", "ONSET-first_symptom": "fever", "ONSET-admitted_at": "noon"})
    assert wrong.status_code == 422
    assert 'value="noon"' in text_of(wrong)


def test_no_version_is_lost(desk: Client, case: Any) -> None:
    for version, symptom in enumerate(("cough", "fever", "fever and cough")):
        save(desk, case, "ONSET", version, first_symptom=symptom)
    page = text_of(desk.get(f"{BASE}{case.id}/form/ONSET/versions/"))
    assert all(f"Version {number}" in page for number in (1, 2, 3))
    assert "fever and cough" in page
    assert "Versions: Onset and care" in page


def test_a_part_that_does_not_exist_is_not_found(desk: Client, case: Any) -> None:
    assert save(desk, case, "GOSSIP", 0, text="?").status_code == 404


def test_stops_are_added_and_taken_out(desk: Client, case: Any) -> None:
    stop = {
        "place": "noodle shop",
        "from_at": "2022-01-08T12:00",
        "to_at": "2022-01-08T13:00",
        "area": "示例社区",
    }
    desk.post(f"{BASE}{case.id}/form/stops/", stop)
    kept = Stop.objects.get()
    assert kept.area.name == "示例社区"
    assert "noodle shop" in text_of(desk.get(f"{BASE}{case.id}/"))
    desk.post(f"{BASE}{case.id}/form/stops/{kept.id}/remove/")
    assert not Stop.objects.exists()


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"to_at": "2022-01-08T11:00"}, "Enter a later time."), ({"place": ""}, "required"), ({"from_at": "?"}, "valid date"),
])  # fmt: skip
def test_a_stop_that_cannot_be_is_refused_and_kept(
    desk: Client, case: Any, changes: dict[str, str], sentence: str
) -> None:
    stop = {"place": "noodle shop", "from_at": "2022-01-08T12:00", "activity": "lunch with Wang"} | changes
    answer = desk.post(f"{BASE}{case.id}/form/stops/", stop)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "lunch with Wang" in text_of(answer)


def test_who_may_not_investigate_reads_only(city: City, case: Any) -> None:
    reader = signed_in(city.epidemiologist)
    assert save(reader, case, "ONSET", 0, first_symptom="cough").status_code == 403
    page = text_of(reader.get(f"{BASE}{case.id}/form/"))
    assert "data-save-url" not in page


@pytest.mark.parametrize("block", BLOCKS.values(), ids=lambda block: block.code)
def test_a_part_asks_every_question_once_and_every_choice_has_its_word(block: Any) -> None:
    keys = [field.key for field in block.fields]
    assert len(keys) == len(set(keys))
    for field in block.fields:
        codes = [code for code, _ in field.choices]
        assert len(codes) == len(set(codes))
        assert all(str(label) for _, label in field.choices)
