"""The pages of local versions: propose (what was typed stays), sign, publish, follow, take back; in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from tests.city import NOON, City, build
from tests.faces.web.quarantined import get, post, set_clock, signed_in, status

from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.models import LocalVersion

pytestmark = pytest.mark.django_db
HEAD = {
    "base_id": "CN-8-HN-2022-01", "place_code": "4107", "name_zh": "新乡市七天版", "name_en": "Xinxiang, seven days",
    "valid_from": "2022-01-09", "valid_to": "2022-01-30", "why": "The variant is faster.", "rows": "2",
}  # fmt: skip
SEVEN = {
    "changes.0-parameter": "measures.close_contact[0].days", "changes.0-value": "7", "changes.0-source": "City order 3",
    "changes.0-mark": "A", "changes.0-reason": "Seven days find whom fourteen find.", "changes.1-mark": "A",
}  # fmt: skip


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    return city


def proposed(city: City, **other: str) -> LocalVersion:
    post(city.epidemiologist, "ruleset/local/propose/", **HEAD | SEVEN | other, propose="1")
    return LocalVersion.objects.get()


def test_what_it_would_change_is_shown_before_it_is_proposed(city: City) -> None:
    answer = post(city.epidemiologist, "ruleset/local/propose/", **HEAD, **SEVEN, check="1")
    page = answer.content.decode()
    assert answer.status_code == 200 and "Milder" in page and 'name="propose"' in page
    assert not LocalVersion.objects.exists()
    version = proposed(city)
    assert version.state == "DRAFTED" and version.values.get().value == 7


def test_what_was_typed_stays_with_a_sentence_at_each_fault(city: City) -> None:
    wrong = {"changes.0-value": "a week", "changes.0-source": "", "valid_to": "2022-03-01"}
    answer = post(city.epidemiologist, "ruleset/local/propose/", **HEAD | SEVEN | wrong, propose="1")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a week"' in page and "Seven days find whom fourteen find." in page
    answer = post(
        city.epidemiologist,
        "ruleset/local/propose/",
        **HEAD | SEVEN | wrong | {"changes.0-source": "x"},
        check="1",
    )
    page = answer.content.decode()
    assert "a week does not fit here. Write a whole number." in page and "at most 28 days" in page
    assert 'value="a week"' in page


def test_a_stricter_value_is_refused_in_the_readers_language(city: City) -> None:
    told = HEAD | SEVEN | {"base_id": "CN-9", "changes.0-value": "10", "check": "1"}
    assert (
        "10 is stricter than 7"
        in post(city.epidemiologist, "ruleset/local/propose/", **told).content.decode()
    )
    chinese = (
        signed_in(city.epidemiologist, "zh-hans")
        .post("/o/xinxiang/ruleset/local/propose/", told)
        .content.decode()
    )
    assert "10 比 7 更严" in chinese and "九不准" in chinese


def test_more_rows_keep_what_was_typed(city: City) -> None:
    page = post(city.epidemiologist, "ruleset/local/propose/", **HEAD, **SEVEN, more="rows").content.decode()
    assert "changes.3-parameter" in page and "Seven days find whom fourteen find." in page


def test_signed_by_another_organisation_published_and_followed(city: City) -> None:
    version = proposed(city)
    address = f"ruleset/local/{version.id}/"
    own = post(city.epidemiologist, address, deed="approve", sentence="")
    assert (
        own.status_code == 422
        and "Who proposed a local version does not decide about it." in own.content.decode()
    )
    post(city.command, address, deed="approve", sentence="")
    assert "must be published first" in get(city.command, address)
    post(city.command, address, deed="publish", sentence="Xinxiang Daily, 9 January 2022")
    assert f"?to={version.code}" in get(city.command, address)
    assert version.code in get(city.command, "ruleset/change/")
    post(city.command, "ruleset/change/", to_ruleset_id=version.code, why="City order 3", apply="1")
    city.outbreak.refresh_from_db()
    assert city.outbreak.ruleset_id == version.code
    assert "followed by this outbreak" in get(city.command, f"ruleset/{version.code}/")


def test_taken_back_the_page_says_so_in_chinese(city: City) -> None:
    version = proposed(city)
    post(city.command, f"ruleset/local/{version.id}/", deed="refuse", sentence="")
    assert LocalVersion.objects.get().state == "DRAFTED"  # without a reason nothing happens
    post(city.command, f"ruleset/local/{version.id}/", deed="refuse", sentence="The city CDC has no figures.")
    page = get(city.oversight, f"ruleset/local/{version.id}/", language="zh-hans")
    assert "未通过" in page and "The city CDC has no figures." in page and "提出地方版本" not in page


def test_the_file_is_the_proposal_and_can_be_proposed_again(city: City) -> None:
    version = proposed(city)
    text = get(city.oversight, f"ruleset/local/{version.id}/file/")
    assert "parameter: measures.close_contact[0].days" in text and "valid_to: 2022-01-30" in text
    page = get(city.epidemiologist, f"ruleset/local/propose/?from={version.id}")
    assert "Seven days find whom fourteen find." in page and "Xinxiang, seven days" in page


def test_who_may_not_change_rules_reads_them_only(city: City) -> None:
    version = proposed(city)
    assert status(city.investigator, "ruleset/local/propose/") == 403
    assert "Sign it" not in get(city.investigator, f"ruleset/local/{version.id}/")
    assert post(city.investigator, f"ruleset/local/{version.id}/", deed="approve").status_code == 403
    assert version.code in get(city.investigator, "ruleset/")


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        ("measures.close_contact[0].test_days", "1，4、 7", (1, 4, 7)), ("measures.secondary_contact", "none", ()),
        ("contact.same_indoor_space", "是", True), ("contact.distance_metres", "1.5", 1.5),
        ("contact.minutes", "无", None), ("measures.close_contact[0].kind", "home_quarantine", "HOME_QUARANTINE"),
        ("areas.HIGH.lift.days_without_new", "7", 7), ("cluster.cases", "five", "five"), ("nothing.here", "5", "5"),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_a_value_of_the_parameters_kind(parameter: str, text: str, value: Any) -> None:
    from ringfence.ground.rulesets import typed

    assert typed.read(parameter, text) == value
    assert rulesets.get("CN-9")  # editions need no database


def test_the_place_is_chosen_by_name_and_another_city_is_none(city: City) -> None:
    page = get(city.epidemiologist, "ruleset/local/propose/")
    choices = page.split('name="place_code"')[1].split("</select>")[0]
    assert "新乡市 · 4107" in choices and "西街街道" in choices and "示例社区" not in choices
    told = HEAD | SEVEN | {"place_code": "4101"}
    answer = post(city.epidemiologist, "ruleset/local/propose/", **told, propose="1")
    assert answer.status_code == 422 and not LocalVersion.objects.exists()
