"""Asking for a correction, checking it, making or refusing it, taking it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Decision, NotFound, Reason, Refused, city_date, reason
from ringfence.registry.citizens.queries import Oneself, limits
from ringfence.registry.people import actions as people
from ringfence.registry.people import queries as register

from . import queries, rules
from .models import Correction
from .states import TRANSITIONS


@transaction.atomic
def ask(*, outbreak_id: UUID, field: str, wrong: str, right: str, by: Oneself, now: datetime) -> Correction:
    """Take down what the person says is wrong about them, and what is right. Told twice, it is one request."""
    right = rules.plain(field=field, right=right)
    same = Correction.objects.filter(person_id=by.id, outbreak_id=outbreak_id, state__in=queries.OPEN)
    told = same.filter(field=field, wrong=wrong.strip(), right=right).first()
    if told is not None:
        return told
    _with_field(
        rules.may_ask(field=field, wrong=wrong, right=right, open_now=same.count(), today=city_date(now))
    )
    person = register.bare(person_id=by.id)
    row = Correction.objects.create(
        person=person, outbreak_id=outbreak_id, area_id=person.area_id, field=field, wrong=wrong.strip(), right=right,
        asked_at=now, asked_by_name=str(by), due_at=now + timedelta(hours=limits().correction_answer_hours),
    )  # fmt: skip
    _written(row, "correction.ask", by=by, now=now)
    return row


@transaction.atomic
def check(*, correction_id: UUID, why: str, by: Actor, now: datetime) -> Correction:
    """The first hand: compared with papers and found right. `why` says which papers."""
    row = _locked(correction_id, by)
    rules.may_check(field=row.field, state=row.state).or_refuse()
    _sentence(why, "why", reason("Say which papers you saw."))
    _move(row, Correction.State.CHECKED)
    row.checked_at, row.checked_by_id, row.checked_by_name, row.checked_why = now, by.id, str(by), why.strip()
    row.save()
    _written(row, "correction.check", by=by, now=now)
    return row


@transaction.atomic
def accept(*, correction_id: UUID, answer: str, by: Actor, now: datetime) -> Correction:
    """Make the correction and tell the person. What tells who somebody is needs the check of another person."""
    row = _locked(correction_id, by)
    rules.may_accept(field=row.field, checked_by=row.checked_by_id, decider=by.id).or_refuse()
    _sentence(answer, "answer", reason("Answer the person in plain words."))
    _move(row, Correction.State.ACCEPTED)
    if row.field != Correction.Field.OTHER:
        row.before, row.after = _put_right(row, by=by, now=now)
    _decided(row, answer, by=by, now=now)
    _written(row, "correction.accept", by=by, now=now)
    return row


@transaction.atomic
def refuse(*, correction_id: UUID, answer: str, by: Actor, now: datetime) -> Correction:
    """Leave everything as it is, with a reason that the person reads."""
    row = _locked(correction_id, by)
    rules.may_refuse(checked_by=row.checked_by_id, decider=by.id).or_refuse()
    _sentence(answer, "answer", reason("Answer the person in plain words."))
    _move(row, Correction.State.REFUSED)
    _decided(row, answer, by=by, now=now)
    _written(row, "correction.refuse", by=by, now=now)
    return row


@transaction.atomic
def withdraw(*, correction_id: UUID, by: Oneself, now: datetime) -> Correction:
    """The person takes a request back before it is decided; it stays to be read."""
    row = Correction.objects.select_for_update().filter(id=correction_id, person_id=by.id).first()
    if row is None:
        raise NotFound(reason("There is no such request."))
    _move(row, Correction.State.WITHDRAWN)
    row.decided_at = now
    row.save(update_fields=["state", "decided_at"])
    _written(row, "correction.withdraw", by=by, now=now)
    return row


def _locked(correction_id: UUID, by: Actor) -> Correction:
    row = Correction.objects.select_for_update().filter(id=correction_id).first()
    if row is None:
        raise NotFound(reason("There is no such request."))
    access.require(by, Permission.CORRECTION_DECIDE, area_code=row.area_id)
    return row


def _move(row: Correction, to: str) -> None:
    if to not in TRANSITIONS[row.state]:
        raise Refused(reason("This request was checked or decided before; reload the page."))
    row.state = to


def _put_right(row: Correction, *, by: Actor, now: datetime) -> tuple[str, str]:
    """Change the register; returns what stood there before and what stands there now."""
    on = city_date(now)
    before = queries.stands_now(
        person=register.person(person_id=row.person_id, by=by, on=on), field=row.field
    )
    told: object = date.fromisoformat(row.right) if row.field == Correction.Field.BIRTH_DATE else row.right
    people.correct(person_id=row.person_id, changes={row.field.lower(): told}, by=by, now=now)
    after = queries.stands_now(person=register.person(person_id=row.person_id, by=by, on=on), field=row.field)
    return before, after


def _decided(row: Correction, answer: str, *, by: Actor, now: datetime) -> None:
    row.decided_at, row.decided_by_id, row.decided_by_name, row.answer = now, by.id, str(by), answer.strip()
    row.save()


def _sentence(told: str, field: str, asked: Reason) -> None:
    if not told.strip():
        raise Refused(asked, fields={field: [asked]})


def _with_field(decision: Decision) -> None:
    if not decision.allowed:
        raise Refused(*decision.reasons, fields={"right": decision.reasons})


def _written(row: Correction, action: str, *, by: Actor | Oneself, now: datetime) -> None:
    """The audit keeps which field, never what stands in it."""
    audit.record(by=by, action=action, subject=("person", row.person_id), outbreak_id=row.outbreak_id, now=now,
                 after={"correction": row.id, "field": str(row.field), "state": str(row.state)})  # fmt: skip
    outbox.tell_screens(topic="corrections", outbreak_id=row.outbreak_id)
