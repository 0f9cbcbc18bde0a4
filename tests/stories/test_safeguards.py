"""The abuse of June 2022, told as it was done (domain 9.2). Each story ends in refusal, record and alarm.

12-14 June 2022: 1,317 depositors of village banks were turned "red" without any epidemiological ground: 446 had scanned a
code of the city on arrival, 871 had never been there. One department decided, its own group and a contractor carried it out,
and two days later it was turned back without a word. docs/trust.md tells the same, safeguard by safeguard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from scripts.addresses import addresses

from ringfence.ground.access import actions as access
from ringfence.ground.alarms.models import Alarm
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import Refused, new_id
from ringfence.measures.health_status import queries as health_status
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import evidence
from ringfence.measures.orders.models import Appeal, Hold, Notice, Order
from ringfence.registry.people.models import Person
from ringfence.registry.places.models import Place
from ringfence.response import batches, clock, contact_list, positive_sample
from ringfence.tracing.contacts.actions import ExposureTold
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.linelists import actions as linelists
from tests.city import NOON, TOWNSHIP, City, build, hours
from tests.faces.web.quarantined import set_clock, signed_in
from tests.stories.telling import approved, close_contact, meal, open_case

pytestmark = pytest.mark.django_db
DEPOSITORS, WHO_CAME = 1317, 446
SCANNED = "VENUE_CHECK_IN"


@pytest.fixture
def city() -> City:
    city = build(rooms=0)
    set_clock(city, NOON)
    return city


def alarm(kind: str) -> Alarm:
    """The one alarm of this kind; oversight sees it."""
    return Alarm.objects.get(kind=kind)


def on_record(action: str = "attempt.refused", **told: Any) -> bool:
    return AuditEntry.objects.filter(action=action, **told).exists()


def restricted() -> int:
    return Order.objects.filter(state="IN_FORCE").count()


def scan(at: Any = NOON - timedelta(days=1)) -> ExposureTold:
    return ExposureTold(first_at=at, last_at=at + hours(1), setting="VENUE", place="bank", basis=SCANNED)


# 1. A person orders: make these people red


def test_1_nobody_sets_a_status_there_is_none_to_set(city: City) -> None:
    """A status is worked out from evidence. No table keeps one, no address takes one."""
    kept = {
        field.name
        for model in apps.get_app_config("people").get_models()
        for field in model._meta.get_fields()
    }
    assert not kept & {"status", "colour", "color", "code", "health_code", "health_status"}
    assert "health_status" not in {
        config.label for config in apps.get_app_configs()
    }  # the room has no tables
    writes = [
        one.pattern for one in addresses() if one.pattern.startswith(("POST", "PUT", "PATCH", "DELETE"))
    ]
    assert writes
    assert not [one for one in writes if "status" in one or "colour" in one]


def test_1_a_secretary_of_the_command_is_refused_and_reported(city: City) -> None:
    order = close_contact(city, open_case(city))
    answer = signed_in(city.command).post(f"/o/xinxiang/orders/{order.id}/approve/")
    assert answer.status_code == 403
    assert restricted() == 0
    assert on_record(by_id=city.command.id, subject_id=str(order.id))
    assert alarm("NO_RIGHT").by_id == city.command.id


# 2. A list of depositors is imported


def test_2_a_list_of_people_is_no_list_of_cases(city: City) -> None:
    rows = [f"储户{n},1380000{n:04},{TOWNSHIP}" for n in range(DEPOSITORS)]
    content = "\n".join(["name,phone,area_code", *rows]).encode()
    told: dict[str, Any] = {"by": city.officer, "now": NOON}
    run = linelists.upload(outbreak_id=city.outbreak.id, file_name="depositors.csv", content=content, **told)
    linelists.preview(run_id=run.id, **told)
    people = Person.objects.count()
    with pytest.raises(Refused, match="a list of people is no list of cases"):
        linelists.queue(run_id=run.id, **told)
    assert (Person.objects.count(), restricted()) == (people, 0)
    assert on_record(by_id=city.officer.id)
    assert alarm("FREE_LIST").by_id == city.officer.id


@pytest.mark.slow
def test_2_named_as_contacts_of_a_real_case_all_1317_are_held(city: City) -> None:
    assert hung_on_a_case(city, DEPOSITORS) == DEPOSITORS


def hung_on_a_case(city: City, count: int) -> int:
    """So many depositors are said to have eaten with one case; returns how many are held."""
    listed = [
        contact_list.Listed(
            person=contact_list.people.PersonFacts(name=f"Depositor {n}", area_code=TOWNSHIP), exposure=meal()
        )
        for n in range(count)
    ]
    case = open_case(city)
    contact_list.name_list(case_id=case.id, listed=listed, accept=True, by=city.investigator, now=NOON)
    return Order.objects.filter(state="DRAFT", hold__state="HELD").count()


# 3. One office decides, its own group executes


def test_3_the_same_office_does_not_sign_twice(city: City) -> None:
    order = close_contact(city, open_case(city))
    with pytest.raises(Refused, match="another organisation"):
        positive_sample.approve_order(order_id=order.id, by=city.colleague, now=NOON)
    assert restricted() == 0
    assert on_record(by_id=city.colleague.id, subject_id=str(order.id))
    assert alarm("ONE_OFFICE").by_id == city.colleague.id


@pytest.mark.parametrize("kind", ["COMMAND", "OVERSIGHT", "CONTRACTOR"])
@pytest.mark.parametrize("role", ["INVESTIGATOR", "EPIDEMIOLOGIST"])
def test_3_no_role_that_restricts_in_the_command_or_with_a_contractor(
    city: City, kind: str, role: str
) -> None:
    house = access.seed_organisation(name="Data company", name_en="", kind=kind, area_code="4107")
    with pytest.raises(Refused, match="nobody there drafts or approves"):
        access.seed_user(username="deputy", full_name="Deputy", full_name_en="", organisation=house, password=None,
                         roles=[(role, "4107")])  # fmt: skip


def test_3_two_signatures_of_one_hand_are_refused_by_the_database(city: City) -> None:
    order = close_contact(city, open_case(city))
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        Order.objects.filter(id=order.id).update(
            state="IN_FORCE",
            approved_at=NOON,
            approved_by_id=order.drafted_by_id,
            approved_organisation_id=new_id(),
        )


# 4. The trigger is the scan of a venue's code


def test_4_a_scan_alone_restricts_nobody(city: City) -> None:
    case = open_case(city)
    told: dict[str, Any] = {"by": city.investigator, "now": NOON}
    contact = positive_sample.name_contact(
        case_id=case.id, person_id=city.person("Wang").id, exposure=scan(), **told
    )
    _, order, _ = positive_sample.classify_contact(
        contact_id=contact.id, kind="CLOSE", why="They scanned.", **told
    )
    with pytest.raises(Refused, match="a check-in alone restricts nobody"):
        approved(city, order)
    assert restricted() == 0
    assert on_record(by_id=city.epidemiologist.id)
    assert alarm("NO_EVIDENCE").subject_id == str(order.id)


# 5. 871 of them were elsewhere


def test_5_whoever_scanned_the_code_from_afar_was_not_there(city: City) -> None:
    case = open_case(city)
    afar = from_afar(city, "Zhao")
    with pytest.raises(Refused, match="lives elsewhere"):
        positive_sample.name_contact(
            case_id=case.id, person_id=afar, exposure=scan(), by=city.investigator, now=NOON
        )
    assert not Contact.objects.filter(person_id=afar).exists()
    assert on_record(by_id=city.investigator.id, subject_id=str(case.id))
    assert alarm("ELSEWHERE").outbreak_id == city.outbreak.id


def from_afar(city: City, name: str) -> Any:
    """The id of somebody who lives in another city."""
    Place.objects.get_or_create(code="4101", defaults={"name": "郑州市", "kind": "CITY"})
    person = city.person(name)
    Person.objects.filter(id=person.id).update(area_id="4101")
    return person.id


def test_5_a_whole_list_of_scans_from_afar_names_nobody(city: City) -> None:
    case = open_case(city)
    listed = [contact_list.Listed(person=from_afar(city, f"Far {n}"), exposure=scan()) for n in range(5)]
    with pytest.raises(contact_list.ListRefused):
        contact_list.name_list(case_id=case.id, listed=listed, accept=True, by=city.investigator, now=NOON)
    assert Contact.objects.count() == 0
    assert alarm("ELSEWHERE").times == 5


# 6. A mass restriction without an outbreak


def test_6_more_than_the_cases_explain_waits_for_somebody_independent(city: City) -> None:
    assert hung_on_a_case(city, 60) == 60
    ids = list(Order.objects.filter(hold__isnull=False).values_list("id", flat=True))
    done = batches.approve_batch(order_ids=ids, by=city.epidemiologist, now=NOON)
    assert not any(one.order for one in done)
    assert restricted() == 0
    assert on_record("hold.begin")
    assert alarm("BATCH_HELD").by_id == city.investigator.id
    with pytest.raises(Refused):
        batches.review(
            hold_id=Hold.objects.get().id, opened=True, why="Let it pass.", by=with_the_role(city), now=NOON
        )
    assert alarm("NOT_INDEPENDENT")


def with_the_role(city: City) -> Any:
    """Somebody of the drafter's own organisation to whom the reviewer's role was given."""
    city.colleague.roles_held.create(role="REVIEWER", area_code="4107")
    return city.colleague


# 7. The victims could not learn why, or whom to ask


def test_7_the_person_is_told_and_an_appeal_that_nobody_answers_frees(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    told = Notice.objects.get(order=order)
    assert (told.what, bool(told.reasons), told.at) == ("IN_FORCE", True, NOON)
    appeal = orders.open_appeal(order_id=order.id, text="I was at home.", by=city.investigator, now=NOON)
    assert appeal.due_at == NOON + hours(24)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + hours(24) - timedelta(minutes=1))
    assert Order.objects.get(id=order.id).state == "IN_FORCE"
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + hours(24))
    assert Order.objects.get(id=order.id).state == "LAPSED"
    assert Appeal.objects.get().upheld
    assert on_record("order.lapsed", subject_id=str(order.id))
    assert alarm("UNANSWERED").subject_id == str(order.id)
    assert list(Notice.objects.filter(order=order).values_list("what", flat=True)) == ["IN_FORCE", "LAPSED"]


# 8. Turned back silently two days later


def test_8_an_end_without_reason_or_name_is_refused_by_the_database(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    for told in ({}, {"closed_by_name": "Deputy"}, {"closing_reasons": ["Turned back."]}):
        with pytest.raises(IntegrityError, match="by_whom_and_why"), transaction.atomic():
            Order.objects.filter(id=order.id).update(state="RELEASED", closed_at=NOON, **told)
    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        Order.objects.filter(id=order.id)._raw_delete("default")


def test_8_turned_back_past_the_platform_is_told_found_and_reported(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    Order.objects.filter(id=order.id).update(
        state="RELEASED",
        closed_at=NOON + hours(48),
        closed_by_name="Deputy",
        closing_reasons=["Turned back."],
    )
    assert Notice.objects.filter(
        order=order, what="RELEASED"
    ).exists()  # the database itself tells the person
    orders.check_evidence(outbreak_id=city.outbreak.id, by=city.system, now=NOON + hours(49))
    assert AuditEntry.objects.get(action="evidence.check").after["unrecorded"] == [order.number]
    assert order.number in str(alarm("SILENT").what)


def test_8_a_record_is_not_taken_out_again(city: City) -> None:
    approved(city, close_contact(city, open_case(city)))
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        AuditEntry.objects.filter(action="order.approve")._raw_delete("default")
    orders.check_evidence(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    assert not Alarm.objects.filter(kind="SILENT").exists()


# And all of it by SQL, under the role of the application


def test_sql_that_restricts_is_refused_counted_and_reported(city: City) -> None:
    orders.note_refused_writes(by=city.system, now=NOON)
    order = close_contact(city, open_case(city))
    Contact.objects.filter(id=order.basis_contact_id).update(kind="NONE")
    before = Alarm.objects.filter(kind="DATABASE").count()
    with (
        pytest.raises(IntegrityError, match="valid evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update orders_order set state = 'IN_FORCE', approved_at = now(), approved_by_id = gen_random_uuid(), "
            "approved_organisation_id = gen_random_uuid()"
        )
    assert restricted() == 0
    assert orders.note_refused_writes(by=city.system, now=NOON + hours(2)) == 1
    assert on_record("database.refused")
    assert Alarm.objects.filter(kind="DATABASE").count() == before + 1
    assert orders.note_refused_writes(by=city.system, now=NOON + hours(3)) == 0


def test_sql_that_forges_the_signatures_of_a_sound_draft_is_found_and_reported(city: City) -> None:
    order = close_contact(city, open_case(city))
    Order.objects.filter(id=order.id).update(
        state="IN_FORCE", approved_at=NOON, approved_by_id=city.epidemiologist.id,
        approved_organisation_id=city.epidemiologist.organisation_id,
    )  # fmt: skip
    assert list(evidence.unrecorded(outbreak_id=city.outbreak.id)) == [order]
    orders.check_evidence(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    assert order.number in str(alarm("SILENT").what)


def test_evidence_that_falls_away_raises_an_alarm(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    Contact.objects.filter(id=order.basis_contact_id).update(kind="NONE")
    orders.check_evidence(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    assert alarm("UNFOUNDED").outbreak_id == city.outbreak.id
    assert (
        health_status.status_of(person_id=order.person_id, outbreak_id=city.outbreak.id, now=NOON).status
        == "CLEAR"
    )
