"""Giving a code, using it, ending a visit. Each is in the audit, also when it fails."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from ringfence.ground import access, alarms, audit
from ringfence.ground.access import Actor, Permission
from ringfence.ground.access import queries as access_queries
from ringfence.ground.alarms import queries as alarm_queries
from ringfence.kernel import Decision, Refused, allow, city_date, reason, refuse
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people import queries as people

from . import keys, rules
from .actor import Oneself, Stranger
from .limits import Limits, limits
from .models import Code, FailedTry, Visit

OPENS_NOTHING = reason(
    "This code opens nothing. Perhaps it was used before, or its time is over: a code opens once. Ask the staff for a new one."
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that was just made. `digits` is told once and kept nowhere."""

    code: Code
    digits: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a code that was typed: a visit with its token, or the reason why not."""

    decision: Decision
    visit: Visit | None = None
    token: str = ""


@transaction.atomic
def issue(
    *, person_id: UUID, outbreak_id: UUID, by: Actor, now: datetime, to_guardian: bool = False
) -> Issued:
    """Make a code for a person; an older one ends, and so does its visit. `now` is real time.

    Refused: to a child itself, to a guardian whom nobody has named.
    """
    person = people.person(person_id=person_id, by=by, on=city_date(now))
    access.require(by, Permission.CODE_ISSUE, area_code=person.area_code)
    numbers = limits()
    rules.may_hand_over(
        to_guardian=to_guardian, guardian=person.guardian, age_years=person.age_years,
        guardian_below_years=numbers.guardian_below_years,
    ).or_refuse()  # fmt: skip
    _one_at_a_time(f"code of {person_id}")
    _end_earlier(person_id, outbreak_id, now)
    digits = keys.new_code()
    code = Code.objects.create(
        person_id=person_id, outbreak_id=outbreak_id, code_hash=keys.hash_of_code(digits), issued_at=now,
        handed_to=Code.HandedTo.GUARDIAN if to_guardian else Code.HandedTo.PERSON, issued_by_id=by.id,
        issued_by_name=str(by), expires_at=now + timedelta(days=numbers.code_days),
    )  # fmt: skip
    audit.record(by=by, action="code.issue", subject=("person", person_id), outbreak_id=outbreak_id, now=now,
                 after={"handed_to": str(code.handed_to), "expires_at": code.expires_at})  # fmt: skip
    _watch_issuing(numbers, by=by, now=now)
    return Issued(code, digits)


@transaction.atomic
def use(*, typed: str, by: Stranger, now: datetime) -> Entry:
    """Open a visit with a code. Never raises: a failed try must stay written down. `now` is real time.

    Whatever the reason of a failure, the answer is the same; only locks and typing errors are told apart.
    """
    digits = rules.compact(typed)
    formed = rules.well_formed(digits)
    if not formed.allowed:
        return Entry(formed)
    numbers, code_hash, address_hash = limits(), keys.hash_of_code(digits), keys.hash_of_address(by.address)
    _one_at_a_time(f"tries of {address_hash}")
    free = _may_try(address_hash, code_hash, numbers, now)
    if not free.allowed:
        return Entry(free)
    code = Code.objects.select_for_update().filter(code_hash=code_hash).first()
    if code is None or not _opens(code, code_hash, now):
        _note_failure(address_hash, code_hash, numbers, by=by, now=now)
        return Entry(refuse(OPENS_NOTHING))
    return _opened(code, numbers, now=now)


@transaction.atomic
def end_visit(*, visit_id: UUID, by: Oneself, now: datetime) -> None:
    """The person is done: this device shows nothing any more."""
    visit = Visit.objects.select_for_update().select_related("code").get(id=visit_id)
    if visit.code.person_id != by.id:
        raise Refused(reason("This visit is somebody else's."))
    if visit.ended_at is None:
        visit.ended_at = now
        visit.save(update_fields=["ended_at"])
        audit.record(by=by, action="code.leave", subject=("person", by.id), outbreak_id=visit.code.outbreak_id,
                     now=now)  # fmt: skip


def _end_earlier(person_id: UUID, outbreak_id: UUID, now: datetime) -> None:
    earlier = Code.objects.filter(person_id=person_id, outbreak_id=outbreak_id)
    earlier.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    Visit.objects.filter(code__in=earlier, ended_at=None, ends_at__gt=now).update(ended_at=now)


def _opens(code: Code, code_hash: str, now: datetime) -> bool:
    same = hmac.compare_digest(code.code_hash, code_hash)
    return same and rules.opens(
        expires_at=code.expires_at, used_at=code.used_at, revoked_at=code.revoked_at, now=now
    )


def _opened(code: Code, numbers: Limits, *, now: datetime) -> Entry:
    code.used_at = now
    code.save(update_fields=["used_at"])
    token = keys.new_token()
    visit = Visit.objects.create(
        code=code, token_hash=keys.hash_of_token(token), opened_at=now,
        ends_at=now + timedelta(minutes=numbers.visit_minutes),
    )  # fmt: skip
    who = Oneself(code.person_id, for_guardian=code.handed_to == Code.HandedTo.GUARDIAN)
    audit.record(
        by=who, action="code.use", subject=("person", code.person_id), outbreak_id=code.outbreak_id, now=now
    )
    return Entry(allow(reason("The page is open.")), visit, token)


def _may_try(address_hash: str, code_hash: str, numbers: Limits, now: datetime) -> Decision:
    lock = timedelta(minutes=numbers.lock_minutes)
    recent = FailedTry.objects.filter(at__gt=now - lock).order_by("-at").values_list("at", flat=True)
    return rules.may_try(
        of_the_address=list(recent.filter(address_hash=address_hash)[: numbers.tries_of_an_address]),
        with_the_code=list(recent.filter(code_hash=code_hash)[: numbers.tries_with_a_code]),
        most_of_an_address=numbers.tries_of_an_address, most_with_a_code=numbers.tries_with_a_code, lock=lock, now=now,
    )  # fmt: skip


def _note_failure(address_hash: str, code_hash: str, numbers: Limits, *, by: Stranger, now: datetime) -> None:
    """Keep the try; say so in the audit, and raise an alarm when it was the last one allowed."""
    since = now - timedelta(minutes=numbers.lock_minutes)
    FailedTry.objects.filter(at__lte=since).delete()
    tried = FailedTry.objects.create(at=now, address_hash=address_hash, code_hash=code_hash)
    where = ("address", address_hash[:40])
    audit.record(by=by, action="code.fail", subject=where, now=now)
    recent = FailedTry.objects.filter(at__gt=since)
    of_the_address = recent.filter(address_hash=address_hash).count()
    with_the_code = recent.filter(code_hash=code_hash).count()
    if of_the_address >= numbers.tries_of_an_address or with_the_code >= numbers.tries_with_a_code:
        _alarm("code.locked_out", where, max(of_the_address, with_the_code), by=by, now=now)
    together = recent.count()
    if together >= numbers.alarm_tries and not recent.filter(raised_alarm=True).exists():
        FailedTry.objects.filter(id=tried.id).update(raised_alarm=True)
        _alarm("code.many_failures", ("address", "everywhere"), together, by=by, now=now)


def _watch_issuing(numbers: Limits, *, by: Actor, now: datetime) -> None:
    """Raise an alarm when one organisation gives out more codes than people are given notices; nobody is refused."""
    since = now - timedelta(minutes=numbers.lock_minutes)
    house = access_queries.colleagues(organisation_id=by.organisation_id).values("id")
    given = Code.objects.filter(issued_by_id__in=house, issued_at__gt=since).count()
    about = ("organisation", by.organisation_id)
    if given < numbers.alarm_issued or alarm_queries.is_open(kind="CODES", subject=about):
        return
    why = reason("{count} entry codes were given out by one organisation within {minutes} minutes.",
                 count=given, minutes=numbers.lock_minutes)  # fmt: skip
    alarms.tell_raised(kind="CODES", what=[why], by=by, now=now, subject=about)


def _alarm(action: str, subject: tuple[str, str], tries: int, *, by: Stranger, now: datetime) -> None:
    """Before oversight, and into the record of every outbreak that is being fought: a stranger's code belongs to none."""
    why = reason("{count} codes that opened nothing were tried within the time of a lock.", count=tries)
    fought: list[UUID | None] = [one.id for one in outbreaks.open_outbreaks() if one.purpose != "HISTORY"]
    for outbreak_id in fought or [None]:
        audit.record(by=by, action=action, subject=subject, outbreak_id=outbreak_id, reasons=[why], now=now)
    alarms.tell_raised(kind="CODES", what=[why], by=by, now=now, subject=subject)


def _one_at_a_time(what: str) -> None:
    """Whoever does the same at the same time waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
