"""Records that come while a search is open: leads appear by themselves, none lost, none doubled, each on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from ringfence.cores import copresence
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import Refused
from ringfence.response import clock
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import engine
from ringfence.tracing.movement.actions import live
from ringfence.tracing.movement.models import Lead, MatchedBatch
from tests.city import NOON, City, build, hours
from tests.identities import rename
from tests.stories import moving
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
ZHOU = moving.line("13800000009", "Zhou", "noodles", ago=23.5, minutes=20)


@pytest.fixture
def city(tmp_path, settings) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


@pytest.fixture
def search(city):
    chen = open_case(city, onset_date=NOON.date())
    rename(chen.person_id, phone="13800000001")
    moving.two_days(city)
    return moving.answered(city, chen)


def lines(search):
    return [
        (one.rank, one.place_code, round(one.minutes), bool(one.came_at), bool(one.grown_at))
        for one in search.leads.all()
    ]


def on_record():
    return [one.after for one in AuditEntry.objects.filter(action="movement.live").order_by("id")]


def replayed(city, search):
    return movement.replay(search_id=search.id, by=city.oversight, now=NOON)


def test_who_comes_into_an_open_window_is_a_lead_at_once_and_on_record(city, search):
    before = lines(search)
    moving.bring_records(city, ZHOU)
    assert lines(search) == [*before, (3, "noodles", 20, True, False)]
    (entry,) = on_record()
    assert (entry["search"], entry["came"], entry["grew"]) == (str(search.id), [3], [])
    search.refresh_from_db()
    assert search.found == 3
    assert replayed(city, search).whole  # oversight finds every row again, the live one, too


def test_who_was_elsewhere_or_at_another_time_never_appears(city, search):
    before = lines(search)
    moving.bring_records(
        city,
        moving.line("13800000008", "Sun", "noodles", ago=22.0, minutes=60),  # Chen had left at 23
        moving.line("13800000007", "Qian", "market", ago=24, minutes=60),
        moving.line("13800000006", "Wu", "noodles", ago=24, minutes=9),  # shorter than was asked for
    )
    assert lines(search) == before
    assert on_record() == []


def test_short_stays_add_up_over_batches(city, search):
    moving.bring_records(city, moving.line("13800000006", "Wu", "noodles", ago=24, minutes=9))
    moving.bring_records(city, moving.line("13800000006", "Wu", "noodles", ago=23.5, minutes=9))
    assert (3, "noodles", 18, True, False) in lines(search)


def test_a_lead_that_grows_stays_one_row_and_what_was_decided_stays(city, search):
    wang = search.leads.get(place_code="noodles")
    movement.dismiss(
        search_id=search.id, lead_ids=[wang.id], why="sat outside", by=city.investigator, now=NOON
    )
    moving.bring_records(city, moving.line("13800000002", "Wang", "office", ago=47, minutes=30))
    wang.refresh_from_db()
    assert (wang.state, wang.decided_why, bool(wang.grown_at)) == ("DISMISSED", "sat outside", True)
    assert round(wang.minutes) == 75
    assert search.leads.count() == 2
    assert replayed(city, search).whole


def test_a_record_of_the_case_itself_opens_a_window_to_the_past(city, search):
    moving.bring_records(city, moving.line("13800000001", "Chen", "market", ago=30, minutes=45))
    zhao = search.leads.get(place_code="market")  # had been there before anybody knew of Chen
    assert (round(zhao.minutes), bool(zhao.came_at)) == (45, True)
    assert replayed(city, search).whole


def test_a_batch_that_was_not_matched_is_taken_up_by_the_clock_once(city, search, monkeypatch):
    """As after a kill: the store holds the batch, the database knows nothing of it."""
    monkeypatch.setattr("ringfence.tracing.movement.actions.files.match_new", lambda **_told: 0)
    moving.bring_records(city, ZHOU)
    monkeypatch.undo()
    assert not Lead.objects.filter(came_at__isnull=False).exists()
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON)["live_leads"] == 1
    assert clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON)["live_leads"] == 0
    assert len(on_record()) == 1


@pytest.mark.parametrize("dies_at", ["open_windows", "leads", "audit"])
def test_whatever_dies_on_the_way_nothing_is_lost_or_doubled(city, search, monkeypatch, dies_at):
    def dies(*_args, **_told):
        raise KeyboardInterrupt

    goal = {"open_windows": (copresence, "open_windows"), "leads": (Lead.objects.__class__, "bulk_create"),
            "audit": (live.audit, "record")}[dies_at]  # fmt: skip
    monkeypatch.setattr("ringfence.tracing.movement.actions.files.match_new", lambda **_told: 0)
    moving.bring_records(city, ZHOU)
    monkeypatch.setattr(*goal, dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        movement.match_new(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    monkeypatch.undo()
    assert search.leads.count() == 2
    for _ in range(2):
        movement.match_new(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    assert search.leads.count() == 3
    assert len(on_record()) == 1


def test_a_batch_that_compaction_has_merged_meanwhile_is_matched_all_the_same(city, search, monkeypatch):
    monkeypatch.setattr("ringfence.tracing.movement.actions.files.match_new", lambda **_told: 0)
    moving.bring_records(city, ZHOU)
    copresence.compact(engine.store_of("xinxiang").folder)
    movement.match_new(outbreak_id=city.outbreak.id, by=city.system, now=NOON)
    assert search.leads.filter(came_at__isnull=False).count() == 1


def test_without_an_approval_that_holds_nothing_is_matched(city, search):
    late = NOON + timedelta(hours=25)
    told = movement.FileTold(
        holds="RECORDS", file_name="late.csv", content="\n".join([moving.HEADING, ZHOU]).encode(), source="CHECK_IN",
        legal_basis="law", expires_on=(late + hours(24)).date(),
    )  # fmt: skip
    file = movement.upload(outbreak_id=city.outbreak.id, told=told, by=city.officer, now=late)
    movement.queue(file_id=file.id, by=city.officer, now=late)
    movement.bring(file_id=file.id, by=city.officer, now=late)
    assert search.leads.count() == 2
    assert MatchedBatch.objects.order_by("-matched_at").first().searches == 0


def test_every_open_search_gets_its_leads_also_two_of_one_case(city, search):
    second = moving.answered(city, search.case, rule="WITHIN", metres=50)
    third = moving.answered(city, search.case, why="The same once more, for the record")
    moving.bring_records(city, ZHOU)
    for one in (search, second, third):
        assert one.leads.filter(came_at__isnull=False).count() == 1
    assert {entry["search"] for entry in on_record()} == {str(one.id) for one in (search, second, third)}


def test_more_than_a_search_may_list_is_said_and_not_cut_in_silence(city, search, monkeypatch):
    monkeypatch.setattr("ringfence.tracing.movement.rules.MOST_LEADS", 2)
    moving.bring_records(city, ZHOU)
    assert search.leads.count() == 2
    refused = AuditEntry.objects.get(action="movement.refused")
    assert refused.after["asked"] == "live" and "1" in str(refused.reasons)


def test_a_few_records_come_by_themselves_without_a_preview(city, search):
    told = movement.FileTold(
        holds="RECORDS", file_name="gate 7", content="\n".join([moving.HEADING, ZHOU]).encode(), source="GATE",
        legal_basis="law", expires_on=NOON.date() + timedelta(days=3),
    )  # fmt: skip
    file = movement.bring_now(outbreak_id=city.outbreak.id, told=told, by=city.officer, now=NOON)
    assert (file.state, file.account["kept"], bytes(file.content)) == ("DONE", 1, b"")
    assert search.leads.filter(came_at__isnull=False).count() == 1
    again = movement.bring_now(outbreak_id=city.outbreak.id, told=told, by=city.officer, now=NOON)
    assert again.account["already_in"] and search.leads.count() == 3
    with pytest.raises(Refused):
        movement.bring_now(outbreak_id=city.outbreak.id, told=movement.FileTold(
            holds="RECORDS", file_name="x", content=b"", legal_basis="", expires_on=NOON.date()), by=city.officer, now=NOON)  # fmt: skip


def test_replies_of_other_agencies_are_held_for_a_week_and_what_rests_on_them_alone_goes_with_them(
    city, search
):
    told = {"holds": "RECORDS", "file_name": "reply.csv", "legal_basis": "letter 12"}
    content = "\n".join([moving.HEADING, ZHOU]).encode()
    with pytest.raises(Refused, match="between today and 2022-01-16"):
        movement.upload(outbreak_id=city.outbreak.id, by=city.officer, now=NOON, told=movement.FileTold(
            **told, content=content, source="AGENCY", expires_on=NOON.date() + timedelta(days=8)))  # fmt: skip
    with pytest.raises(Refused, match="between today and 2022-01-16"):  # a row says so itself
        rows = f"{moving.HEADING},source\n{ZHOU},AGENCY".encode()
        movement.upload(outbreak_id=city.outbreak.id, by=city.officer, now=NOON, told=movement.FileTold(
            **told, content=rows, expires_on=NOON.date() + timedelta(days=8)))  # fmt: skip
    movement.bring_now(outbreak_id=city.outbreak.id, by=city.officer, now=NOON, told=movement.FileTold(
        **told, content=content, source="AGENCY", expires_on=NOON.date() + timedelta(days=7)))  # fmt: skip
    assert search.leads.get(came_at__isnull=False).sources == ["AGENCY"]
    movement.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=7))
    assert search.leads.count() == 3
    done = movement.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=8))
    assert (done["agency_leads_forgotten"], done["record_files_forgotten"]) == (1, 1)
    assert search.leads.count() == 2
