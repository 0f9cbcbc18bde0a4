"""Xinxiang makes rules of its own: proposed by one, signed by another organisation, published, followed, over by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ringfence.ground.access import actions as access
from ringfence.ground.rulesets import actions as rulesets
from ringfence.ground.rulesets import queries as ruleset_register
from ringfence.ground.rulesets.models import LocalValue, LocalVersion
from ringfence.ground.rulesets.queries import Change, Proposal
from ringfence.kernel import NotFound, NotPermitted, Refused, city_date
from ringfence.measures.health_status import queries as statuses
from ringfence.registry.outbreaks.models import Outbreak, RuleSetChange
from ringfence.response import clock, local_rules, ruleset_change
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db
SEVEN = Change(parameter="measures.close_contact[0].days", value=7, source="新乡市疫情防控指挥部令2022年第3号", mark="A",
               reason="Omicron: what is longer finds nobody more.")  # fmt: skip
LATER = NOON + hours(24)


@pytest.fixture
def city() -> City:
    return build()


def told(*changes: Change, **other: Any) -> Proposal:
    facts = {
        "base_id": "CN-8-HN-2022-01", "place_code": "4107", "name_en": "Xinxiang, seven days", "name_zh": "新乡市七天版",
        "valid_from": date(2022, 1, 9), "valid_to": date(2022, 1, 30), "why": "The variant is faster and milder.",
    }  # fmt: skip
    return Proposal(**facts | other, changes=changes or (SEVEN,))


def proposed(city: City, *changes: Change, **other: Any) -> LocalVersion:
    return local_rules.propose(
        outbreak_id=city.outbreak.id, proposal=told(*changes, **other), by=city.epidemiologist, now=NOON
    )


def published(city: City, *changes: Change, **other: Any) -> LocalVersion:
    version = proposed(city, *changes, **other)
    rulesets.approve(version_id=version.id, by=city.command, now=NOON)
    return rulesets.publish(
        version_id=version.id, where="Xinxiang Daily, 9 January 2022", by=city.command, now=NOON
    )


def followed(city: City, version: LocalVersion, now: datetime = NOON) -> Any:
    return ruleset_change.apply(
        outbreak_id=city.outbreak.id, to_ruleset_id=version.code, why="city order 3", by=city.command, now=now
    )


def test_a_local_version_is_its_edition_with_the_changed_values(city: City) -> None:
    version = published(city)
    ours, edition = ruleset_register.get(version.code), ruleset_register.get("CN-8-HN-2022-01")
    assert ours.measures.close_contact[0].days == 7 and ours.jurisdiction == "4107"
    assert ours.window == edition.window and ours.supersedes == edition.id
    assert ours.provenance[SEVEN.parameter].sources == (SEVEN.source,)
    assert ours.provenance[SEVEN.parameter].note == SEVEN.reason
    (difference,) = ruleset_register.changed_by(version)
    assert (difference.before, difference.after, difference.effect) == (14, 7, "MILDER")


def test_chosen_for_an_outbreak_it_counts_the_days_of_an_order(city: City) -> None:
    running = approved(city, close_contact(city, open_case(city)))
    before = running.ends_at
    version = published(city)
    shown = ruleset_change.preview(
        outbreak_id=city.outbreak.id, to_ruleset_id=version.code, by=city.command, now=NOON
    )
    assert [one.order_id for one in shown.affected] == [running.id]
    followed(city, version)
    running.refresh_from_db()
    assert before - running.ends_at == timedelta(days=7)
    later = close_contact(city, open_case(city, "Li"), "Zhou")
    assert later.ruleset_id == version.code
    assert later.stages.get(position=0).days == 7
    assert city_date(later.stages.get(position=0).ends_at) == date(2022, 1, 15)  # eaten on the 8th


def test_the_health_status_follows_the_local_version(city: City) -> None:
    case = open_case(city)
    followed(city, published(city))
    order = approved(city, close_contact(city, case))
    arrived(city, order)
    told = {"person_id": order.person_id, "outbreak_id": city.outbreak.id}
    under = statuses.status_of(**told, now=NOON + timedelta(days=1))
    assert under.status == "QUARANTINED" and under == statuses.status_of(**told, now=NOON + timedelta(days=1))


def test_who_proposed_it_cannot_sign_it_by_rule_and_by_database(city: City) -> None:
    version = proposed(city)
    with pytest.raises(Refused, match="Who proposed a local version does not decide"):
        rulesets.approve(version_id=version.id, by=city.epidemiologist, now=NOON)
    sign = {"state": "APPROVED", "approved_at": NOON, "approved_by_name": "x"}
    for person, house, constraint in (
        (city.epidemiologist.id, city.command.organisation_id, "another_person"),
        (city.command.id, city.epidemiologist.organisation_id, "another_organisation"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            LocalVersion.objects.filter(id=version.id).update(
                approved_by_id=person, approved_organisation_id=house, **sign
            )


def test_the_same_organisation_cannot_sign_it(city: City) -> None:
    version = proposed(city)
    colleague = city.officer  # works for the city CDC, like the proposer
    access.seed_user(username="officer", full_name="Officer", full_name_en="Officer", password=None,
                     organisation=colleague.organisation, roles=[("EPIDEMIOLOGIST", "4107")])  # fmt: skip
    with pytest.raises(Refused, match="another organisation than the proposer's"):
        rulesets.approve(version_id=version.id, by=colleague, now=NOON)
    with pytest.raises(Refused, match="another organisation"):
        rulesets.refuse(version_id=version.id, why="no", by=colleague, now=NOON)


def test_what_was_approved_is_not_edited_even_by_sql(city: City) -> None:
    version = published(city)
    for changed in ({"valid_to": date(2022, 3, 1)}, {"why": "other"}, {"approved_by_id": city.tianjin.id},
                    {"published_where": "elsewhere"}, {"state": "DRAFTED", "approved_at": None}):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            LocalVersion.objects.filter(id=version.id).update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        LocalValue.objects.filter(version=version).update(value=21)
    with pytest.raises(DatabaseError), transaction.atomic():
        LocalValue.objects.filter(version=version).delete()
    with pytest.raises(DatabaseError, match="drafted local version only"), transaction.atomic():
        LocalValue.objects.create(
            version=version, position=1, parameter="cluster.cases", value=2, source="s", mark="A", reason="r"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        LocalVersion.objects.filter(id=version.id).delete()


def test_since_the_nine_donts_nothing_stricter_can_be_proposed(city: City) -> None:
    longer = replace(SEVEN, value=10)
    wider = replace(SEVEN, parameter="measures.secondary_contact[0].kind", value="FACILITY_QUARANTINE")
    with pytest.raises(Refused) as refused:
        proposed(city, longer, wider, base_id="CN-9")
    assert str(refused.value.fields["changes.0.value"][0]) == (
        "measures.close_contact[0].days: 10 is stricter than 7, and rule set CN-9 allows no stricter local version "
        "(nine don'ts, no. 3 to 5)."
    )
    assert "FACILITY_QUARANTINE is stricter than HOME_QUARANTINE" in str(
        refused.value.fields["changes.1.value"][0]
    )
    assert not LocalVersion.objects.exists()


def test_before_them_a_stricter_one_is_possible_but_lengthens_nothing(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    before = order.ends_at
    version = published(city, replace(SEVEN, value=21))
    assert ruleset_register.changed_by(version)[0].effect == "STRICTER"
    followed(city, version)
    order.refresh_from_db()
    assert order.ends_at == before


def test_every_fault_of_a_proposal_is_said_at_its_part(city: City) -> None:
    wrong = [
        replace(SEVEN, value="a week"), replace(SEVEN, parameter="measures.nobody", source=" "),
        replace(SEVEN, parameter="approval.another_organisation", value=False), replace(SEVEN, parameter="cluster.cases", mark="D", reason=""),
        replace(SEVEN, parameter="clock.warn_percent", value=75), replace(SEVEN, parameter="measures.inbound", value=("A",)),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        proposed(city, *wrong, why=" ", valid_to=date(2022, 3, 1))
    said = {place: str(reasons[0]) for place, reasons in refused.value.fields.items()}
    assert "whole number" in said["changes.0.value"]
    assert (
        "has no value measures.nobody" in said["changes.1.parameter"]
        and "where this value comes from" in said["changes.1.source"]
    )
    assert "protects people from the platform" in said["changes.2.parameter"]
    assert "mark A, B or C" in said["changes.3.mark"] and "why this value changes" in said["changes.3.reason"]
    assert (
        "nothing would change" in said["changes.4.value"] and "only be taken out" in said["changes.5.value"]
    )
    assert "why this place" in said["why"] and "at most 28 days" in said["valid_to"]


@pytest.mark.parametrize(
    ("prepared", "said"),
    [
        ({}, "Two people of two organisations"),
        ({"sign": True}, "must be published first"),
        ({"sign": True, "publish": True, "valid_from": date(2022, 1, 12)}, "not today"),
        ({"sign": True, "publish": True, "withdraw": True}, "taken back or refused"),
        ({"sign": True, "publish": True, "drill": True}, "made for a drill"),
    ],
)
def test_what_does_not_hold_here_and_today_is_not_followed(
    city: City, prepared: dict[str, Any], said: str
) -> None:
    version = proposed(city, **{key: value for key, value in prepared.items() if key == "valid_from"})
    if "sign" in prepared:
        rulesets.approve(version_id=version.id, by=city.command, now=NOON)
    if "publish" in prepared:
        rulesets.publish(version_id=version.id, where="Xinxiang Daily", by=city.command, now=NOON)
    if "withdraw" in prepared:
        local_rules.withdraw(
            outbreak_id=city.outbreak.id, version_id=version.id, why="no need", by=city.command, now=NOON
        )
    if "drill" in prepared:
        Outbreak.objects.filter(id=city.outbreak.id).update(purpose="DRILL")
    decision = ruleset_register.may_follow(ruleset_id=version.code, area_code="4107", purpose=_purpose(city), now=NOON) if "sign" in prepared else None  # fmt: skip
    with pytest.raises((Refused, NotFound)):
        followed(city, version)
    assert decision is None or said in " ".join(str(one) for one in decision.reasons)


def _purpose(city: City) -> str:
    return str(Outbreak.objects.get(id=city.outbreak.id).purpose)


def test_a_county_cannot_rule_the_city(city: City) -> None:
    with pytest.raises(Refused, match="not for 410702"):
        proposed(city, place_code="410702")
    with pytest.raises(NotFound):
        proposed(city, place_code="4199")


def test_an_investigator_proposes_nothing(city: City) -> None:
    with pytest.raises(NotPermitted):
        local_rules.propose(outbreak_id=city.outbreak.id, proposal=told(), by=city.investigator, now=NOON)


def test_after_its_last_day_the_edition_applies_again_and_nobody_stays_longer(city: City) -> None:
    followed(city, published(city, valid_to=date(2022, 1, 11)))
    order = approved(city, close_contact(city, open_case(city)))
    before = order.ends_at
    on_its_last_day = datetime(2022, 1, 10, 15, 59, tzinfo=UTC)  # 23:59 in the city
    assert (
        clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=on_its_last_day)["local_rules_ended"]
        == 0
    )
    day_after = on_its_last_day + timedelta(minutes=1)
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=day_after)["local_rules_ended"] == 1
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=day_after)["local_rules_ended"] == 0
    city.outbreak.refresh_from_db()
    order.refresh_from_db()
    assert city.outbreak.ruleset_id == "CN-8-HN-2022-01" and order.ends_at == before
    assert RuleSetChange.objects.first().why == "LOCAL_VERSION_OVER"


def test_taken_back_the_edition_applies_at_once(city: City) -> None:
    version = published(city)
    followed(city, version)
    with pytest.raises(Refused, match="does not decide"):
        local_rules.withdraw(
            outbreak_id=city.outbreak.id, version_id=version.id, why="x", by=city.epidemiologist, now=LATER
        )
    local_rules.withdraw(
        outbreak_id=city.outbreak.id,
        version_id=version.id,
        why="The variant is another one.",
        by=city.command,
        now=LATER,
    )
    city.outbreak.refresh_from_db()
    assert city.outbreak.ruleset_id == "CN-8-HN-2022-01"
    assert (
        ruleset_register.get(version.code).measures.close_contact[0].days == 7
    )  # old orders still rest on it


def test_a_later_version_of_the_same_days_replaces_the_earlier_one(city: City) -> None:
    first, second = published(city), published(city, replace(SEVEN, value=10))
    first.refresh_from_db()
    assert (first.code, second.code) == ("CN-8-HN-2022-01-4107-L1", "CN-8-HN-2022-01-4107-L2")
    assert first.state == "SUPERSEDED" and first.closed_why == second.code
    ours = ruleset_register.choosable(area_code="4107", purpose="RESPONSE", now=NOON)
    assert [one.id for one in ours if one.jurisdiction == "4107"] == [second.code]


def test_a_row_of_measures_can_be_taken_out(city: City) -> None:
    version = published(city, replace(SEVEN, parameter="measures.secondary_contact", value=()))
    assert ruleset_register.get(version.code).measures.secondary_contact == ()
    assert [one.effect for one in ruleset_register.changed_by(version)] == ["MILDER"]
