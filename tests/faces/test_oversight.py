"""Oversight reads who restricts whom how fast, without asking anybody and without a name; its reading is on record."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ringfence.faces import clock, sealing
from ringfence.faces.jobs.command_line import run_command
from ringfence.ground.access import actions as access
from ringfence.ground.audit import queries as audit
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotPermitted
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import watching
from ringfence.response import clock as response_clock
from ringfence.response import positive_sample
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, set_clock, status
from tests.stories.telling import close_contact, open_case

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON + hours(2))
    return city


def sign(city: City, order: Any, *, after: timedelta, by: Any = None) -> Any:
    """Put a draft of noon in force so long after it was proposed."""
    return positive_sample.approve_order(order_id=order.id, by=by or city.epidemiologist, now=NOON + after)


def second_epidemiologist(city: City) -> Any:
    house = access.seed_organisation(name="Weihui CDC", name_en="Weihui CDC", kind="OTHER", area_code="4107")
    return access.seed_user(username="second", full_name="Slow Reader", full_name_en="Slow Reader", organisation=house,
                            password="only-for-tests", roles=[("EPIDEMIOLOGIST", "4107")])  # fmt: skip


def told(user: Any, path: str = "") -> Any:
    _, key = access.make_token(by=user, name="test", days=1, now=clock.real_now())
    answer = Client().get(
        f"/api/v1/outbreaks/xinxiang/oversight{path}", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def the_story(city: City) -> tuple[Any, Any, Any]:
    """Wang is signed in 3 seconds, Li after 40 minutes by somebody else, Zhao's proposal is rejected, Wang is lifted."""
    case = open_case(city)
    wang, li, zhao = (close_contact(city, case, name) for name in ("Wang", "Li", "Zhao"))
    sign(city, wang, after=3 * SECOND)
    sign(city, li, after=timedelta(minutes=40), by=second_epidemiologist(city))
    orders.reject(order_id=zhao.id, why="No exposure.", by=city.epidemiologist, now=NOON + hours(1))
    orders.lift(order_id=wang.id, why="Sat elsewhere.", by=city.epidemiologist, now=NOON + hours(1))
    return wang, li, zhao


def test_who_signs_in_three_seconds_stands_out(city: City) -> None:
    the_story(city)
    quick, slow = (
        next(one for one in told(city.oversight)["approvers"] if one["name"] == name)
        for name in ("Epidemiologist", "Slow Reader")
    )
    assert (quick["signed"], quick["quick"], quick["median_seconds"], quick["rejected"], quick["refused_share"]) == (
        1, 1, 3.0, 1, 0.5)  # fmt: skip
    assert (quick["lifted"], quick["organisation"]) == (1, "City CDC")
    assert (slow["quick"], slow["median_seconds"], slow["rejected"]) == (0, 2400.0, 0)
    assert [(one["name"], one["orders"]) for one in quick["proposals_of"]] == [("Hongqi CDC", 1)]
    assert (sum(quick["bins"]), quick["bins"][1], slow["bins"][6]) == (1, 1, 1)


def test_every_number_has_its_list(city: City) -> None:
    """The list behind each mark has as many rows as the number says."""
    the_story(city)
    counted = told(city.reviewer)["orders"]
    assert counted == {"total": 4, "signed": 2, "draft": 1, "in_force": 1, "ended": 1, "rejected": 1, "not_signed": 0,
                       "quick": 1, "lifted": 1, "appealed": 0, "upheld": 0}  # fmt: skip
    for mark, times in counted.items():
        asked = "" if mark == "total" else f"?mark={mark}"
        assert len(told(city.reviewer, f"/restrictions{asked}")["items"]) == times, mark


def test_a_list_is_narrowed_to_signer_proposer_and_time(city: City) -> None:
    wang, li, zhao = the_story(city)

    def listed(asked: str) -> list[str]:
        return [one["number"] for one in told(city.oversight, f"/restrictions?{asked}")["items"]]

    who = city.epidemiologist.id
    assert listed(f"approver={who}") == [wang.number]
    assert listed(f"approver={who}&mark=rejected") == [zhao.number]
    assert listed("took=1") == [wang.number]
    assert listed("took=6") == [li.number]
    assert len(listed(f"mark=signed&proposer={city.investigator.organisation_id}")) == 2
    assert listed(f"proposer={city.epidemiologist.organisation_id}") == []


def test_the_page_says_the_same_and_names_nobody_who_is_restricted(city: City) -> None:
    the_story(city)
    page = get(city.oversight, "oversight/")
    assert "Epidemiologist" in page
    assert "Slow Reader" in page
    lists = page + get(city.oversight, "oversight/restrictions/") + get(city.oversight, "oversight/appeals/")
    assert not [name for name in ("Wang", "Li<", "Zhao", "Chen") if name in lists]
    chinese = get(city.reviewer, "oversight/", language="zh-hans")
    assert "按审批人" in chinese


def test_bad_words_in_the_address_narrow_nothing(city: City) -> None:
    the_story(city)
    page = get(city.oversight, "oversight/restrictions/?mark=x&approver=nobody&took=-1&proposer=%00")
    assert page.count("/orders/") >= 4


def test_reading_is_itself_on_record_and_the_person_finds_it(city: City) -> None:
    wang, _li, _zhao = the_story(city)
    get(city.oversight, f"oversight/restrictions/?mark=quick&approver={city.epidemiologist.id}")
    read = AuditEntry.objects.get(action="oversight.read")
    assert read.after == {"page": "restrictions", "mark": "quick", "approver": str(city.epidemiologist.id)}
    look = audit.looks_at(person_id=wang.person_id).first()
    assert look is not None
    assert (look.by_id, look.fields, look.purpose) == (city.oversight.id, [], "oversight.read")


@pytest.mark.parametrize("who", ["command", "epidemiologist", "investigator", "nurse", "officer"])
def test_who_is_inside_the_command_line_does_not_watch_over_it(city: City, who: str) -> None:
    assert status(getattr(city, who), "oversight/") == 403


def test_oversight_of_one_county_does_not_see_the_whole_city(city: City) -> None:
    house = access.seed_organisation(name="County panel", name_en="", kind="OTHER", area_code="410702")
    county = access.seed_user(username="county", full_name="County", full_name_en="", organisation=house,
                              password="only-for-tests", roles=[("OVERSIGHT", "410702")])  # fmt: skip
    assert status(county, "oversight/") == 403


def test_appeals_with_their_clock(city: City) -> None:
    """One is upheld within the day, one nobody answers: the restriction lapses and that is an alarm."""
    case = open_case(city)
    wang, li = (close_contact(city, case, name) for name in ("Wang", "Li"))
    for order in (wang, li):
        sign(city, order, after=timedelta(minutes=5))
        orders.open_appeal(
            order_id=order.id, text="I was at home.", by=city.investigator, now=NOON + hours(1)
        )
    waiting = told(city.oversight)["appeals"]
    assert (waiting["opened"], waiting["waiting"], waiting["late"]) == (2, 2, 0)
    appeal = wang.appeals.get()
    positive_sample.decide_appeal(
        appeal_id=appeal.id, upheld=True, answer="You are right.", by=city.colleague, now=NOON + hours(2)
    )
    response_clock.lapse_unanswered(outbreak_id=city.outbreak.id, by=city.system, now=NOON + hours(26))
    after = told(city.oversight)
    assert {name: after["appeals"][name] for name in ("waiting", "in_time", "answered_late", "upheld", "lapsed")} == {
        "waiting": 0, "in_time": 1, "answered_late": 0, "upheld": 1, "lapsed": 1}  # fmt: skip
    assert {"kind": "UNANSWERED", "state": "OPEN", "count": 1} in after["alarms"]
    assert [one["order_number"] for one in told(city.oversight, "/appeals?mark=lapsed")["items"]] == [
        li.number
    ]
    page = get(city.oversight, "oversight/appeals/")
    assert "Not answered: the restriction lapsed" in page
    assert "I was at home." not in page


def test_a_restriction_without_evidence_stands_on_top(city: City) -> None:
    the_story(city)
    assert "have no valid evidence" not in get(city.oversight, "oversight/")
    Contact.objects.update(kind="NONE")
    assert "1 active restriction has no valid evidence." in get(city.oversight, "oversight/")
    assert told(city.oversight)["evidence_violations"] == 1


def test_the_ledger_verifies_until_its_check_finds_a_fault(city: City) -> None:
    assert told(city.oversight)["ledger"]["verifies"] is None
    sealing.seal(now=clock.real_now())
    sealing.check(by=city.system, now=clock.real_now())
    seen = told(city.oversight)["ledger"]
    assert (seen["signature_valid"], seen["verifies"], seen["faults"]) == (True, True, 0)
    assert "It verifies" in get(city.oversight, "oversight/")


def test_the_command_tells_the_same_and_is_on_record(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    the_story(city)
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    assert run_command(["oversight", "--outbreak", "xinxiang", "--as", "oversight", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["orders"]["quick"] == 1
    assert AuditEntry.objects.filter(action="oversight.read", by_id=city.oversight.id).count() == 1
    assert run_command(["oversight", "--outbreak", "xinxiang", "--as", "command"]) == 1
    assert run_command(["oversight"]) == 1


def test_the_mark_of_lifting_is_the_sentence_with_which_an_order_is_lifted(city: City) -> None:
    wang, *_ = the_story(city)
    wang.refresh_from_db()
    assert wang.closing_reasons[0]["text"] == watching.LIFTED
    with pytest.raises(NotPermitted):
        orders.lift(order_id=wang.id, why="x", by=city.oversight, now=NOON)
