"""A case that was ruled out is one after all: its contacts wait for a decision, and nobody is restricted by it."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock
from ringfence.kernel import NotFound, Refused
from ringfence.measures.orders.models import Order
from ringfence.response import positive_sample, reinstating, ruling_out
from ringfence.tracing.cases.models import Case
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.linelists import actions as linelists
from tests.api import world
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock
from tests.identities import called
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db
WHY = "The second laboratory had mixed up the tubes."


@pytest.fixture
def city() -> City:
    city = build(rooms=4)
    set_clock(city, NOON + hours(6))
    return city


@pytest.fixture
def case(city: City) -> Any:
    """Ruled out, with Wang who was in a room because of it, and Zhao whom the investigator had ruled out before."""
    case = open_case(city)
    arrived(city, approved(city, close_contact(city, case, "Wang")))
    zhao = close_contact(city, case, "Zhao").basis_contact
    positive_sample.classify_contact(
        contact_id=zhao.id, kind="NONE", why="was abroad", by=city.investigator, now=NOON
    )
    ruling_out.rule_out(case_id=case.id, why="two negatives", by=city.investigator, now=NOON + hours(5))
    case.refresh_from_db()
    return case


def reinstate(city: City, case: Any, **told: Any) -> reinstating.Reinstated:
    told = {"classification": "CONFIRMED", "why": WHY, "by": city.investigator, "now": NOON + hours(6)} | told
    return reinstating.reinstate(case_id=case.id, **told)


def test_who_is_affected_is_shown_before_and_waits_for_a_decision_afterwards(city: City, case: Any) -> None:
    shown = reinstating.preview(case_id=case.id)
    assert [one.person.identity.name for one in shown.contacts] == ["Wang"] and shown.drafts_isolation
    assert Case.objects.get(id=case.id).classification == "RULED_OUT"  # looking changes nothing
    reinstate(city, case)
    wang = Contact.objects.get(case=case, person__in=called("Wang"))
    assert (wang.kind, wang.outcome, wang.decided_at) == (
        "UNDECIDED",
        "OPEN",
        None,
    ) and WHY in wang.outcome_why
    assert Contact.objects.get(case=case, person__in=called("Zhao")).outcome == "EXCLUDED"


def test_nobody_is_restricted_by_it_new_orders_are_drafts(city: City, case: Any) -> None:
    before = set(Order.objects.values_list("id", "state"))
    reinstate(city, case)
    new = Order.objects.exclude(id__in=[one for one, _ in before])
    assert [(one.kind, one.state) for one in new] == [("ISOLATION", "DRAFT")]
    assert not Order.objects.filter(state="IN_FORCE").exists()
    wang = Contact.objects.get(case=case, person__in=called("Wang"))
    _, order, _ = positive_sample.classify_contact(
        contact_id=wang.id, kind="CLOSE", why="", by=city.investigator, now=NOON + hours(7)
    )
    assert order is not None and order.state == "DRAFT"
    order = positive_sample.approve_order(order_id=order.id, by=city.epidemiologist, now=NOON + hours(8))
    assert order.state == "IN_FORCE"


@pytest.mark.parametrize(("told", "sentence"), [
    ({"why": " "}, "Say why"), ({"classification": "RULED_OUT"}, "Say what the case is"), ({"classification": ""}, "Say what"),
])  # fmt: skip
def test_it_needs_a_reason_and_a_classification(
    city: City, case: Any, told: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        reinstate(city, case, **told)
    assert Case.objects.get(id=case.id).classification == "RULED_OUT"


def test_a_case_that_is_one_is_not_taken_up_and_nobody_else_may(city: City, case: Any) -> None:
    with pytest.raises(NotFound):  # of another area: the database does not show the case at all
        reinstate(city, case, by=city.outsider)
    reinstate(city, case)
    with pytest.raises(Refused, match="not ruled out"):
        reinstate(city, case)


def test_a_correction_in_passing_is_refused_where_contacts_were_excluded(city: City, case: Any) -> None:
    with pytest.raises(Refused, match="take each of these up again"):
        ruling_out.correct(
            case_id=case.id,
            changes={"classification": "CONFIRMED"},
            by=city.investigator,
            now=NOON + hours(6),
        )
    with pytest.raises(Refused, match="take each of these up again"):
        ruling_out.classify_many(
            case_ids=[case.id], classification="CONFIRMED", by=city.investigator, now=NOON + hours(6)
        )


def test_a_line_list_does_not_take_it_up_in_passing_and_says_where(city: City, case: Any) -> None:
    run = listed(city, case, "确诊病例")
    assert (run.failed, run.updated) == (1, 0)
    (note,) = run.rows.get().reasons
    assert note["fault"] and "Take it up again on its own page" in note["reason"]["text"]
    case.refresh_from_db()
    assert case.classification == "RULED_OUT"
    assert Contact.objects.get(case=case, person__in=called("Wang")).outcome == "EXCLUDED"
    reinstate(city, case)
    assert listed(city, case, "确诊病例").failed == 0  # taken up on its page, the same file goes in


def test_a_line_list_that_says_nothing_of_it_or_the_same_goes_in(city: City, case: Any) -> None:
    assert listed(city, case, "排除").failed == 0
    run = listed(city, case, "")
    assert run.failed == 0 and Case.objects.get(id=case.id).classification == "RULED_OUT"


def listed(city: City, case: Any, classification: str) -> Any:
    """A line list with one row about the case, imported six hours later."""
    told: dict[str, Any] = {"by": city.officer, "now": NOON + hours(6)}
    content = f"病例编号,病例分类,备注\n{case.number},{classification},again\n".encode()
    run = linelists.upload(outbreak_id=city.outbreak.id, file_name="list.csv", content=content, **told)
    linelists.preview(run_id=run.id, **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    assert linelists.run_batch(run_id=run.id, **told)
    run.refresh_from_db()
    return run


def test_the_page_shows_whom_and_does_it(city: City, case: Any) -> None:
    assert f"cases/{case.id}/reinstate/" in get(city.investigator, f"cases/{case.id}/rule-out/")
    page = get(city.investigator, f"cases/{case.id}/reinstate/")
    assert "Wang" in page and "Zhao" not in page and "Nobody is restricted by this" in page
    assert "此操作不限制任何人" in get(city.investigator, f"cases/{case.id}/reinstate/", "zh-hans")
    refused = post(city.investigator, f"cases/{case.id}/reinstate/", classification="CONFIRMED", why="")
    assert refused.status_code == 422 and "Say why this is a case after all." in refused.content.decode()
    done = post(city.investigator, f"cases/{case.id}/reinstate/", classification="CONFIRMED", why=WHY)
    assert "1 contacts wait for your decision" in done.content.decode()


def test_over_the_interface(db: None) -> None:
    there = world.build(clock.real_now())
    case = open_case(there.city)
    close_contact(there.city, case, "Wang")
    ruling_out.rule_out(case_id=case.id, why="two negatives", by=there.city.investigator, now=NOON + hours(1))
    url = f"cases/{case.id}/reinstate"
    assert [one["person"]["name"] for one in there.get(url, role="INVESTIGATOR").json()["contacts"]] == [
        "Wang"
    ]
    told = {"classification": "CONFIRMED", "why": WHY}
    assert there.post(url, told | {"why": ""}, role="INVESTIGATOR").status_code == 422
    assert there.post(url, told, role="EPIDEMIOLOGIST").status_code == 403
    assert there.post(url, told, role="INVESTIGATOR").json()["drafts_isolation"] is True
    assert there.post(url, told, role="INVESTIGATOR").status_code == 422
