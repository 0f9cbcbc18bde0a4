"""More of everything, so that a page whose statements grow with its rows shows it."""

from __future__ import annotations

from typing import Any

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.ground.access import actions as access
from ringfence.ground.access import queries as users
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.people import actions as people
from ringfence.response import positive_sample
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import queries as case_register
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.investigations import queries as investigation_register
from ringfence.tracing.linelists import actions as linelists
from tests.api.world import World
from tests.city import HONGQI, NOON, hours
from tests.stories.telling import approved, arrived, close_contact, meal, open_case

ONE_O_CLOCK = NOON + hours(1)


def add(world: World, numbers: range, real_now: Any) -> None:
    """For each number: a case with its chain, contacts in every state, one more in every list; an import of as many rows."""
    for room in stays.listed_rooms(by=world.city.manager, area_code=HONGQI, condition="FREE"):
        quarantine.set_room_state(room_id=room.id, state="OUT_OF_ORDER", by=world.city.manager, now=NOON)
    for number in numbers:
        _people_of_a_case(world, number)
        _papers_of_the_first_case(world, number)
        _places(world, number, real_now)
    _import(world, numbers)


def _people_of_a_case(world: World, number: int) -> None:
    city = world.city
    site: dict[str, Any] = {"site_id": city.site.id, "by": city.manager, "now": NOON}
    quarantine.add_rooms(rooms=[(2, f"2{number:02}", 1), (3, f"3{number:02}", 1)], **site)
    case = open_case(city, f"Case {number}", onset_date=NOON.date(), found_by="FEVER_CLINIC")
    cases.name_source(
        case_id=case.id, by=city.investigator, now=NOON,
        source=cases.SourceNamed(source_kind="CASE", source_case_id=world.ids["case_id"], relation="FRIEND"),
    )  # fmt: skip
    if number % 2:
        positive_sample.approve_order(order_id=case.orders.get().id, by=city.epidemiologist, now=ONE_O_CLOCK)
    stay = arrived(city, approved(city, close_contact(city, case, f"In a room {number}")))
    quarantine.record_check(
        stay_id=stay.id, on=NOON.date(), slot="MORNING", finding="SYMPTOMS", symptoms="cough", by=city.nurse,
        now=NOON + hours(3),
    )  # fmt: skip
    waits = approved(city, close_contact(city, case, f"On the way {number}"))
    orders.open_appeal(order_id=waits.id, text="I was elsewhere.", by=city.investigator, now=ONE_O_CLOCK)
    approved(city, close_contact(city, case, f"Waiting {number}"))
    close_contact(city, case, f"Drafted {number}")
    quarantine.add_rooms(rooms=[(4, f"4{number:02}", 1)], **site)


def _papers_of_the_first_case(world: World, number: int) -> None:
    city, case_id = world.city, world.ids["case_id"]
    told: dict[str, Any] = {"case_id": case_id, "by": city.investigator, "now": NOON}
    undecided = city.person(f"Undecided {number}")
    positive_sample.name_contact(person_id=undecided.id, exposure=meal(), **told)
    order = close_contact(city, case_register.case(case_id=case_id, by=city.investigator), f"Close {number}")
    if number % 2:
        approved(city, order)
    zhou = contacts.contact(contact_id=world.ids["contact_id"], by=city.investigator)
    positive_sample.name_contact(person_id=zhou.person_id, exposure=meal(number + 2), **told)
    people.share_household(person_ids=[world.ids["person_id"], undecided.id], by=city.investigator, now=NOON)
    place = cases.SourceNamed(source_kind="PLACE", source_label=f"shop {number}")
    cases.name_source(source=place, **told)
    investigations.add_stop(
        investigation_id=investigation_register.of_case(case_id=case_id).id, by=city.investigator, now=NOON,
        told=investigations.StopTold(place=f"market {number}", from_at=NOON - hours(30 + number)),
    )  # fmt: skip


def _places(world: World, number: int, real_now: Any) -> None:
    city = world.city
    site = quarantine.add_site(
        name=f"示例隔离点 {number}", name_en=f"Demo site {number}", area_code=HONGQI, address="",
        organisation_id=city.manager.organisation_id, by=city.manager, now=NOON,
    )  # fmt: skip
    quarantine.add_rooms(site_id=site.id, rooms=[(1, "101", 1)], by=city.manager, now=NOON)
    everybody = users.user_named(username="api-everybody")
    access.make_token(by=everybody, name=str(number), days=9, now=real_now)
    outbreaks.open_outbreak(
        slug=f"other-{number}", name=f"其他 {number}", area_code="4107", ruleset_id="CN-8", case_prefix=f"O{number}",
        by=city.command, now=NOON,
    )  # fmt: skip


def _import(world: World, numbers: range) -> None:
    everybody = users.user_named(username="api-everybody")
    lines = [f"B{number},{number},F,2022-01-05" for number in numbers] + ["B99,,,"]
    run = linelists.upload(
        outbreak_id=world.city.outbreak.id, file_name=f"list {len(lines)}.csv", by=everybody, now=NOON + hours(2),
        content="\n".join(["case_id,age,sex,report_date", *lines]).encode(),
    )  # fmt: skip
    linelists.preview(run_id=run.id, by=everybody, now=NOON + hours(2))
    world.ids["run_id"] = run.id
