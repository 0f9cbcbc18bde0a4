"""Whoever is no longer needed is forgotten: every room in turn, in one transaction, with a certificate that the ledger proves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.care.home_watch import personal as of_watches
from ringfence.care.quarantine import personal as of_stays
from ringfence.care.transfers import personal as of_trips
from ringfence.field.testing import personal as of_tests
from ringfence.ground.access import Actor
from ringfence.ground.alarms import personal as of_alarms
from ringfence.ground.audit import letting_go as of_record
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import personal as of_holds
from ringfence.ground.retention import queries as register
from ringfence.ground.retention import rules, schedule
from ringfence.ground.retention.holdings import Holding
from ringfence.ground.retention.whose import Whose
from ringfence.kernel import city_date
from ringfence.measures.orders import personal as of_orders
from ringfence.registry.citizens import personal as of_codes
from ringfence.registry.corrections import personal as of_corrections
from ringfence.registry.emergencies import personal as of_emergencies
from ringfence.registry.identities import actions as identities
from ringfence.registry.identities import queries as vault
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people import personal as of_people
from ringfence.tracing.cases import personal as of_cases
from ringfence.tracing.contacts import personal as of_contacts
from ringfence.tracing.investigations import personal as of_investigations
from ringfence.tracing.linelists import personal as of_files
from ringfence.tracing.movement import personal as of_movement

BATCH = 1_000  # people that are forgotten in one transaction, house decision: some seconds, and no long lock
ROOMS = (of_watches, of_trips, of_stays, of_orders, of_movement, of_contacts, of_investigations, of_cases, of_tests, of_corrections,
         of_codes, of_people)  # fmt: skip
AFTERWARDS = (of_emergencies, of_holds)  # what the database lets go only of whom a certificate names
OF_THE_RESPONSE = (*of_orders.OF_THE_RESPONSE, *of_holds.OF_THE_RESPONSE)  # about nobody in particular
TIES = (of_orders.ties, of_contacts.ties, of_cases.ties, of_tests.ties, of_corrections.ties)


@dataclass(slots=True)
class Due:
    """Whose last day has passed in an outbreak: person -> until when and for what; and who of them is held."""

    on: date
    people: dict[UUID, rules.Until] = field(default_factory=dict)
    held: set[UUID] = field(default_factory=set)
    kept: int = 0
    files: int = 0

    @property
    def free(self) -> dict[UUID, rules.Until]:
        """Those who are not held."""
        return {one: until for one, until in self.people.items() if one not in self.held}

    def count_by_kind(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for until in self.people.values():
            found[until.kind] = found.get(until.kind, 0) + 1
        return dict(sorted(found.items()))


def holdings() -> Iterator[Holding]:
    """What every room keeps of a person, from top to bottom."""
    return chain.from_iterable(room.HOLDS for room in (*ROOMS, *AFTERWARDS))


def due(*, outbreak_id: UUID, now: datetime, real_now: datetime) -> Due:
    """Who would be forgotten now. Changes nothing. `now` is the outbreak's time; other outbreaks are asked in theirs."""
    outbreak, today = outbreaks.outbreak(outbreak_id=outbreak_id), city_date(now)
    kept = schedule.current()
    found = rules.until_by_person(
        _ties(Whose(outbreak_id=outbreak_id)), schedule=kept, over_at=outbreak.closed_at
    )
    passed = {one: until for one, until in found.items() if rules.is_due(until, today=today)}
    gone = _forgotten(passed)
    free = {one: until for one, until in passed.items() if one not in gone}
    elsewhere = _needed_elsewhere(list(free), but=outbreak_id, real_now=real_now)
    people = {one: until for one, until in free.items() if one not in elsewhere}
    return Due(today, people, _held(people, outbreak_id, today), len(found) - len(gone) - len(people),
               of_files.files_left(outbreak_id=outbreak_id, before=_files_before(kept, now)))  # fmt: skip


def forget_due(
    *, outbreak_id: UUID, by: Actor, now: datetime, real_now: datetime
) -> list[retention.Certificate]:
    """Forget everybody who is due, a thousand in a transaction. Returns the certificates; none if nobody was."""
    made = [_forget_files(outbreak_id, by=by, now=now), _forget_words(outbreak_id, by=by, now=now)]
    found = due(outbreak_id=outbreak_id, now=now, real_now=real_now).free
    for some in _batches(sorted(found)):
        made.append(_forget(some, found, outbreak_id, by=by, now=now, real_now=real_now))
    return [one for one in made if one is not None]


def left(*, person_ids: Collection[UUID]) -> dict[str, int]:
    """What still tells of people who were forgotten: rows by table. Empty is right."""
    found = {f"{one.model._meta.label}": 0 for one in holdings()}
    for one in holdings():
        found[one.model._meta.label] += one.left(person_ids)
    found["identities.DataKey"] = vault.keys_left(person_ids=person_ids)
    found["audit.Words"] = of_record.left(person_ids=person_ids)
    found["alarms.Alarm"] = of_alarms.left(person_ids=person_ids)
    found["people.Person"] += of_people.born_or_at_home(person_ids=person_ids)
    return {name: count for name, count in found.items() if count}


@transaction.atomic
def _forget(
    some: Collection[UUID], until: dict[UUID, rules.Until], outbreak_id: UUID, *, by: Actor, now: datetime, real_now: datetime
) -> retention.Certificate | None:  # fmt: skip
    """These people, if they are still due when everybody else has let go of them."""
    locked = of_people.lock(person_ids=some)
    still = _still_due(locked, outbreak_id, now=now, real_now=real_now)
    if not still:
        return None
    told = {one: until[one].kind for one in still}
    tables: dict[str, int] = {}
    for one in chain.from_iterable(room.HOLDS for room in ROOMS):
        tables[one.model._meta.label] = tables.get(one.model._meta.label, 0) + one.forget(still)
    keys = identities.destroy(person_ids=still, by=by, now=now)
    tables["identities.DataKey"] = len(keys)
    tables["people.Person"] = of_people.forget_birth_and_household(person_ids=still, on=city_date(now))
    words, counted = of_record.about(person_ids=still), tables | _still_said(still)
    made = _certified(told, counted, keys, outbreak_id, by=by, now=now, words=len(words))
    _let_go(words, still)
    return made


def _still_said(person_ids: Collection[UUID]) -> dict[str, int]:
    """Rows by table that the database lets go only when the certificate is written."""
    found = {one.model._meta.label: one.left(person_ids) for room in AFTERWARDS for one in room.HOLDS}
    return found | {"alarms.Alarm": of_alarms.left(person_ids=person_ids)}


def _let_go(words: Collection[UUID], person_ids: Collection[UUID]) -> None:
    of_record.let_go(numbers=words)
    of_alarms.forget(person_ids=person_ids)
    for room in AFTERWARDS:
        for one in room.HOLDS:
            one.forget(person_ids)


def _still_due(
    person_ids: Collection[UUID], outbreak_id: UUID, *, now: datetime, real_now: datetime
) -> list[UUID]:
    today = city_date(now)
    needed = _needed_elsewhere(person_ids, but=None, real_now=real_now)
    return sorted(set(person_ids) - needed - _forgotten(person_ids) - _held(person_ids, outbreak_id, today))


def _needed_elsewhere(person_ids: Collection[UUID], *, but: UUID | None, real_now: datetime) -> set[UUID]:
    """Who of them is needed, or held, in an outbreak (but this one), each asked at its own time."""
    by_outbreak: dict[UUID, list[rules.Tie]] = {}
    for some in _batches(person_ids):
        for tie in _ties(Whose(person_ids=some)):
            if tie.outbreak_id != but:
                by_outbreak.setdefault(tie.outbreak_id, []).append(tie)
    registered, kept, needed = outbreaks.with_ids(ids=by_outbreak), schedule.current(), set()
    for outbreak_id, ties in by_outbreak.items():
        outbreak = registered[outbreak_id]
        today = city_date(outbreaks.now_for(outbreak, real_now=real_now))
        found = rules.until_by_person(ties, schedule=kept, over_at=outbreak.closed_at)
        needed |= {one for one, until in found.items() if not rules.is_due(until, today=today)}
        needed |= _held(found, outbreak_id, today) if outbreak_id != but else set()
    return needed


def _batches(ids: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    source = iter(ids)
    while some := tuple(islice(source, BATCH)):
        yield some


def _ties(whose: Whose) -> Iterator[rules.Tie]:
    return chain.from_iterable(of_room(whose) for of_room in TIES)


def _forgotten(person_ids: Collection[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in _batches(person_ids):
        found |= register.forgotten_among(person_ids=some)
    return found


def _held(person_ids: Collection[UUID], outbreak_id: UUID, today: date) -> set[UUID]:
    if register.everybody_is_held(outbreak_id=outbreak_id, today=today):
        return set(person_ids)
    return set(person_ids) & register.held(outbreak_id=outbreak_id, today=today)


def _files_before(kept: schedule.Schedule, now: datetime) -> datetime:
    return now - timedelta(days=kept["FILE"].days)


@transaction.atomic
def _forget_files(outbreak_id: UUID, *, by: Actor, now: datetime) -> retention.Certificate | None:
    """Files of which everything stands in the register; not while somebody's data are held in this outbreak."""
    today, before = city_date(now), _files_before(schedule.current(), now)
    if register.everybody_is_held(outbreak_id=outbreak_id, today=today) or register.held(
        outbreak_id=outbreak_id, today=today
    ):
        return None
    if not of_files.files_left(outbreak_id=outbreak_id, before=before):
        return None
    tables = of_files.forget_files(outbreak_id=outbreak_id, before=before)
    return _certified({}, tables, {}, outbreak_id, by=by, now=now)


@transaction.atomic
def _forget_words(outbreak_id: UUID, *, by: Actor, now: datetime) -> retention.Certificate | None:
    """What was written into the record about people after they were forgotten; and, once the response is over for as long as
    people are kept then, what was written about nobody in particular. Not while somebody's data are held in this outbreak."""
    today = city_date(now)
    if register.everybody_is_held(outbreak_id=outbreak_id, today=today) or register.held(
        outbreak_id=outbreak_id, today=today
    ):
        return None
    late, over = _forgotten(of_record.whose()), _is_long_over(outbreak_id, today)
    words = of_record.about(person_ids=late) + (
        of_record.about_nobody(outbreak_id=outbreak_id) if over else []
    )
    about: dict[str, Any] = {"person_ids": late, "outbreak_id": outbreak_id if over else None}
    tables = {"alarms.Alarm": of_alarms.left(**about)}
    if over:
        tables |= {one.model._meta.label: one.left(outbreak_id) for one in OF_THE_RESPONSE}
    if not words and not any(tables.values()):
        return None
    made = _certified({}, tables, {}, outbreak_id, by=by, now=now, words=len(words))
    of_record.let_go(numbers=words)
    of_alarms.forget(**about)
    if over:
        for one in OF_THE_RESPONSE:
            one.forget(outbreak_id)
    return made


def _is_long_over(outbreak_id: UUID, today: date) -> bool:
    closed = outbreaks.outbreak(outbreak_id=outbreak_id).closed_at
    return closed is not None and today > city_date(closed) + timedelta(days=schedule.current()["OVER"].days)


def _certified(
    people: dict[UUID, str], tables: dict[str, int], keys: dict[UUID, UUID], outbreak_id: UUID, *, by: Actor, now: datetime, words: int = 0
) -> retention.Certificate:  # fmt: skip
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    return retention.certify(
        outbreak_id=outbreak_id, outbreak=outbreak.slug, people=people, tables=tables, keys=keys, on=city_date(now),
        kept=schedule.current(), by=by, now=now, words=words,
    )  # fmt: skip
