"""Whoever is no longer needed is forgotten: on the day, everywhere, with proof; the counts stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ringfence.command.situation import queries as situation
from ringfence.faces import sealing
from ringfence.field.testing import actions as testing
from ringfence.ground.audit.ledger import proofs
from ringfence.ground.audit.models import AuditEntry
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import fingerprints, schedule
from ringfence.ground.retention import queries as register
from ringfence.kernel import NotPermitted, Refused
from ringfence.registry.identities.models import DataKey
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.people.models import Identity, IndexCard
from ringfence.response import clock, declaring_over, forgetting, positive_sample, retaining
from ringfence.tracing.cases.models import Case
from ringfence.tracing.contacts.models import Exposure
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.movement.actions import asking, files
from tests.city import NOON, City, build, hours
from tests.identities import called, rename
from tests.stories.telling import approved, arrived, close_contact, open_case, positive

pytestmark = pytest.mark.django_db
RELEASED = datetime(2022, 1, 29, 4, 0, tzinfo=UTC)  # 8 Jan + 14 days in the site + 7 days at home
LAST_DAY = RELEASED + timedelta(days=90)


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def wang(city: City) -> Any:
    """A close contact who went through all of it and is free."""
    case = open_case(city)
    order = approved(city, close_contact(city, case, "Wang"))
    arrived(city, order)
    positive_sample.lift_order(
        order_id=order.id, why="he was never there", by=city.epidemiologist, now=RELEASED
    )
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=RELEASED)  # what nobody signed lapses
    return order.person


def sweep(city: City, at: datetime) -> list[Any]:
    return forgetting.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=at, real_now=at)


def preview(city: City, at: datetime) -> forgetting.Due:
    return forgetting.due(outbreak_id=city.outbreak.id, now=at, real_now=at)


def test_a_contact_is_forgotten_ninety_days_after_release_and_not_a_day_earlier(
    city: City, wang: Any
) -> None:
    assert sweep(city, LAST_DAY) == []
    (certificate,) = sweep(city, LAST_DAY + timedelta(days=1))
    assert certificate.people == 1 and certificate.content["kinds"] == {"MEASURE": 1}
    identity = Identity.objects.get(person=wang)
    assert (identity.name, identity.phone, identity.address) == ("***", "", "***")
    assert IndexCard.objects.get(person=wang).tokens == [] and not DataKey.objects.filter(person_id=wang.id)
    assert Exposure.objects.get(contact__person=wang).place == "***"
    assert forgetting.left(person_ids=[wang.id]) == {}
    assert sweep(city, LAST_DAY + timedelta(days=2)) == []  # told twice, nothing happens


def test_the_case_itself_stays_while_the_response_runs(city: City, wang: Any) -> None:
    sweep(city, LAST_DAY + timedelta(days=400))
    assert called("Chen")


def test_a_dry_run_says_who_and_changes_nothing(city: City, wang: Any) -> None:
    due = preview(city, LAST_DAY + timedelta(days=1))
    assert set(due.people) == {wang.id} and due.people[wang.id].day == date(2022, 4, 29)
    assert due.count_by_kind() == {"MEASURE": 1} and due.kept == 1
    assert Identity.objects.get(person=wang).name == "Wang"


def test_a_legal_hold_keeps_somebody_until_it_is_lifted(city: City, wang: Any) -> None:
    hold = retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=wang.id, why="a court asked for the file",
        paper="Letter 12/2022", ends_on=date(2022, 6, 1), by=city.command, now=NOON + timedelta(days=60),
    )  # fmt: skip
    at = LAST_DAY + timedelta(days=1)
    assert sweep(city, at) == [] and preview(city, at).held == {wang.id}
    retention.lift_hold(hold_id=hold.id, outbreak_id=city.outbreak.id, area_code="4107", why="the court is done",
                        by=city.command, now=at)  # fmt: skip
    assert len(sweep(city, at)) == 1


def test_a_hold_ends_by_itself(city: City, wang: Any) -> None:
    retention.place_hold(
        outbreak_id=city.outbreak.id, area_code="4107", person_id=None, why="a court asked for all files",
        paper="Letter 13/2022", ends_on=date(2022, 5, 2), by=city.command, now=NOON + timedelta(days=60),
    )  # fmt: skip
    assert sweep(city, datetime(2022, 5, 2, 4, tzinfo=UTC)) == []
    assert len(sweep(city, datetime(2022, 5, 3, 4, tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    ("why", "paper", "days"), [("short", "Letter", 30), ("a court asked for it", "", 30), ("a court asked for it", "Letter", 181)]
)  # fmt: skip
def test_a_hold_without_reason_paper_or_end_is_refused(city: City, why: str, paper: str, days: int) -> None:
    with pytest.raises(Refused):
        retention.place_hold(
            outbreak_id=city.outbreak.id, area_code="4107", person_id=None, why=why, paper=paper,
            ends_on=NOON.date() + timedelta(days=days), by=city.command, now=NOON,
        )  # fmt: skip


def test_nobody_else_places_a_hold(city: City) -> None:
    with pytest.raises(NotPermitted):
        retention.place_hold(
            outbreak_id=city.outbreak.id, area_code="4107", person_id=None, why="I would like to keep it", paper="none",
            ends_on=NOON.date() + timedelta(days=9), by=city.investigator, now=NOON,
        )  # fmt: skip


def test_the_ledger_proves_a_certificate_and_a_changed_one_is_found_out(city: City, wang: Any) -> None:
    at = LAST_DAY + timedelta(days=1)
    (certificate,) = sweep(city, at)
    sealing.seal(now=at)
    entry = AuditEntry.objects.get(id=certificate.entry_id)
    assert entry.after["digest"] == certificate.digest == fingerprints.digest(certificate.content)
    assert proofs.prove(entry_id=certificate.entry_id).head.size >= 1
    assert certificate.content["root"] == fingerprints.root(register.behind(certificate_id=certificate.id))
    forged = certificate.content | {"people": 2}
    assert fingerprints.digest(forged) != certificate.digest


def test_the_response_is_over_only_when_nobody_is_restricted(city: City, wang: Any) -> None:
    close_contact(city, Case.objects.get(), "Sun")
    with pytest.raises(Refused, match="1 orders run"):
        declaring_over.declare(outbreak_id=city.outbreak.id, by=city.command, now=RELEASED)
    with pytest.raises(NotPermitted):
        declaring_over.declare(outbreak_id=city.outbreak.id, by=city.investigator, now=RELEASED)


def test_nothing_new_begins_in_a_response_that_is_over(city: City, wang: Any) -> None:
    case = Case.objects.get()
    late = city.sample(city.person("Zhao"), code="taken before the end")
    declaring_over.declare(outbreak_id=city.outbreak.id, by=city.command, now=RELEASED)
    told = {"outbreak_id": city.outbreak.id, "now": RELEASED + hours(1)}
    question = asking.Question(purpose="CONTACTS", why="who sat near her on the day before")
    paper = files.FileTold(holds="STAYS", file_name="stays.csv", content=b"person,place,from,to\n", legal_basis="order 7",
                           expires_on=date(2022, 2, 10))  # fmt: skip
    for begin in (
        lambda: positive_sample.receive_positive(
            sample_id=late.id, result=positive(), by=city.laboratory, now=told["now"]
        ),
        lambda: close_contact(city, case, "Zhao"),
        lambda: testing.take(person_id=wang.id, code="T8", taken_at=NOON, by=city.laboratory, **told),
        lambda: linelists.upload(
            file_name="list.csv", content=b"name,onset\nZhao,2022-01-08\n", by=city.officer, **told
        ),
        lambda: files.upload(told=paper, by=city.officer, **told),
        lambda: asking.ask(case_id=case.id, question=question, by=city.investigator, **told),
    ):
        with pytest.raises(Refused, match="nothing new begins"):
            begin()
    assert Case.objects.get() == case


def test_sixty_days_after_the_end_everybody_is_forgotten_and_the_counts_stay(city: City, wang: Any) -> None:
    over = declaring_over.declare(outbreak_id=city.outbreak.id, by=city.command, now=RELEASED)
    assert declaring_over.last_day(over) == date(2022, 3, 30)
    before = _counted(city)
    assert sweep(city, RELEASED + timedelta(days=60)) == []
    (certificate,) = sweep(city, RELEASED + timedelta(days=61))
    assert certificate.people == 2 and certificate.content["kinds"] == {"OVER": 2}
    assert {one.name for one in Identity.objects.filter(person__contacts__outbreak=city.outbreak)} == {"***"}
    assert {one.name for one in Identity.objects.filter(person__cases__outbreak=city.outbreak)} == {"***"}
    assert _counted(city) == before


def test_who_is_needed_in_another_outbreak_is_kept(city: City, wang: Any) -> None:
    elsewhere = outbreaks.open_outbreak(
        slug="second", name="第二起", area_code="4107", ruleset_id="CN-8-HN-2022-01", case_prefix="YY", by=city.command, now=NOON
    )  # fmt: skip
    case = Case.objects.get()
    Case.objects.create(outbreak=elsewhere, number="YY-0001", person=wang, area_id=case.area_id, created_at=NOON,
                        reported_on=case.reported_on, reported_at=case.reported_at, origin=case.origin)  # fmt: skip
    assert sweep(city, LAST_DAY + timedelta(days=1)) == []


def test_a_certificate_is_looked_at_again_and_says_what_is_left(city: City, wang: Any) -> None:
    at = LAST_DAY + timedelta(days=1)
    (certificate,) = sweep(city, at)
    which = {"certificate_id": certificate.id, "outbreak_id": city.outbreak.id, "by": city.oversight}
    sealing.seal(now=at)
    assert retaining.prove(**which).is_whole
    rename(wang.id, phone="13800000000")  # somebody writes it back
    proven = retaining.prove(**which)
    assert not proven.is_whole and proven.left == {
        "identities.DataKey": 1,
        "people.Identity": 1,
        "people.IndexCard": 1,
    }


def test_the_nightly_job_forgets_under_its_own_deed(
    city: City, wang: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ringfence.faces import clock as real
    from ringfence.faces.jobs.tasks import retention as task

    monkeypatch.setattr(real, "real_now", lambda: NOON + timedelta(days=200))
    counted = task.sweep(0)
    assert counted[city.outbreak.slug] in (0, 1)  # by the outbreak's own clock
    assert forgetting.left(person_ids=[wang.id] if counted[city.outbreak.slug] else []) == {}


def test_a_file_is_emptied_after_its_days_and_its_counts_stay(city: City) -> None:
    from ringfence.ground.access.models import User
    from ringfence.tracing.linelists.models import ImportRun

    run = ImportRun.objects.create(
        outbreak=city.outbreak, file_name="list.csv", file_sha256="0" * 64, content=b"name\nWang", state="DONE", rows_in=1,
        created=1, started_by=User.objects.first(), uploaded_at=NOON, finished_at=NOON,
    )  # fmt: skip
    assert sweep(city, NOON + timedelta(days=13)) == []
    (certificate,) = sweep(city, NOON + timedelta(days=15))
    run.refresh_from_db()
    assert (bytes(run.content), run.created, certificate.content["rows"]) == (
        b"",
        1,
        {"linelists.ImportRun": 1},
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [("CONTACT: {days: 400}", "by which law"), ("GOSSIP: {days: 1}", "no kind of tie"), ("TEST: {days: soon}", "whole number"),
     ("- a list", "write lines")],
)  # fmt: skip
def test_a_schedule_that_cannot_be_followed_says_why(text: str, fault: str) -> None:
    with pytest.raises(schedule.ScheduleError, match=fault):
        schedule.with_own(text, file="own.yaml")


def test_an_installation_shortens_freely_and_lengthens_by_law() -> None:
    own = schedule.with_own(
        "CONTACT: {days: 30}\nTEST: {days: 400, law: Medical Records Act 12}", file="own.yaml"
    )
    assert (own["CONTACT"].days, own["TEST"].days, own["TEST"].law) == (30, 400, "Medical Records Act 12")


def _counted(city: City) -> tuple[Any, ...]:
    inside = {"by": city.command, "outbreak_id": city.outbreak.id}
    at = RELEASED + hours(1)
    return (
        situation.case_numbers(**inside, now=at), situation.contact_numbers(**inside), situation.under_measure(**inside)
    )  # fmt: skip
