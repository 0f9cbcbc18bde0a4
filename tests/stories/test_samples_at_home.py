"""A sample is due at home: the grid worker of the township gets it, goes to the door, and says what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ringfence.command.inbox import queries as inbox
from ringfence.command.inbox.items import Asked, Kind, Scope
from ringfence.command.timeline import laboratory
from ringfence.faces import clock as faces_clock
from ringfence.faces.web.tones import LOOKS
from ringfence.field.testing import at_home, rules
from ringfence.field.testing.models import HomeVisit, Sample
from ringfence.ground.access import actions as access
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotFound, NotPermitted, Refused, city_date, end_of_day
from ringfence.response import clock, drafting, home_sampling, positive_sample
from ringfence.tracing.cases.models import Case
from tests.api import world
from tests.city import HONGQI, NOON, TOWNSHIP, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock, status
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db
TODAY = city_date(NOON)


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    return city


def grid_worker(area: str = TOWNSHIP, name: str = "zhou") -> Any:
    house = access.seed_organisation(
        name=f"{area} township", name_en="Township", kind="OTHER", area_code=HONGQI
    )
    return access.seed_user(username=name, full_name=name.title(), full_name_en=name.title(), organisation=house,
                            password=None, roles=[("GRID_WORKER", area)])  # fmt: skip


@pytest.fixture
def zhou(city: City) -> Any:
    return grid_worker()


def at_home_of(city: City, name: str = "Wang") -> Any:
    """A contact in quarantine at home whose first sample is due today; returns the sample."""
    draft = close_contact(city, open_case(city), name)
    order = drafting.draft_again(
        order_id=draft.id, why="a child at home", kind="HOME_QUARANTINE", by=city.investigator, now=NOON
    )
    approved(city, order)
    sample = (
        Sample.objects.filter(person_id=order.person_id, swab=1, surface="", cancelled_at=None)
        .order_by("due_on")
        .first()
    )
    assert sample is not None and sample.due_on == TODAY
    return sample


def test_who_is_sampled_at_home_is_no_work_for_the_laboratory(city: City) -> None:
    at_home_of(city)
    asked = Asked(by=city.laboratory, outbreak_id=city.outbreak.id, now=NOON,
                  ruleset=rulesets.get(city.outbreak.ruleset_id))  # fmt: skip
    assert not [one for one in inbox.work(asked=asked, scope=Scope.MINE) if one.kind == Kind.SAMPLE]
    assert "Wang" not in get(city.laboratory, "samples/?tab=due")
    assert "Wang" in get(city.laboratory, "samples/?tab=home")


def tasks(city: City, who: Any, now: Any = NOON, scope: Scope = Scope.MINE) -> list[Any]:
    asked = Asked(
        by=who, outbreak_id=city.outbreak.id, now=now, ruleset=rulesets.get(city.outbreak.ruleset_id)
    )
    kinds = (Kind.HOME_SAMPLE, Kind.NOT_FOUND)
    found = [one for one in inbox.work(asked=asked, scope=scope) if one.kind in kinds]
    counts = inbox.counted(asked=asked, scope=scope)
    assert sum(counts[kind].open for kind in kinds if kind in counts) == len(found)
    return found


def visit(sample: Any, who: Any, outcome: str, at: Any = NOON, **told: Any) -> Any:
    return home_sampling.keep_visit(sample_id=sample.id, outcome=outcome, by=who, now=at, **told)


def test_the_township_has_the_task_by_deadline_and_it_goes_with_one_tap(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    (task,) = tasks(city, zhou)
    assert (task.kind, task.person, task.due_at) == (Kind.HOME_SAMPLE, sample.person, end_of_day(TODAY))
    kept, next_visit = visit(sample, zhou, "SAMPLED", codes=["T-77"])
    sample.refresh_from_db()
    assert (sample.code, sample.taken_at, kept.outcome, next_visit) == ("T-77", NOON, "SAMPLED", None)
    assert tasks(city, zhou) == []
    assert visit(sample, zhou, "SAMPLED")[0] == kept  # told twice
    with pytest.raises(Refused, match="taken or cancelled"):
        visit(sample, zhou, "NOBODY_OPENED", at=NOON + hours(1))


def test_a_door_that_stays_shut_comes_back_and_then_goes_to_the_investigator(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    _, first = visit(sample, zhou, "NOBODY_OPENED")
    assert (first.due_at, first.escalated) == (NOON + hours(2), False)
    (task,) = tasks(city, zhou)
    assert task.due_at == NOON + hours(2) and task.title.values["count"] == 1
    assert tasks(city, city.investigator) == []
    _, second = visit(sample, zhou, "NOBODY_OPENED", at=NOON + hours(3), note="lights are out")
    assert second.escalated
    (found,) = tasks(city, city.investigator, now=NOON + hours(3))
    assert (found.kind, found.person, found.due_at) == (Kind.NOT_FOUND, sample.person, NOON + hours(7))
    assert len(tasks(city, zhou, now=NOON + hours(3))) == 1  # the township goes there again all the same
    visit(sample, zhou, "SAMPLED", at=NOON + hours(5))
    assert tasks(city, city.investigator, now=NOON + hours(5)) == []


def test_nobody_is_sampled_by_force_who_would_not_is_talked_to(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    _, told = visit(sample, zhou, "WOULD_NOT", note="afraid of the swab")
    assert told.escalated
    assert [one.kind for one in tasks(city, city.investigator)] == [Kind.NOT_FOUND]


def test_only_the_township_of_the_person_has_it(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    stranger = grid_worker("410783001", "stranger")
    assert tasks(city, stranger) == [] and tasks(city, city.nurse) == []
    with pytest.raises(NotFound):  # of another area: the database does not show the sample at all
        visit(sample, stranger, "SAMPLED")
    for other in (city.nurse, city.investigator):
        with pytest.raises(NotPermitted):
            visit(sample, other, "SAMPLED")


def test_the_nurse_of_the_sites_has_only_those_whom_nobody_visits(city: City, zhou: Any) -> None:
    at_home_of(city)
    assert samples_to_take(city, city.nurse) == []
    order = approved(city, close_contact(city, Case.objects.get(), "Sun"))
    arrived(city, order, at=NOON)
    assert samples_to_take(city, city.nurse) == [1]  # Sun in the site, not Wang at home


def samples_to_take(city: City, who: Any) -> list[int]:
    asked = Asked(
        by=who, outbreak_id=city.outbreak.id, now=NOON, ruleset=rulesets.get(city.outbreak.ruleset_id)
    )
    counted = inbox.counted(asked=asked, scope=Scope.MINE)
    found = [one.count for one in inbox.work(asked=asked, scope=Scope.MINE) if one.kind == Kind.SAMPLE]
    assert (counted[Kind.SAMPLE].open if Kind.SAMPLE in counted else 0) == len(found)
    return found


def test_a_sample_of_somebody_in_a_site_is_not_taken_at_home(city: City, zhou: Any) -> None:
    order = approved(city, close_contact(city, open_case(city), "Sun"))
    assert order.stays.get().state == "RESERVED"
    sample = city.sample(order.person)
    with pytest.raises(Refused, match="not in quarantine or monitoring at home"):
        visit(sample, zhou, "SAMPLED")


def test_what_ends_at_home_leaves_no_task(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    running = sample.person.orders.get(state="IN_FORCE")
    positive_sample.lift_order(order_id=running.id, why="an error", by=city.epidemiologist, now=NOON)
    assert tasks(city, zhou) == []
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON)


@pytest.mark.parametrize(("codes", "sentence"), [
    (["T1", "T2", "T3", "T4"], "tubes were given"), (["USED"], "already belongs"), (["A", "A"], "tubes were given|already belongs"),
])  # fmt: skip
def test_a_wrong_tube_is_refused_and_nothing_is_taken(
    city: City, zhou: Any, codes: list[str], sentence: str
) -> None:
    city.sample(city.person("Zhao"), code="USED")
    sample = at_home_of(city)
    with pytest.raises(Refused, match=sentence):
        visit(sample, zhou, "SAMPLED", codes=codes)
    sample.refresh_from_db()
    assert sample.taken_at is None and not HomeVisit.objects.exists()
    with pytest.raises(Refused, match="A visit ends with"):
        visit(sample, zhou, "LATER")


def test_the_database_keeps_one_taking_a_sample(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    visit(sample, zhou, "SAMPLED")
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeVisit.objects.create(
            sample=sample, at=NOON + hours(1), outcome="SAMPLED", by_id=zhou.id, by_name="Zhou"
        )


@pytest.mark.parametrize(("failed", "refused", "due_at", "escalated"), [
    (0, False, end_of_day(TODAY), False), (1, False, NOON + hours(2), False), (2, False, NOON + hours(3), True),
    (1, True, NOON + hours(2), True),
])  # fmt: skip
def test_the_rule_of_the_next_visit(failed: int, refused: bool, due_at: Any, escalated: bool) -> None:
    times = [NOON + timedelta(hours=n) for n in range(failed)]
    told = rules.next_visit(due_on=TODAY, failed=times, refused=refused)
    assert (told.due_at, told.escalated) == (due_at, escalated)


def test_the_page_shows_the_address_and_keeps_the_visit(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    page = get(zhou, "samples/home/")
    assert "Wang&#x27;s flat" in page and "Nobody opened" in page and "有人应门" not in page
    assert "无人应门" in get(zhou, "samples/home/", "zh-hans")
    said = post(zhou, f"samples/home/{sample.id}/", outcome="NOBODY_OPENED", note="dark").content.decode()
    assert "come back" in said and "dark" in said
    assert "Nobody opened" in get(city.investigator, f"people/{sample.person_id}/")
    assert (
        "The sample is taken."
        in post(zhou, f"samples/home/{sample.id}/", outcome="SAMPLED", codes="T-9").content.decode()
    )
    assert "Nobody is to be sampled" in get(zhou, "samples/home/")
    assert status(city.investigator, "samples/home/") == 403
    assert "Wang" not in get(grid_worker("410783001", "stranger"), "samples/home/")


def test_the_timeline_tells_the_visits(city: City, zhou: Any) -> None:
    sample = at_home_of(city)
    visit(sample, zhou, "NOBODY_OPENED", note="dark")
    (kept,) = at_home.visits_of_person(person_id=sample.person_id, outbreak_id=city.outbreak.id)
    event = laboratory.home_visit(kept)
    assert (event.text, event.who, event.look in LOOKS) == ("dark", "Zhou", True)


def test_over_the_interface(db: None) -> None:
    there = world.build(faces_clock.real_now())
    sample = at_home_of(there.city)
    listed = there.get("samples/home", role="GRID_WORKER").json()["items"]
    mine = next(one for one in listed if one["id"] == str(sample.id))
    assert (mine["address"], mine["due_on"]) == ("Wang's flat", TODAY.isoformat())
    url = f"samples/{sample.id}/home-visits"
    kept = there.post(url, {"outcome": "NOBODY_OPENED"}, role="GRID_WORKER")
    assert (
        kept.status_code == 201 and kept.json()["next_at"] is not None and kept.json()["escalated"] is False
    )
    assert there.post(url, {"outcome": "LATER"}, role="GRID_WORKER").status_code == 422
    assert there.post(url, {"outcome": "SAMPLED"}, role="INVESTIGATOR").status_code == 403
    assert (
        there.post(url, {"outcome": "SAMPLED", "codes": ["H-1"]}, role="GRID_WORKER").json()["next_at"]
        is None
    )
    assert there.get("samples/home", role="CITY_COMMAND").status_code == 403
