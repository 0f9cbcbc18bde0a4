"""One-time codes: how they look, to whom they go, that they open once, and when tries stop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.city import NOON, City, build, hours

from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.registry.citizens import actions, queries, rules
from ringfence.registry.citizens import limits as limit_file
from ringfence.registry.citizens.keys import hash_of_address, new_code
from ringfence.registry.citizens.models import Code, FailedTry
from ringfence.registry.citizens.queries import Stranger, limits

HERE = Stranger("203.0.113.7")
ELSEWHERE = Stranger("198.51.100.9")


@pytest.mark.parametrize(
    ("digits", "last"), [("7992739871", "3"), ("411111111111111", "1"), ("000000000000000", "0")]
)
def test_the_check_digit_is_luhns(digits: str, last: str) -> None:
    assert rules.check_digit(digits) == last


@pytest.mark.parametrize(("typed", "sentence"), [
    ("1234", "has 16 digits"), ("abcd efgh ijkl mnop", "has digits only"), ("4111 1111 1111 1112", "not right"), ("", "digits only"),
    ("٤١١١١١١١١١١١١١١١", "has digits only"),
])  # fmt: skip
def test_a_slip_of_the_finger_is_told_before_anything_is_looked_up(typed: str, sentence: str) -> None:
    decision = rules.well_formed(rules.compact(typed))
    assert not decision.allowed and sentence in str(decision.reasons[0])


@pytest.mark.parametrize(
    "typed",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "４１１１ １１１１ １１１１ １１１１",
        " 4111111111111111\n",
    ],
)
def test_a_code_may_be_typed_as_it_is_read(typed: str) -> None:
    assert rules.well_formed(rules.compact(typed)).allowed


def test_every_single_wrong_digit_is_noticed() -> None:
    code = new_code()
    for place in range(16):
        for other in set("0123456789") - {code[place]}:
            assert not rules.well_formed(code[:place] + other + code[place + 1 :]).allowed


@pytest.mark.parametrize(
    ("address", "wrong", "locked"), [(9, 0, False), (10, 0, True), (0, 5, True), (0, 4, False)]
)
def test_when_tries_stop(address: int, wrong: int, locked: bool) -> None:
    decision = rules.may_try(
        of_the_address=[NOON] * address, with_the_code=[NOON] * wrong, most_of_an_address=10, most_with_a_code=5,
        lock=hours(1), now=NOON + hours(0.9),
    )  # fmt: skip
    assert decision.allowed is not locked


@pytest.mark.parametrize(("age", "guardian", "to_guardian", "allowed"), [
    (13, "Chen", True, True), (13, "Chen", False, False), (13, "", True, False), (14, "", False, True), (None, "", False, True),
    (80, "Chen", True, True),
])  # fmt: skip
def test_the_code_of_a_child_is_for_its_guardian(
    age: int | None, guardian: str, to_guardian: bool, allowed: bool
) -> None:
    decision = rules.may_hand_over(
        to_guardian=to_guardian, guardian=guardian, age_years=age, guardian_below_years=14
    )
    assert decision.allowed is allowed


def test_two_addresses_of_one_network_of_ipv6_are_one() -> None:
    assert hash_of_address("2001:db8::1") == hash_of_address("2001:db8::ffff:2")
    assert hash_of_address("2001:db8:0:1::1") != hash_of_address("2001:db8::1")
    assert hash_of_address("203.0.113.7") != hash_of_address("203.0.113.8")


def test_a_local_file_changes_a_limit_only_within_bounds_and_with_a_source(
    tmp_path: Any, settings: Any
) -> None:
    file = tmp_path / "limits.yaml"
    for number, (text, complaint) in enumerate([
        ("code_days: {value: 3}", "source"), ("code_days: {value: 90, source: X}", "from 1 to 31"), ("days: {value: 1}", "no limit named days"),
    ]):  # fmt: skip
        file = tmp_path / f"{number}.yaml"
        file.write_text(text)
        settings.CITIZEN_LIMITS = str(file)
        with pytest.raises(ValueError, match=complaint):
            limit_file.limits()
    file.write_text("code_days: {value: 3, source: county order 7}")
    limit_file._read.cache_clear()
    assert limits().code_days == 3 and limits().visit_minutes == 30


@pytest.fixture
def city(db: None) -> City:
    return build()


def issued(city: City, person: Any, **more: Any) -> actions.Issued:
    return actions.issue(
        person_id=person.id, outbreak_id=city.outbreak.id, by=city.investigator, now=NOON, **more
    )


def test_a_code_opens_one_visit_of_half_an_hour(city: City) -> None:
    digits = issued(city, city.person("Wang")).digits
    first = actions.use(typed=digits, by=HERE, now=NOON + hours(1))
    again = actions.use(typed=digits, by=HERE, now=NOON + hours(1))
    assert first.visit is not None and again.visit is None
    assert queries.visit(token=first.token, now=NOON + hours(1.49)) == first.visit
    assert queries.visit(token=first.token, now=NOON + hours(1.5)) is None


def test_neither_code_nor_token_nor_address_is_kept(city: City) -> None:
    made = issued(city, city.person("Wang"))
    entry = actions.use(typed=made.digits, by=HERE, now=NOON)
    actions.use(typed=made.digits, by=HERE, now=NOON)
    kept = [str(row) for model in (Code, FailedTry, AuditEntry) for row in model.objects.values_list()]
    visits = str(list(queries.Visit.objects.values_list()))
    for secret in (made.digits, queries.grouped(made.digits), entry.token, HERE.address):
        assert secret not in "".join(kept) + visits


def test_the_answer_does_not_tell_whether_a_code_exists(city: City) -> None:
    sun = city.person("Sun")
    used, late, replaced = (
        issued(city, city.person("Wang")),
        issued(city, city.person("Li")),
        issued(city, sun),
    )
    actions.use(typed=used.digits, by=HERE, now=NOON)
    issued(city, sun)
    answers = [
        actions.use(typed=used.digits, by=ELSEWHERE, now=NOON),
        actions.use(typed=late.digits, by=ELSEWHERE, now=NOON + timedelta(days=8)),
        actions.use(typed=replaced.digits, by=ELSEWHERE, now=NOON),
        actions.use(typed=new_code(), by=ELSEWHERE, now=NOON),
    ]
    assert [one.decision for one in answers] == [answers[0].decision] * 4
    assert not answers[0].decision.allowed and answers[0].visit is None


def test_a_new_code_ends_the_old_one_and_its_visit(city: City) -> None:
    person = city.person("Wang")
    entry = actions.use(typed=issued(city, person).digits, by=HERE, now=NOON)
    unused = issued(city, person).digits
    assert queries.visit(token=entry.token, now=NOON) is None
    issued(city, person)
    assert actions.use(typed=unused, by=HERE, now=NOON).visit is None


def test_the_database_keeps_one_open_code_of_a_person(city: City) -> None:
    made = issued(city, city.person("Wang"))
    with pytest.raises(IntegrityError, match="one_code_of_a_person_is_open_at_a_time"), transaction.atomic():
        Code.objects.create(person=made.code.person, outbreak=city.outbreak, code_hash="0" * 64, issued_at=NOON,
                            issued_by_id=city.investigator.id, issued_by_name="x", expires_at=NOON + hours(1))  # fmt: skip


@pytest.mark.parametrize(("role", "fault"), [
    ("outsider", NotFound), ("command", NotPermitted), ("laboratory", NotPermitted), ("oversight", NotFound),
])  # fmt: skip
def test_who_may_not_give_a_code(city: City, role: str, fault: type[Exception]) -> None:
    person = city.person("Wang")
    with pytest.raises(fault):
        actions.issue(person_id=person.id, outbreak_id=city.outbreak.id, by=getattr(city, role), now=NOON)


def test_a_child_gets_no_code_of_its_own_hands(city: City) -> None:
    child = city.person("Li", birth_date=date(2015, 1, 1), guardian="Chen")
    with pytest.raises(Refused, match="handed to the guardian"):
        issued(city, child)
    entry = actions.use(typed=issued(city, child, to_guardian=True).digits, by=HERE, now=NOON)
    assert entry.visit is not None and queries.oneself(entry.visit).for_guardian


def test_a_stranger_is_locked_out_with_an_alarm_and_others_are_not(city: City) -> None:
    good = issued(city, city.person("Wang")).digits
    tries = [actions.use(typed=new_code(), by=HERE, now=NOON + timedelta(seconds=n)) for n in range(12)]
    assert {str(one.decision.reasons[0])[:9] for one in tries} == {"This code", "There wer"}
    assert AuditEntry.objects.filter(action="code.fail").count() == limits().tries_of_an_address
    assert AuditEntry.objects.filter(action="code.locked_out", outbreak_id=city.outbreak.id).count() == 1
    assert actions.use(typed=good, by=HERE, now=NOON + hours(0.5)).visit is None  # locked, whatever is typed
    assert actions.use(typed=good, by=ELSEWHERE, now=NOON + hours(0.5)).visit is not None


def test_after_the_lock_the_door_opens_again(city: City) -> None:
    good = issued(city, city.person("Wang")).digits
    for _ in range(10):
        actions.use(typed=new_code(), by=HERE, now=NOON)
    assert actions.use(typed=good, by=HERE, now=NOON + hours(1)).visit is not None


def test_one_code_tried_from_many_addresses_is_locked(city: City) -> None:
    used = issued(city, city.person("Wang")).digits
    actions.use(typed=used, by=HERE, now=NOON)
    last = [actions.use(typed=used, by=Stranger(f"203.0.113.{n}"), now=NOON) for n in range(6)][-1]
    assert "too many wrong tries" in str(last.decision.reasons[0])


def test_many_addresses_together_raise_one_alarm(city: City) -> None:
    for n in range(limits().alarm_tries + 3):
        actions.use(typed=new_code(), by=Stranger(f"10.0.{n // 200}.{n % 200}"), now=NOON)
    assert AuditEntry.objects.filter(action="code.many_failures").count() == 1


def test_old_tries_are_forgotten(city: City) -> None:
    actions.use(typed=new_code(), by=HERE, now=NOON)
    actions.use(typed=new_code(), by=HERE, now=NOON + hours(2))
    assert FailedTry.objects.count() == 1


def test_nobody_ends_anothers_visit(city: City) -> None:
    entry = actions.use(typed=issued(city, city.person("Wang")).digits, by=HERE, now=NOON)
    assert entry.visit is not None
    with pytest.raises(Refused):
        actions.end_visit(visit_id=entry.visit.id, by=queries.Oneself(city.person("Zhao").id), now=NOON)
    actions.end_visit(visit_id=entry.visit.id, by=queries.oneself(entry.visit), now=NOON)
    assert queries.visit(token=entry.token, now=NOON) is None
