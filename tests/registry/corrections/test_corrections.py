"""Requests for correction: what may be asked, whose hands they go through, what stays to be read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.city import NOON, City, build, hours

from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.registry.citizens.queries import Oneself
from ringfence.registry.corrections import actions, queries, rules
from ringfence.registry.corrections.models import Correction

TODAY = date(2022, 1, 9)
ONE, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(("field", "wrong", "right", "allowed"), [
    ("NAME", "", "王芳", True), ("NAME", "x", " ", False), ("NAME", "", "x" * 81, False),
    ("BIRTH_DATE", "", "1990-05-17", True), ("BIRTH_DATE", "", "17.5.1990", False), ("BIRTH_DATE", "", "1879-12-31", False),
    ("BIRTH_DATE", "", "2022-01-09", True), ("BIRTH_DATE", "", "2022-01-10", False), ("BIRTH_DATE", "", "2021-02-30", False),
    ("SEX", "", "F", True), ("SEX", "", "perhaps", False), ("ADDRESS", "", "x" * 200, True), ("ADDRESS", "", "x" * 201, False),
    ("OTHER", "I was not there", "I was at work", True), ("OTHER", " ", "I was at work", False), ("OTHER", "x" * 1001, "y", False),
])  # fmt: skip
def test_what_may_be_asked(field: str, wrong: str, right: str, allowed: bool) -> None:
    decision = rules.may_ask(field=field, wrong=wrong, right=right, open_now=0, today=TODAY)
    assert decision.allowed is allowed


@pytest.mark.parametrize(
    ("told", "kept"), [("女", "F"), ("男性", "M"), (" Female ", "F"), ("m", "M"), ("?", "?")]
)
def test_a_sex_is_kept_as_the_register_keeps_it(told: str, kept: str) -> None:
    assert rules.plain(field="SEX", right=told) == kept


def test_a_sixth_open_request_waits() -> None:
    assert rules.may_ask(field="PHONE", wrong="", right="1", open_now=4, today=TODAY).allowed
    assert not rules.may_ask(field="PHONE", wrong="", right="1", open_now=5, today=TODAY).allowed


@pytest.mark.parametrize(("field", "checked_by", "allowed"), [
    ("PHONE", None, True), ("OTHER", None, True), ("BIRTH_DATE", None, False), ("BIRTH_DATE", ONE, False), ("BIRTH_DATE", OTHER, True),
    ("NAME", None, False), ("SEX", None, False), ("ID_NUMBER", None, False),
])  # fmt: skip
def test_who_may_make_a_correction(field: str, checked_by: Any, allowed: bool) -> None:
    assert rules.may_accept(field=field, checked_by=checked_by, decider=ONE).allowed is allowed


@pytest.mark.parametrize(
    ("field", "state", "allowed"),
    [("SEX", "OPEN", True), ("SEX", "CHECKED", False), ("PHONE", "OPEN", False)],
)
def test_what_is_checked_first(field: str, state: str, allowed: bool) -> None:
    assert rules.may_check(field=field, state=state).allowed is allowed


@pytest.fixture
def city(db: None) -> City:
    return build()


def asked(
    city: City, person: Any, field: str = "BIRTH_DATE", right: str = "1990-05-17", wrong: str = ""
) -> Correction:
    return actions.ask(
        outbreak_id=city.outbreak.id, field=field, wrong=wrong, right=right, by=Oneself(person.id), now=NOON
    )


def test_a_birth_date_goes_through_two_hands_and_both_values_stay(city: City) -> None:
    person = city.person("Wang", birth_date=date(1991, 5, 17))
    row = asked(city, person)
    with pytest.raises(Refused, match="First somebody compares"):
        actions.accept(correction_id=row.id, answer="Done.", by=city.officer, now=NOON)
    actions.check(correction_id=row.id, why="Identity card seen.", by=city.officer, now=NOON)
    for deed in (actions.accept, actions.refuse):
        with pytest.raises(Refused, match="somebody else decides"):
            deed(correction_id=row.id, answer="Done.", by=city.officer, now=NOON)
    done = actions.accept(
        correction_id=row.id, answer="Corrected, sorry.", by=city.investigator, now=NOON + hours(1)
    )
    person.refresh_from_db()
    assert person.birth_date == date(1990, 5, 17)
    assert (done.before, done.after, done.state) == ("1991-05-17", "1990-05-17", "ACCEPTED")


def test_the_database_wants_two_hands_whatever_code_runs(city: City) -> None:
    row = asked(city, city.person("Wang"))
    decided = {"decided_at": NOON, "decided_by_id": city.officer.id, "answer": "x"}
    for name, changes in [
        ("who_somebody_is_is_corrected_after_a_check", {"state": "ACCEPTED"} | decided),
        ("who_checked_a_correction_does_not_decide_it", {"state": "ACCEPTED", "checked_by_id": city.officer.id} | decided),
        ("a_decided_correction_has_an_answer", {"state": "REFUSED"}),
        ("a_check_says_what_was_seen", {"state": "CHECKED"}),
    ]:  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Correction.objects.filter(id=row.id).update(**changes)


def test_a_telephone_is_corrected_by_one_person(city: City) -> None:
    person = city.person("Wang", phone="1")
    row = asked(city, person, "PHONE", "13900000000")
    done = actions.accept(correction_id=row.id, answer="Done.", by=city.officer, now=NOON)
    assert (done.before, done.after) == ("1", "13900000000")


def test_a_refusal_changes_nothing_and_has_a_reason(city: City) -> None:
    person = city.person("Wang", birth_date=date(1991, 5, 17))
    row = asked(city, person)
    with pytest.raises(Refused, match="plain words"):
        actions.refuse(correction_id=row.id, answer=" ", by=city.officer, now=NOON)
    actions.refuse(correction_id=row.id, answer="The card says 1991.", by=city.officer, now=NOON)
    person.refresh_from_db()
    assert person.birth_date == date(1991, 5, 17)


def test_another_persons_identity_number_is_refused_and_nothing_is_done(city: City) -> None:
    city.person("Li", id_number="410702199003070011")
    row = asked(city, city.person("Wang"), "ID_NUMBER", "410702199003070011")
    actions.check(correction_id=row.id, why="Card.", by=city.officer, now=NOON)
    with pytest.raises(Refused, match="Another person"):
        actions.accept(correction_id=row.id, answer="Done.", by=city.investigator, now=NOON)
    row.refresh_from_db()
    assert row.state == "CHECKED" and row.answer == ""


def test_asked_twice_is_one_request_and_one_taken_back_stays(city: City) -> None:
    person = city.person("Wang")
    row = asked(city, person)
    assert asked(city, person).id == row.id
    actions.withdraw(correction_id=row.id, by=Oneself(person.id), now=NOON)
    with pytest.raises(Refused):
        actions.check(correction_id=row.id, why="Card.", by=city.officer, now=NOON)
    assert [one.state for one in queries.of_person(person_id=person.id, outbreak_id=city.outbreak.id)] == [
        "WITHDRAWN"
    ]


def test_nobody_takes_back_or_decides_what_is_not_theirs(city: City) -> None:
    row = asked(city, city.person("Wang"))
    with pytest.raises(NotFound):
        actions.withdraw(correction_id=row.id, by=Oneself(city.person("Zhao").id), now=NOON)
    for somebody in (city.nurse, city.outsider, city.oversight, city.epidemiologist):
        with pytest.raises(NotPermitted):
            actions.refuse(correction_id=row.id, answer="No.", by=somebody, now=NOON)
    assert not queries.visible_to(by=city.outsider, outbreak_id=city.outbreak.id).exists()
