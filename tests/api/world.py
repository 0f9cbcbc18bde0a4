"""A city in the middle of an outbreak, with a key for every role; what the tests of the interface call."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signals
from django.db import close_old_connections, connection, transaction
from django.test import Client

from ringfence.care.home_watch.models import Watch
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import queries as transfers
from ringfence.command.bulletins import actions as bulletins
from ringfence.command.drills import actions as drills
from ringfence.command.drills.rules import Wanted
from ringfence.command.forecasts import actions as forecast_actions
from ringfence.command.forecasts import queries as forecasts
from ringfence.command.forecasts import rules
from ringfence.field.testing import queries as testing
from ringfence.ground import alarms
from ringfence.ground.access import ROLES
from ringfence.ground.access import actions as access
from ringfence.ground.access import queries as users
from ringfence.ground.audit import queries as record
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import schedule
from ringfence.ground.rulesets.queries import Change, Proposal
from ringfence.kernel import reason
from ringfence.measures.orders import actions as order_actions
from ringfence.measures.orders import queries as orders
from ringfence.registry.citizens import actions as citizens
from ringfence.registry.citizens.queries import Oneself, Stranger
from ringfence.registry.corrections import actions as corrections
from ringfence.registry.emergencies.models import Opening
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.people import actions as people
from ringfence.response import fence, local_rules, positive_sample
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.investigations import queries as investigation_register
from ringfence.tracing.linelists import actions as linelists
from tests import city as small_city
from tests.city import NOON, hours
from tests.stories import arriving, moving
from tests.stories.telling import approved, arrived, close_contact, meal, open_case

LIST = b"case_id,age,sex,report_date\nA1,61,F,2022-01-05\nA2,40,M,2022-01-06\nA3,,,\n"
YEAR = 60  # keys of the tests are made today and used today


@contextmanager
def taken_back(blocker: Any) -> Iterator[None]:
    """A transaction that is taken back, for a world that many calls share; calls leave its connection open."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    with blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@dataclass
class World:
    """The city, its outbreak and the keys. `ids` holds one id of everything, by the name of its address part."""

    city: Any
    keys: dict[str, str]
    ids: dict[str, Any] = field(default_factory=dict)

    def call(
        self, method: str, path: str, body: Any = None, *, role: str = "EVERYBODY", **headers: str
    ) -> Any:
        """Call the interface inside the outbreak as somebody of this role; an address with / at the front is whole."""
        address = path if path.startswith("/") else f"/api/v1/outbreaks/xinxiang/{path}"
        sent = (
            {}
            if body is None
            else {"data": json.dumps(body, default=str), "content_type": "application/json"}
        )
        said = {"Authorization": f"Bearer {self.keys[role]}", "Accept-Language": "en"} | headers
        return Client().generic(method, address, **sent, headers=said)

    def get(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("POST", path, {} if body is None else body, **more)


def build(real_now: Any) -> World:
    """Chen is a case with contacts in every state; the outbreak's clock stands three hours after his result."""
    city = small_city.build(rooms=4)
    outbreaks.Outbreak.objects.filter(id=city.outbreak.id).update(
        purpose="DRILL", clock_set_to=NOON + hours(3), clock_set_at=real_now, clock_runs=False
    )
    city.outbreak.refresh_from_db()
    keys = {role: _key(city, role, [role], real_now) for role in ROLES}
    keys["EVERYBODY"] = _key(city, "EVERYBODY", list(ROLES), real_now)
    keys["ELSEWHERE"] = _key(city, "ELSEWHERE", list(ROLES), real_now, area="410783")
    keys["OTHER_CITY"] = _key(city, "OTHER_CITY", list(ROLES), real_now, area="12")
    keys["OUTSIDER"] = _key_of(city.outsider, real_now)
    return World(city, keys)


def full(real_now: Any) -> World:
    """The city with one of everything."""
    world = build(real_now)
    city = world.city
    case = open_case(city, onset_date=NOON.date(), found_by="FEVER_CLINIC")
    placed = close_contact(city, case, "Li")
    stay = arrived(city, approved(city, placed))
    draft = close_contact(city, case, "Wang")
    undecided = positive_sample.name_contact(
        case_id=case.id, person_id=city.person("Zhou").id, exposure=meal(), by=city.investigator, now=NOON
    )
    link = cases.name_source(
        case_id=case.id, source=cases.SourceNamed(source_kind="PLACE", source_label="noodle shop"),
        by=city.investigator, now=NOON,
    )  # fmt: skip
    investigation = investigation_register.of_case(case_id=case.id)
    stop = investigations.add_stop(
        investigation_id=investigation.id, told=investigations.StopTold(place="market", from_at=NOON - hours(30)),
        by=city.investigator, now=NOON,
    )  # fmt: skip
    world.ids = {
        "outbreak": "xinxiang", "case_id": case.id, "person_id": case.person_id, "contact_id": undecided.id,
        "order_id": draft.id, "stay_id": stay.id, "link_id": link.id, "stop_id": stop.id, "site_id": city.site.id,
        "room_id": stays.rooms(site_id=city.site.id)[3].id, "ruleset_id": "CN-8", "code": "410702",
        "transfer_id": transfers.of_person(person_id=case.person_id, outbreak_id=case.outbreak_id).first() or "",
        "sample_id": testing.of_person(person_id=stay.person_id, outbreak_id=case.outbreak_id).first().id,
    }  # fmt: skip
    positive_sample.approve_order(order_id=case.orders.get().id, by=city.epidemiologist, now=NOON + hours(1))
    world.ids["transfer_id"] = transfers.of_person(
        person_id=case.person_id, outbreak_id=case.outbreak_id
    ).first().id  # fmt: skip
    _hold_one(world, case)
    _add_papers(world, real_now)
    _add_movement(world, case)
    _add_fence(world, stay)
    begun = forecasts.presets(outbreak=city.outbreak)["strategies"][:1]
    asked = forecast_actions.ask(
        outbreak_id=city.outbreak.id, question=rules.Question(strategies=begun), by=city.command, now=NOON + hours(2)
    )  # fmt: skip
    world.ids["forecast_id"] = asked.id
    world.ids |= {"drill_id": _drill(city), "file_name": "line-list.csv"}
    world.ids["version_id"] = _local_version(city).id
    world.ids["draft_id"] = bulletins.draft(
        outbreak_id=city.outbreak.id, told=bulletins.Draft(text_zh="请保持冷静。", text_en="Please keep calm."), by=city.press,
        now=NOON + hours(2),
    ).id  # fmt: skip
    everybody = users.user_named(username="api-everybody")
    world.ids |= _retention(city)
    world.ids["opening_id"] = Opening.objects.create(  # by the action it is refused: they read everywhere anyway
        outbreak_id=city.outbreak.id, person_id=case.person_id, area_code=case.area_id, by_id=everybody.id, by_name="x",
        organisation_id=everybody.organisation_id, why="Unconscious in our hospital.", opened_at=real_now,
        ends_at=real_now + hours(3),
    ).id  # fmt: skip
    world.ids["entry_id"] = record.of_outbreak(outbreak_id=city.outbreak.id).first().id
    return world


def _local_version(city: Any) -> Any:
    """A local version that waits for its second signature."""
    seven = Change(
        parameter="measures.close_contact[0].days", value=7, source="City order 3", mark="A", reason="Faster."
    )
    told = Proposal(
        base_id="CN-8-HN-2022-01", place_code="4107", name_en="Xinxiang, seven days", name_zh="新乡市七天版",
        valid_from=NOON.date(), valid_to=NOON.date() + timedelta(days=14), why="The variant is faster.", changes=(seven,),
    )  # fmt: skip
    return local_rules.propose(outbreak_id=city.outbreak.id, proposal=told, by=city.epidemiologist, now=NOON)


def _hold_one(world: World, case: Any) -> None:
    """A held batch from which every draft was withdrawn since, and the alarm about it."""
    city = world.city
    whose = {"asked_by_id": city.investigator.id, "asked_by_name": str(city.investigator),
             "asked_organisation_id": city.investigator.organisation_id}  # fmt: skip
    hold = order_actions.Hold.objects.create(
        outbreak=city.outbreak, area_id=case.area_id, cause="PROPOSER", step="DRAFT", key=str(city.investigator.id), counted=31,
        most=30, cases=1, ruleset_id="CN-8", persons=[city.investigator.id], held_at=NOON, last_at=NOON,
        organisations=[city.investigator.organisation_id], **whose,
    )  # fmt: skip
    alarm = alarms.tell_raised(
        kind="BATCH_HELD", what=[reason("This order is held until an independent reviewer has decided.")],
        by=city.investigator, now=NOON, outbreak_id=city.outbreak.id, area_code=case.area_id, subject=("hold", hold.id),
    )  # fmt: skip
    world.ids |= {"hold_id": hold.id, "alarm_id": alarm.id}


def _add_papers(world: World, real_now: Any) -> None:
    """What lies beside the cases: an appeal that waits, an import that is previewed, a key of my own."""
    city = world.city
    everybody = users.user_named(username="api-everybody")
    in_force = orders.of_person(person_id=world.ids["person_id"], outbreak_id=city.outbreak.id).get()
    appeal = order_actions.open_appeal(
        order_id=in_force.id, text="I was alone.", by=city.investigator, now=NOON
    )
    run = linelists.upload(
        outbreak_id=city.outbreak.id, file_name="list.csv", content=LIST, by=everybody, now=NOON + hours(2)
    )
    linelists.preview(run_id=run.id, by=everybody, now=NOON + hours(2))
    asked = corrections.ask(
        outbreak_id=city.outbreak.id,
        field="NAME",
        wrong="",
        right="Chen Qiang",
        by=Oneself(in_force.person_id),
        now=NOON,
    )
    world.keys["VISITOR"] = _visit(in_force.person_id, city, real_now)
    token, _ = access.make_token(by=everybody, name="nightly", days=YEAR, now=real_now)
    world.ids |= {"appeal_id": appeal.id, "run_id": run.id, "token_id": token.id, "correction_id": asked.id}


def _add_movement(world: World, case: Any) -> None:
    """Records of two days, a search of Chen that is answered, one that waits, a file that was only looked at.

    In a folder of this world's own: records that another world forgot must not be missing here.
    """
    settings.MOVEMENT_HOME = Path(tempfile.mkdtemp(prefix="movement-", dir=os.environ["RINGFENCE_TEST_HOME"]))
    city = world.city
    people.correct(person_id=case.person_id, changes={"phone": "13800000001"}, by=city.investigator, now=NOON)
    moving.two_days(city)
    answered = moving.answered(city, case)
    waiting = moving.asked(city, case)
    file = moving.looked_at(city, moving.line("13800000009", "", "noodles", ago=3, minutes=20))
    world.ids |= {"search_id": answered.id, "waiting_search_id": waiting.id, "file_id": file.id}


def _add_fence(world: World, stay: Any) -> None:
    """A declared area, an arrival from there with an offer, a device with a report."""
    city, grid = world.city, users.user_named(username="api-grid_worker")
    area = arriving.declared(city)
    arrival = arriving.registered(city, grid)
    offer = fence.offer(
        area_id=area.id, outbreak_id=city.outbreak.id, arrival_id=arrival.id, kind="TEST", by=grid, now=NOON
    )
    watch = Watch.objects.create(  # of a stay in a room: by the action it is refused, and this world has nobody at home
        outbreak=city.outbreak, stay_id=stay.id, area_id=stay.area_id, device="DOOR", key_hash="0" * 64, grace_minutes=15,
        agreed_by="PERSON", agreed_at=NOON, explained_by_id=grid.id, explained_by_name=str(grid),
    )  # fmt: skip
    report = watch.reports.create(
        told_id="1",
        cause="DOOR_OPENED",
        happened_at=NOON,
        received_at=NOON,
        state="OPEN",
        due_at=NOON + timedelta(minutes=15),
    )
    world.ids |= {
        "area_id": area.id, "arrival_id": arrival.id, "offer_id": offer.id, "watch_id": watch.id, "report_id": report.id,
        "place": "xinxiang", "county_code": "410702",
    }  # fmt: skip


def _visit(person_id: Any, city: Any, real_now: Any) -> str:
    """The token of somebody who looks at their own page."""
    made = citizens.issue(
        person_id=person_id, outbreak_id=city.outbreak.id, by=city.investigator, now=real_now
    )
    return str(citizens.use(typed=made.digits, by=Stranger("203.0.113.7"), now=real_now).token)


def _key(city: Any, name: str, roles: list[str], now: Any, area: str = "4107") -> str:
    house = access.seed_organisation(name=f"{name} house", name_en=name, kind="OTHER", area_code=area)
    user = access.seed_user(
        username=f"api-{name.lower()}", full_name=name, full_name_en=name, organisation=house, password=None,
        roles=[(role, area) for role in roles],
    )  # fmt: skip
    return _key_of(user, now)


def _key_of(user: Any, now: Any) -> str:
    return access.make_token(by=user, name="test", days=YEAR, now=now)[1]


def _retention(city: Any) -> dict[str, Any]:
    """A legal hold, and a certificate of what nobody misses."""
    hold = retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=None, why="A court asked for the files.", paper="Letter 1",
        ends_on=NOON.date() + timedelta(days=30), by=city.command, now=NOON,
    )  # fmt: skip
    certificate = retention.certify(
        outbreak_id=city.outbreak.id, outbreak=city.outbreak.slug, people={}, tables={"linelists.ImportRun": 1}, keys={},
        on=NOON.date(), kept=schedule.current(), by=city.system, now=NOON,
    )  # fmt: skip
    return {"legal_hold_id": hold.id, "certificate_id": certificate.id}


def _drill(city: Any) -> Any:
    """A drill that is made and whose truth was opened: one infected the other, who was found."""
    told: dict[str, Any] = {"by": users.user_named(username="api-everybody"), "now": NOON + hours(2)}
    wanted = Wanted(title="Spring", starts_on=NOON.date(), days=10)
    told["drill_id"] = drills.ask(outbreak_id=city.outbreak.id, wanted=wanted, **told).id
    drills.answer_estimates(
        estimates=[
            {"seed": 1, "infections": 2, "cases": 1, "first_report_day": 4, "quarantined": 3, "seconds": 3}
        ],
        **told,
    )
    drills.choose(seed=1, **told)
    first = {"number": 1, "name": "王一", "case": "", "source": -1, "layer": "seed", "village": "410702001001", "infected_hour": 0,
             "onset_hour": None, "found_hour": None, "symptoms": False, "severe": False, "held": False}  # fmt: skip
    second = first | {
        "number": 2,
        "name": "王二",
        "case": "D0001",
        "source": 0,
        "layer": "household",
        "infected_hour": 30,
        "found_hour": 100,
    }
    curve = [0] * 10
    truth = {"city": "x", "residents": 64, "cases": 1, "infections": 2, "days": [f"2022-01-{9 + n:02d}" for n in range(10)], "stand_in": False,
             "curves": {"infected": curve, "onset": curve, "confirmed": curve}, "people": [first, second]}  # fmt: skip
    files = [("line-list.csv", 1, b"case_id,sex\nD0001,F\n"), ("truth.json", 2, b"[]")]
    drills.keep(truth=truth, files=files, engine_version="x", **told)
    return drills.open_truth(**told).id
