"""A search of movement: one case, two people, a short list; everything else is refused and on record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.response import clock, exposure_leads
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import engine, queries, vault
from ringfence.tracing.movement.models import Lead, Pseudonym, RecordFile, Search
from tests.city import NOON, City, build, hours
from tests.identities import rename
from tests.stories import moving
from tests.stories.telling import open_case

NUMBER = "11010519491231002X"  # the example of GB 11643
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path, settings) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


@pytest.fixture
def case(city):
    chen = open_case(city, onset_date=NOON.date())
    rename(chen.person_id, phone="13800000001")
    return chen


def names(city, search):
    found = queries.named(search=search, leads=list(search.leads.all()), by=city.investigator, on=NOON.date())
    return [one.person.name if one.person else None for one in found]


def refused_entries():
    return list(AuditEntry.objects.filter(action="movement.refused").order_by("id"))


def test_who_was_there_is_a_lead_and_who_was_not_never_appears(city, case):
    account = moving.two_days(city).account
    assert (account["rows_in"], account["kept"], account["merged"], account["refused"]) == (5, 5, 0, 0)
    search = moving.answered(city, case)
    assert sorted(names(city, search)) == ["Li", "Wang"]
    wang = search.leads.get(place_code="noodles")
    assert (wang.minutes, wang.continuous, wang.certain, wang.sources) == (45, True, True, ["CHECK_IN"])
    product = wang.minutes * wang.infectiousness * wang.crowd * wang.air * wang.certainty
    assert product == pytest.approx(wang.dose, rel=1e-6)
    assert not Contact.objects.filter(case=case).exists()  # a lead is no contact


def test_an_investigator_names_leads_and_dismisses_others_the_machine_decides_nothing(city, case):
    moving.two_days(city)
    search = moving.answered(city, case)
    wang, li = search.leads.get(place_code="noodles"), search.leads.get(place_code="office")
    named = exposure_leads.name_leads(search_id=search.id, lead_ids=[wang.id], by=city.investigator, now=NOON)
    assert (named[0].kind, named[0].person.identity.name) == ("UNDECIDED", "Wang")
    assert named[0].exposures.get().basis == "VENUE_CHECK_IN"
    with pytest.raises(Refused):
        movement.dismiss(search_id=search.id, lead_ids=[li.id], why=" ", by=city.investigator, now=NOON)
    movement.dismiss(
        search_id=search.id, lead_ids=[li.id], why="worked behind glass", by=city.investigator, now=NOON
    )
    assert queries.counts(search_id=search.id) == {"CONTACT": 1, "DISMISSED": 1}
    assert None in names(city, search)  # whose number a dismissed lead was is closed again


def test_nobody_approves_their_own_search_nor_their_colleagues(city, case):
    moving.two_days(city)
    search = moving.asked(city, case)
    for somebody in (city.investigator, city.colleague, city.command):
        with pytest.raises((Refused, NotPermitted, NotFound)):  # the database does not show it to everybody
            movement.decide(search_id=search.id, approved=True, why="", by=somebody, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Search.objects.filter(id=search.id).update(
            decided_by=city.colleague.id,
            decided_organisation_id=city.colleague.organisation_id,
            decided_at=NOON,
        )
    assert len(refused_entries()) == 3


def test_without_approval_nothing_is_searched_and_the_refusal_is_on_record(city, case):
    moving.two_days(city)
    search = moving.asked(city, case)
    with pytest.raises(Refused, match="has not approved"):
        movement.run(search_id=search.id, by=city.investigator, now=NOON)
    assert not Lead.objects.exists()
    calls = engine.store_of("xinxiang").journal.calls()
    assert [one["allowed"] for one in calls] == [False]
    assert refused_entries()[0].after["asked"] == "run"


def test_an_approval_holds_for_a_day(city, case):
    moving.two_days(city)
    search = moving.approved_search(city, case)
    with pytest.raises(Refused, match="lapsed"):
        movement.run(search_id=search.id, by=city.investigator, now=NOON + hours(25))


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"from_at": NOON - timedelta(days=40)}, "not at more"),
    ({"to_at": NOON + timedelta(days=1)}, "not at more"),
    ({"why": "x"}, "Write down"),
    ({"rule": "WITHIN", "metres": 800}, "at most 200 metres"),
    ({"purpose": "CURIOSITY"}, "what the search is for"),
])  # fmt: skip
def test_a_search_beyond_the_rule_set_is_refused_and_recorded(city, case, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        moving.asked(city, case, **changed)
    assert not Search.objects.exists()
    assert refused_entries()[-1].subject_id == str(case.id)


def test_no_case_no_search_and_another_areas_case_is_out_of_reach(city, case):
    told = {"outbreak_id": city.outbreak.id, "question": moving.QUESTION, "now": NOON}
    with pytest.raises(NotFound):
        movement.ask(case_id=uuid4(), by=city.investigator, **told)
    with pytest.raises((NotPermitted, NotFound)):  # the case of another area is not there at all
        movement.ask(case_id=case.id, by=city.outsider, **told)
    search = moving.asked(city, case)
    with pytest.raises(NotFound):
        queries.search(search_id=search.id, by=city.outsider)
    assert len(refused_entries()) == 2


def test_whose_number_it_is_opens_only_for_an_answered_search(city, case):
    moving.two_days(city)
    search = moving.asked(city, case)
    with pytest.raises(NotPermitted):
        vault.people_of(search=search, leads=[])
    shown = queries.named(search=moving.answered(city, case), leads=list(Lead.objects.all()), by=city.epidemiologist, on=NOON.date())  # fmt: skip
    assert [one.person for one in shown] == [None, None]  # who approves does not need the names


def test_a_replay_brings_out_every_row_again_and_shows_a_changed_one(city, case):
    moving.two_days(city)
    search = moving.answered(city, case)
    assert movement.replay(search_id=search.id, by=city.oversight, now=NOON).whole
    Lead.objects.filter(search=search, place_code="noodles").update(minutes=999)
    told = movement.replay(search_id=search.id, by=city.oversight, now=NOON)
    assert sorted(how for _lead, how in told.rows) == ["CHANGED", "SAME"]
    with pytest.raises(NotPermitted):
        movement.replay(search_id=search.id, by=city.investigator, now=NOON)


def test_on_their_day_leads_files_and_records_are_gone(city, case):
    moving.two_days(city)
    search = moving.answered(city, case)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=14))
    assert Search.objects.filter(id=search.id).exists()
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=15))
    assert not Search.objects.exists()
    assert not Lead.objects.exists()
    assert not RecordFile.objects.exists()
    assert not engine.store_of("xinxiang").reading.snapshot().manifest.rows
    assert AuditEntry.objects.filter(action="movement.forget").count() == 1


def test_a_file_without_legal_basis_or_end_is_refused(city):
    told = {"holds": "RECORDS", "file_name": "x.csv", "content": b"person,entered_at\n", "source": "CHECK_IN"}
    for basis, days in ((" ", 3), ("law", 15), ("law", -1)):
        end = NOON.date() + timedelta(days=days)
        with pytest.raises(Refused):
            movement.upload(outbreak_id=city.outbreak.id, by=city.officer, now=NOON,
                            told=movement.FileTold(legal_basis=basis, expires_on=end, **told))  # fmt: skip


def test_rows_in_are_kept_merged_or_refused_with_a_sentence_and_nobody_is_known_to_the_store(city):
    moving.bring_places(city)
    file = moving.bring_records(
        city, moving.line("13800000005", "Sun", "noodles", ago=5, minutes=30),
        moving.line("13800000005", "Sun", "noodles", ago=4.75, minutes=30),
        moving.line("", "Nobody", "noodles", ago=5, minutes=30),
        moving.line("13800000006", "", "noodles", ago=5, minutes=30),
        moving.line("13800000007", "Qian", "nowhere", ago=5, minutes=30),
    )  # fmt: skip
    account = file.account
    assert (account["rows_in"], account["kept"], account["merged"], account["refused"]) == (5, 1, 1, 3)
    assert [one["line"] for one in file.refusals] == [4, 5, 6]
    assert file.refusals[1]["row"]["手机号"] == "13800000006"
    assert bytes(file.content) == b""
    held = b"".join(
        one.read_bytes() for one in engine.store_of("xinxiang").folder.rglob("*") if one.is_file()
    )
    assert b"13800000005" not in held and b"Sun" not in held


def test_a_row_never_takes_somebody_elses_identity_number_nor_one_that_cannot_be(city):
    moving.bring_places(city)
    city.person("Zhou", id_number=NUMBER)
    at = "noodles,2022-01-08 12:00"
    rows = [f"{NUMBER},Zhou,{at}", f"{NUMBER},Wu,{at}", f"{NUMBER[:-1]}0,Wu,{at}"]
    file = moving.bring_file(city, "\n".join(["身份证号,姓名,场所,进入时间", *rows]))
    assert (file.account["kept"], file.account["refused"]) == (1, 2)
    assert "another name" in str(file.refusals[0]["why"])
    assert "last digit" in str(file.refusals[1]["why"])


def test_the_same_file_twice_changes_nothing(city, case):
    moving.two_days(city)
    first = engine.store_of("xinxiang").reading.snapshot().manifest.rows
    again = moving.two_days(city)
    assert again.account["already_in"]
    assert (again.account["kept"], again.account["merged"]) == (0, 5)
    assert engine.store_of("xinxiang").reading.snapshot().manifest.rows == first
    assert Pseudonym.objects.count() == 4


def test_the_numbers_of_the_vault_are_those_of_the_store():
    assert vault.NUMBERS == engine.PERSONS
