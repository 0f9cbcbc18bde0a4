"""What a person can do without anybody's leave: look, understand, appeal; and what a stranger cannot."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ringfence.faces.citizen.words import DEEDS
from ringfence.faces.web.audit.words import DEEDS as AUDITED
from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.citizens.keys import new_code
from ringfence.registry.citizens.models import Visit
from ringfence.registry.corrections.models import Correction
from ringfence.registry.people import actions as people
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, in_room, post, set_clock
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db
SLIP = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
LARGEST = 50_000  # bytes of a page for an old phone


@pytest.fixture
def city() -> City:
    return build()


def code_for(city: City, person_id: Any, to: str = "PERSON", by: Any = None) -> str:
    """The slip that staff print; the code as it stands there."""
    answer = post(by or city.nurse, f"people/{person_id}/code/", to=to)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return SLIP.findall(answer.content.decode())[0]


def phone(language: str = "en", address: str = "203.0.113.7") -> Client:
    return Client(headers={"accept-language": language}, REMOTE_ADDR=address)


def enter(code: str, language: str = "en") -> Client:
    """Somebody's phone, after the code was typed."""
    device = phone(language)
    answer = device.post("/my/", {"code": code})
    assert answer.status_code == 302, answer.content.decode()
    return device


def read(device: Client, path: str = "/my/") -> str:
    answer = device.get(path)
    assert answer.status_code == 200
    assert len(answer.content) < LARGEST
    return str(answer.content.decode())


def test_a_wrongly_listed_person_reads_the_ground_appeals_and_is_free_at_once(city: City) -> None:
    set_clock(city, NOON + hours(4))
    order = approved(city, close_contact(city, open_case(city), "王芳"))
    device = enter(code_for(city, order.person_id))
    page = read(device)
    for shown in ("Facility quarantine", "Classified as a close contact", "until 22 Jan 2022", "Hongqi CDC", "City CDC",
                  "The measure was approved by a second organisation", order.number, "within 24 hours"):  # fmt: skip
        assert shown in page, shown
    assert device.post("/my/appeal/", {"text": "I was in Kaifeng that day."}).status_code == 302
    assert "The answer comes by 10 Jan 2022 16:00" in read(device)
    appeal = order.appeals.get()
    assert (
        post(city.epidemiologist, f"orders/appeals/{appeal.id}/", upheld="yes", answer="x").status_code == 422
    )
    post(city.colleague, f"orders/appeals/{appeal.id}/", upheld="yes", answer="Your train ticket shows it.")
    page = read(device)
    for shown in (
        "No restriction",
        "No measure is in force against you",
        "You were right",
        "Your train ticket shows it.",
    ):
        assert shown in page, shown
    assert "Facility quarantine</span>" not in page


def test_nobody_is_named_but_the_person_themselves(city: City) -> None:
    case = open_case(city, "陈强")
    order, _stay = in_room(city, case, "王芳")
    set_clock(city, NOON + hours(4))
    page = read(enter(code_for(city, order.person_id))) + read(
        enter(code_for(city, order.person_id)), "/my/record/"
    )
    assert "王芳" in page and "陈强" not in page and case.number not in page
    for member in ("Investigator", "Epidemiologist", "Nurse", "Manager", "Driver"):
        assert f">{member}<" not in page and f"{member} ·" not in page


def test_a_person_without_restriction_sees_that_and_who_looked(city: City) -> None:
    set_clock(city, NOON)
    zhao = city.person("赵静")
    get(city.command, f"people/{zhao.id}/")
    get(city.command, f"people/{zhao.id}/")
    page = read(enter(code_for(city, zhao.id)))
    for shown in ("No restriction", "There is no evidence that concerns this person.", "Your name and address were entered",
        "Your data were looked at (×2)", "Command (City command)",
                  "Hongqi CDC (Investigator (county CDC))", "A code for this page was given out", "Site (Site nurse)"):  # fmt: skip
        assert shown in page, shown
    assert "My notice" not in page and "Appeal" not in page.split("My rights")[0]


def test_a_proposal_is_not_a_restriction(city: City) -> None:
    set_clock(city, NOON + hours(1))
    order = close_contact(city, open_case(city), "王芳")
    page = read(enter(code_for(city, order.person_id)))
    assert "No restriction" in page and "A measure is proposed: Facility quarantine" in page
    assert "nobody yet: it is not in force" in page


def test_what_comes_next_is_said_with_its_days(city: City) -> None:
    order, _stay = in_room(city, open_case(city), "王芳", at=NOON + hours(3))
    set_clock(city, NOON + hours(4))
    page = read(enter(code_for(city, order.person_id)))
    for shown in ("9 Jan", "Day 1: test", "ends by itself on this day, when all tests have a negative result",
                  "Then follows: Home health monitoring", "Place: Demo site, room 101"):  # fmt: skip
        assert shown in page, shown


def test_the_page_speaks_chinese_and_stays_in_one_language(city: City) -> None:
    order, _stay = in_room(city, open_case(city), "王芳")
    set_clock(city, NOON + hours(4))
    page = read(enter(code_for(city, order.person_id), language="zh-hans"))
    for shown in ("集中隔离", "王芳", "谁查看过我的信息", "我不同意", "接下来"):
        assert shown in page, shown
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.S)
    english = set(re.findall(r"[A-Za-z]{3,}", text)) - {
        "English",
        "CDC",
        "Hongqi",
        "City",
        "Site",
        "Demo",
        "site",
        "Transport",
        "flat",
        "Lab",
    }
    assert english <= set(re.findall(r"[A-Za-z]+", f"{order.number} {order.ruleset_id}")), english


def test_a_stranger_who_guesses_is_locked_out_and_the_alarm_stands_in_the_record(city: City) -> None:
    stranger = phone(address="198.51.100.1")
    said = [stranger.post("/my/", {"code": new_code()}) for _ in range(11)]
    assert {one.status_code for one in said} == {422} and not Visit.objects.exists()
    assert "too many wrong tries" in said[-1].content.decode()
    alarm = AuditEntry.objects.get(action="code.locked_out")
    assert alarm.outbreak_id == city.outbreak.id and alarm.by_name == "— / nobody known"
    assert "198.51.100.1" not in str(alarm.__dict__)


def test_one_code_never_shows_anothers_page_also_not_of_the_same_household(city: City) -> None:
    set_clock(city, NOON)
    mother, child = city.person("陈静"), city.person("李明", age_years=9, guardian="陈静")
    people.share_household(person_ids=[mother.id, child.id], by=city.investigator, now=NOON)
    own, childs = read(enter(code_for(city, mother.id))), read(enter(code_for(city, child.id, to="GUARDIAN")))
    assert "李明" not in own and "李明" in childs
    assert post(city.nurse, f"people/{child.id}/code/", to="PERSON").status_code == 422


def test_without_a_visit_every_page_is_the_door_and_words_come_back(city: City) -> None:
    device = phone()
    for path in ("/my/", "/my/record/", "/my/appeal/"):
        assert "Open my page" in read(device, path)
    answer = device.post("/my/appeal/", {"text": "I was elsewhere"})
    assert answer.status_code == 403 and "I was elsewhere" in answer.content.decode()


def test_who_is_done_leaves_nothing_behind(city: City) -> None:
    device = enter(code_for(city, city.person("赵静").id))
    device.post("/my/leave/")
    assert "Open my page" in read(device)
    assert Visit.objects.get().ended_at is not None


def test_the_page_is_kept_nowhere_and_told_to_nobody(city: City) -> None:
    device = enter(code_for(city, city.person("赵静").id))
    for answer in (device.get("/my/"), phone().get("/my/")):
        assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin" and "<script" not in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert (
            "default-src 'none'" in policy
            and "unsafe-inline" not in policy
            and "frame-ancestors 'none'" in policy
        )
    cookie = device.cookies["ringfence_my"]
    assert (
        cookie["httponly"]
        and cookie["samesite"] == "Strict"
        and cookie["path"] == "/my/"
        and cookie["max-age"] == 1800
    )


def test_a_form_from_another_site_is_refused(city: City) -> None:
    code = code_for(city, city.person("赵静").id)
    assert Client(enforce_csrf_checks=True).post("/my/", {"code": code}).status_code == 403


def test_an_empty_appeal_is_asked_for_again_and_a_second_one_joins(city: City) -> None:
    set_clock(city, NOON + hours(4))
    order = approved(city, close_contact(city, open_case(city), "王芳"))
    device = enter(code_for(city, order.person_id))
    assert device.post("/my/appeal/", {"text": "  "}).status_code == 422
    long = device.post("/my/appeal/", {"text": "x" * 10_001})
    assert long.status_code == 422 and "x" * 10_001 in long.content.decode()
    for text in ("first", "second"):
        device.post("/my/appeal/", {"text": text})
    assert order.appeals.get().text == "first\n\nsecond" and "本人" in order.appeals.get().opened_by_name


def test_the_notice_is_printed_with_a_code_that_opens_the_page(city: City) -> None:
    set_clock(city, NOON + hours(4))
    order = approved(city, close_contact(city, open_case(city), "王芳"))
    paper = post(city.investigator, f"orders/{order.id}/notice/code/").content.decode()
    assert "Notice of an order" in paper and order.number in read(enter(SLIP.findall(paper)[0]))
    assert post(city.oversight, f"orders/{order.id}/notice/code/").status_code == 403


def test_an_unanswered_appeal_from_the_page_ends_the_restriction(city: City) -> None:
    from ringfence.response import clock

    set_clock(city, NOON + hours(4))
    order = approved(city, close_contact(city, open_case(city), "王芳"))
    arrived(city, order)
    device = enter(code_for(city, order.person_id))
    device.post("/my/appeal/", {"text": "I was in Kaifeng."})
    later = NOON + hours(4) + timedelta(hours=24)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=later)
    set_clock(city, later)
    assert "No restriction" in read(device)


def test_a_birth_date_is_corrected_by_two_people_and_the_person_sees_before_and_after(city: City) -> None:
    set_clock(city, NOON)
    person = city.person("赵静", birth_date=date(1991, 5, 17))
    device = enter(code_for(city, person.id))
    assert device.post("/my/correct/", {"field": "BIRTH_DATE", "right": "17 May"}).status_code == 422
    assert device.post("/my/correct/", {"field": "", "right": "x"}).status_code == 422
    device.post("/my/correct/", {"field": "BIRTH_DATE", "wrong": "1991", "right": "1990-05-17"})
    assert "You get an answer by 12 Jan 2022 12:00" in read(device)
    row = Correction.objects.get()
    for reader in (city.officer, city.investigator):
        assert "Decide a request for correction: Birth date" in get(reader, "tasks/")
        assert "1990-05-17" in get(reader, "corrections/") and "1991-05-17" in get(
            reader, f"corrections/{row.id}/"
        )
    where = f"corrections/{row.id}/"
    assert post(city.officer, where, deed="accept", sentence="Card seen").status_code == 422
    assert (
        "Checked. Somebody else decides now."
        in post(city.officer, where, deed="check", sentence="Card seen").content.decode()
    )
    assert "Decide a request" not in get(city.officer, "tasks/")
    post(city.investigator, where, deed="accept", sentence="You are right, it was a slip.")
    page = read(device)
    for shown in (
        "Birth date: Corrected",
        "1991-05-17 → 1990-05-17",
        "You are right, it was a slip.",
        "17 May 1990",
    ):
        assert shown in page, shown
    assert post(city.nurse, where, deed="refuse", sentence="x").status_code == 403


def test_a_request_can_be_taken_back(city: City) -> None:
    device = enter(code_for(city, city.person("赵静").id))
    device.post(
        "/my/correct/", {"field": "OTHER", "wrong": "I was not at the market", "right": "I was at work"}
    )
    row = Correction.objects.get()
    device.post(f"/my/correct/{row.id}/withdraw/")
    assert "Taken back" in read(device)
    device.post(f"/my/correct/{row.id}/withdraw/")  # once more changes nothing
    row.refresh_from_db()
    assert row.state == "WITHDRAWN"


def test_every_deed_about_a_person_is_said_to_them_in_a_sentence() -> None:
    about = ("order.", "sample.", "stay.", "transfer.", "health_check.", "code.issue", "code.use", "code.leave", "correction.",
             "look.", "person.register", "person.correct", "contact.")  # fmt: skip
    assert {one for one in AUDITED if one.startswith(about)} - set(DEEDS) == set()
