"""Song drafts a bulletin from the platform's numbers and places; Chen of the city CDC signs it; everybody reads it. It is corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ringfence.command.bulletins import actions as bulletins
from ringfence.command.bulletins import queries
from ringfence.command.bulletins.models import Bulletin, Version
from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Asked, Kind, Scope
from ringfence.ground.audit.models import AuditEntry
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotPermitted, Refused
from ringfence.registry.outbreaks.models import Outbreak
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.investigations import queries as register
from tests.city import NOON, City, build, hours
from tests.stories.telling import close_contact, open_case

pytestmark = pytest.mark.django_db
ZH, EN = (
    "请市民不信谣、不传谣，累计{total}，新增{new}。",
    "Please trust what is published here: {total} so far, {new} new.",
)
SHOP = "胖东来生活广场"


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def case(city: City) -> Any:
    case = open_case(city, "王小明", onset_date=NOON.date())
    stop(city, case, SHOP)
    return case


def stop(city: City, case: Any, place: str, before: float = 20, lasted: float = 1) -> None:
    first = NOON - hours(before)
    told = investigations.StopTold(place=place, from_at=first, to_at=first + hours(lasted))
    investigations.add_stop(investigation_id=register.of_case(case_id=case.id).id, told=told, by=city.investigator, now=NOON)  # fmt: skip


def gathered(city: City) -> Any:
    return bulletins.gather(outbreak_id=city.outbreak.id, by=city.press, now=NOON)


def drafted(city: City, by: Any = None, at: Any = NOON, **told: Any) -> Version:
    keys = {one.key: "TEST_NOW" for one in gathered(city).lines}
    said = {"text_zh": ZH, "text_en": EN, "places": keys} | told
    return bulletins.draft(
        outbreak_id=city.outbreak.id, told=bulletins.Draft(**said), by=by or city.press, now=at
    )


def released(city: City, version: Version, at: Any = NOON, **homonyms: str) -> Version:
    return bulletins.release(version_id=version.id, homonyms=homonyms, by=city.epidemiologist, now=at)


def public(city: City, after: timedelta = timedelta()) -> list[queries.Public]:
    return queries.published(now_of={city.outbreak.id: NOON + after})


def whole(one: Version, language: str = "en") -> str:
    return queries.told(one, language=language).whole()


def test_numbers_and_places_come_from_the_platform_and_nobody_is_named(city: City, case: Any) -> None:
    version = released(city, drafted(city))
    english, chinese = whole(version), whole(version, "zh")
    assert "Cases so far: 1" in english
    assert "1 so far, 1 new" in english
    assert f"2022年1月8日 16:00—17:00 {SHOP}" in chinese
    assert "西街街道" not in chinese  # where the case lives is not where the shop is
    assert not [one for one in ("王小明", "wangxiaoming", case.number) if one in english + chinese]
    assert [one.bulletin.number for one in public(city)] == [1]


def test_small_groups_of_a_small_outbreak_are_not_told(city: City, case: Any) -> None:
    counties = gathered(city).numbers["counties"]
    assert [(one["name"], "count" in one) for one in counties] == [("红旗区", False)]
    assert "confirmed" not in gathered(city).numbers["cells"]
    version = released(city, drafted(city))
    assert "有报告的县（市、区）：红旗区" in whole(version, "zh")
    assert "Counties with cases: " in whole(version)


def test_a_home_and_a_place_that_names_somebody_are_not_offered(city: City, case: Any) -> None:
    for place in ("家中", "王小明's flat 5", "金谷小区3号楼2单元", "病例3：超市"):
        stop(city, case, place)
    stop(city, case, "电影院", before=24 * 30)
    facts = gathered(city)
    assert [one.place for one in facts.lines] == [SHOP]
    assert sum(one.count for one in facts.left_out) == 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("有事请致电13812345678。", "telephone"), ("证号４１０７０２ 19900307 1233", "identity number"), ("豫G·12345的乘客请报告", "plate"), ("金谷小区3号楼2单元501", "unit or room"),
        ("昨日新增3例", "typed"), ("目前{secret}人", "There is no number"), ("", "both languages"),
    ],
)  # fmt: skip
def test_a_draft_that_tells_who_or_types_a_count_is_refused(
    city: City, case: Any, text: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        drafted(city, text_zh=text)
    assert not Version.objects.exists()


def test_the_place_of_a_finding_is_told_and_the_finding_is_not_on_record(city: City, case: Any) -> None:
    (found,) = bulletins.check(
        outbreak_id=city.outbreak.id, told="第一行\n请问王小明女士", by=city.press, now=NOON
    )
    assert (found.line, found.column, found.finding.kind) == (2, 3, "NAME")
    entry = AuditEntry.objects.filter(action="bulletin.check").last()
    assert entry is not None
    assert (entry.after["count"], "王小明" in str(entry.after)) == (1, False)


def test_a_list_of_names_is_no_text(city: City, case: Any) -> None:
    for _ in range(bulletins.rules.MOST_CHECKS_AN_HOUR):
        bulletins.check(outbreak_id=city.outbreak.id, told="李雷", by=city.press, now=NOON)
    with pytest.raises(Refused, match="on record"):
        bulletins.check(outbreak_id=city.outbreak.id, told="韩梅", by=city.press, now=NOON)


def test_the_second_person_answers_for_a_homonym_and_for_nothing_else(city: City, case: Any) -> None:
    draft = drafted(city, text_zh=ZH + "发布人王小明副市长。")
    with pytest.raises(Refused, match="who else is meant"):
        released(city, draft)
    version = released(city, draft, 王小明="The vice mayor bears the same name.")
    assert version.homonyms == [{"text": "王小明", "why": "The vice mayor bears the same name."}]


def test_who_is_listed_after_the_draft_is_found_at_the_release(city: City, case: Any) -> None:
    draft = drafted(city, text_zh=ZH + "由李建国介绍。")
    close_contact(city, case, "李建国")
    with pytest.raises(Refused, match="listed"):
        released(city, draft)


def test_neither_the_drafter_nor_a_colleague_releases(city: City, case: Any) -> None:
    version = drafted(city)
    with pytest.raises(NotPermitted):
        bulletins.release(version_id=version.id, homonyms={}, by=city.press, now=NOON)
    with pytest.raises(NotPermitted):
        bulletins.gather(outbreak_id=city.outbreak.id, by=city.investigator, now=NOON)
    for field, value in (
        ("decided_by_id", version.drafted_by_id),
        ("decided_organisation_id", version.drafted_organisation_id),
    ):
        told = {
            "decided_by_id": city.epidemiologist.id,
            "decided_organisation_id": city.epidemiologist.organisation_id,
            field: value,
        }
        with pytest.raises(IntegrityError, match="another"), transaction.atomic():
            Version.objects.filter(id=version.id).update(state="RELEASED", decided_at=NOON, **told)


def test_what_was_published_is_never_edited_and_never_removed(city: City, case: Any) -> None:
    version = released(city, drafted(city))
    for change in ({"text_zh": "别的"}, {"state": "DISCARDED"}, {"numbers": {}}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Version.objects.filter(id=version.id).update(**change)
    with pytest.raises(DatabaseError, match="Cannot (update or )?delete"), transaction.atomic():
        Version.objects.filter(id=version.id)._raw_delete("default")
    with pytest.raises(DatabaseError, match="Cannot (update or )?delete"), transaction.atomic():
        Bulletin.objects.all()._raw_delete("default")


def test_a_correction_is_a_new_version_signed_by_two_with_the_old_text_kept(city: City, case: Any) -> None:
    first = released(city, drafted(city))
    why = {"why_zh": "更正地点。", "why_en": "A place was wrong."}
    with pytest.raises(Refused, match="both languages why"):
        drafted(city, corrects=first.bulletin_id)
    released(
        city,
        drafted(city, corrects=first.bulletin_id, text_en="Corrected: {total}.", **why),
        at=NOON + hours(1),
    )
    (one,) = public(city)
    assert [(v.number, v.kind) for v in one.versions] == [(1, "FIRST"), (2, "CORRECTION")]
    assert one.newest.why_en == "A place was wrong."
    assert one.changed_at - one.published_at == hours(1)


def test_a_withdrawal_needs_two_as_well_and_nothing_follows(city: City, case: Any) -> None:
    first = released(city, drafted(city))
    told = bulletins.Draft(
        corrects=first.bulletin_id, withdraws=True, why_zh="数据有误。", why_en="The data were wrong."
    )
    version = bulletins.draft(outbreak_id=city.outbreak.id, told=told, by=city.press, now=NOON)
    assert not public(city)[0].withdrawn
    released(city, version)
    assert public(city)[0].withdrawn
    with pytest.raises(Refused, match="withdrawn"):
        drafted(city, corrects=first.bulletin_id, why_zh="又", why_en="again")


def test_places_are_taken_down_after_fourteen_days(city: City, case: Any) -> None:
    released(city, drafted(city))
    assert public(city, timedelta(days=14) - timedelta(minutes=1))[0].places_stand
    assert not public(city, timedelta(days=14))[0].places_stand


def test_a_drill_is_not_told_to_everybody(city: City, case: Any) -> None:
    released(city, drafted(city))
    Outbreak.objects.update(purpose="DRILL")
    assert public(city) == []


def test_a_draft_is_sent_back_with_a_reason_and_another_one_is_written(city: City, case: Any) -> None:
    version = drafted(city)
    with pytest.raises(Refused, match="sentence"):
        bulletins.reject(version_id=version.id, why="", by=city.epidemiologist, now=NOON)
    bulletins.reject(version_id=version.id, why="The market is missing.", by=city.epidemiologist, now=NOON)
    assert public(city) == []
    with pytest.raises(Refused, match="decided before"):
        released(city, version)


def test_a_place_that_is_gone_is_chosen_again(city: City, case: Any) -> None:
    with pytest.raises(Refused, match="choose them again"):
        drafted(city, places={"0" * 16: "TEST_NOW"})


def to_release(city: City, who: str, after: timedelta = timedelta(), scope: Scope = Scope.MINE) -> list[Any]:
    asked = Asked(by=getattr(city, who), outbreak_id=city.outbreak.id, now=NOON + after,
                  ruleset=rulesets.get(city.outbreak.ruleset_id))  # fmt: skip
    assert inbox.counted(asked=asked, scope=scope).get(Kind.BULLETIN, inbox.Counted(0, 0)).open == len(
        found := [one for one in inbox.work(asked=asked, scope=scope) if one.kind is Kind.BULLETIN]
    )
    return found


def test_a_draft_waits_in_the_inbox_of_whoever_may_sign_it_and_of_nobody_else(city: City, case: Any) -> None:
    first = drafted(city)
    (item,) = to_release(city, "epidemiologist")
    assert str(item.title) == "Release bulletin 1, or send it back"
    assert item.goal == ("bulletins:show", first.id, "") and item.due_at == NOON + timedelta(hours=24)
    assert to_release(city, "press") == to_release(city, "investigator") == to_release(city, "nurse") == []
    assert [one.goal for one in to_release(city, "press", scope=Scope.ALL)] == [
        item.goal
    ]  # sees that it waits
    released(city, first)
    assert to_release(city, "epidemiologist") == []


def test_a_correction_names_the_bulletin_that_it_corrects_and_grows_late(city: City, case: Any) -> None:
    first = released(city, drafted(city))
    why = {"why_zh": "数字更正", "why_en": "a number was wrong"}
    drafted(city, corrects=first.bulletin_id, **why)
    (item,) = to_release(city, "epidemiologist")
    assert str(item.title) == "Release the correction of bulletin 1, or send it back"
    asked = Asked(by=city.epidemiologist, outbreak_id=city.outbreak.id, now=NOON + timedelta(hours=24),
                  ruleset=rulesets.get(city.outbreak.ruleset_id))  # fmt: skip
    assert inbox.counted(asked=asked)[Kind.BULLETIN] == inbox.Counted(1, 1)
