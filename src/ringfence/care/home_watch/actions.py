"""Beginning and ending a watch, taking reports, calling, and a person's word that somebody should look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import queries as quarantine
from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit.actions import Actor as Anybody
from ringfence.kernel import NotFound, Refused, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks

from . import keys, queries, rules
from .models import Call, Report, Watch

NO_DEVICE = reason("This device is not known, or the agreement was taken back.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A watch and the key of its device, which is shown only now."""

    watch: Watch
    key: str


@transaction.atomic
def begin(
    *, stay_id: UUID, device: str, agreed: bool, agreed_by: str, by: Actor, now: datetime,
    grace_minutes: int = rules.GRACE_MINUTES,
) -> Begun:  # fmt: skip
    """Let a device report, because the person (or guardian) agreed. Begun anew, the earlier device of this kind ends."""
    stay = quarantine.stay(stay_id=stay_id)
    access.require(by, Permission.HEALTH_CHECK_RECORD, area_code=stay.area_id)
    if device not in Watch.Device.values or agreed_by not in Watch.AgreedBy.values:
        raise Refused(reason("Say which device, and who agreed."))
    rules.may_begin(
        is_at_home=stay.at_home and queries.may_not_go_out(stay), is_running=stay.state == "STARTED", agreed=agreed,
        grace_minutes=grace_minutes,
    ).or_refuse()  # fmt: skip
    for earlier in Watch.objects.select_for_update().filter(stay=stay, device=device, ended_at=None):
        _end(earlier, Watch.EndedBy.PERSON, by=by, now=now)
    key = keys.new_key()
    watch = Watch.objects.create(
        outbreak_id=stay.outbreak_id, stay=stay, area_id=stay.area_id, device=device, key_hash=keys.hash_of_key(key),
        grace_minutes=grace_minutes, agreed_by=agreed_by, agreed_at=now, explained_by_id=by.id, explained_by_name=str(by)[:80],
    )  # fmt: skip
    audit.record(by=by, action="watch.begin", subject=("person", stay.person_id), outbreak_id=stay.outbreak_id, now=now,
                 after={"watch": watch.id, "device": device, "agreed_by": agreed_by, "grace_minutes": grace_minutes})  # fmt: skip
    return Begun(watch, key)


@transaction.atomic
def revoke(*, watch_id: UUID, by: Actor, now: datetime) -> Watch:
    """The person no longer agrees and told staff so; nothing more is taken or asked. Told twice, it ended once."""
    watch = _locked(watch_id)
    access.require(by, Permission.HEALTH_CHECK_RECORD, area_code=watch.area_id)
    if watch.ended_at is None:
        _end(watch, Watch.EndedBy.PERSON, by=by, now=now)
    return watch


@transaction.atomic
def revoke_by_device(*, key: str, by: Anybody, now: datetime) -> Watch:
    """The person no longer agrees and says so on the device. `now` is the real time."""
    watch = _of_key(key)
    _end(watch, Watch.EndedBy.PERSON, by=by, now=outbreaks.now_for(watch.outbreak, real_now=now))
    return watch


@transaction.atomic
def report(
    *, key: str, told_id: str, cause: str, happened_at: datetime, by: Anybody, now: datetime
) -> Report:
    """Take a report of a device. Told twice, it is one. Refused: unknown key, consent taken back, a time that cannot be.

    `now` is the real time; the device does not know the outbreak's clock.
    """
    watch = _of_key(key)
    now = outbreaks.now_for(watch.outbreak, real_now=now)
    known = watch.reports.filter(told_id=told_id).first()
    if known is not None:
        return known
    if cause not in Report.Cause.values or not told_id.strip():
        raise Refused(reason("A report has a number of its own and a cause."))
    rules.may_report(happened_at=happened_at, now=now).or_refuse()
    due_at = rules.call_from(cause=cause, happened_at=happened_at, grace_minutes=watch.grace_minutes)
    made = Report(watch=watch, told_id=told_id, cause=cause, happened_at=happened_at, received_at=now, due_at=due_at,
                  state=Report.State.OPEN)  # fmt: skip
    if due_at is None:
        made.state, made.settled_at, made.settled_by = Report.State.SETTLED, now, Report.SettledBy.NOTHING
    _settle_by_returns(watch, made, now=now)
    made.save(force_insert=True)
    audit.record(by=by, action="watch.report", subject=("person", watch.stay.person_id), outbreak_id=watch.outbreak_id,
                 now=now, after={"watch": watch.id, "report": made.id, "cause": cause, "state": str(made.state)})  # fmt: skip
    outbox.tell_screens(topic="tasks", outbreak_id=watch.outbreak_id)
    return made


@transaction.atomic
def call(*, report_id: UUID, heard: str, note: str, by: Actor, now: datetime) -> Call:
    """Keep what was heard. At home or out with leave settles the report; else another call, or a person's word, follows."""
    found = _report(report_id, by)
    if heard not in Call.Heard.values:
        raise Refused(reason("Say what you heard."))
    made = Call.objects.create(
        report=found, at=now, heard=heard, note=note.strip()[:200], by_id=by.id, by_name=str(by)[:80]
    )
    if rules.settles(heard):
        _settle(found, Report.SettledBy.CALL, now)
    _record(found, "watch.call", by=by, now=now, after={"heard": heard})
    return made


@transaction.atomic
def escalate(*, report_id: UUID, why: str, by: Actor, now: datetime) -> Report:
    """A person says that the investigator should look. Refused: before a call, after one that settled it, for a flat battery."""
    found = _report(report_id, by)
    heard = list(found.calls.values_list("heard", flat=True))
    rules.may_escalate(cause=found.cause, heard=heard, why=why).or_refuse()
    found.state, found.escalated_at, found.escalated_by_name = Report.State.ESCALATED, now, str(by)[:80]
    found.escalated_why = why.strip()[:200]
    found.save(update_fields=["state", "escalated_at", "escalated_by_name", "escalated_why"])
    _record(found, "watch.escalate", by=by, now=now, after={"why": found.escalated_why})
    return found


@transaction.atomic
def note_looked(*, report_id: UUID, note: str, by: Actor, now: datetime) -> Report:
    """An investigator has looked; what came of it is written down and nothing else follows from here."""
    found = (
        Report.objects.select_for_update(of=("self",))
        .select_related("watch__stay")
        .filter(id=report_id)
        .first()
    )
    if found is None or found.state != Report.State.ESCALATED:
        raise NotFound(reason("There is no such report."))
    access.require(by, Permission.INVESTIGATION_WRITE, area_code=found.watch.area_id)
    if not note.strip():
        raise Refused(reason("Write down what came of it."))
    if found.looked_at is None:
        found.looked_at, found.looked_by_name, found.looked_note = now, str(by)[:80], note.strip()[:200]
        found.save(update_fields=["looked_at", "looked_by_name", "looked_note"])
        _record(found, "watch.look", by=by, now=now, after={"note": found.looked_note})
    return found


@transaction.atomic
def forget_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Watches of stays that are over end; fourteen days after its end a watch is deleted with its reports and calls."""
    running = Watch.objects.select_for_update(of=("self",)).select_related("stay", "outbreak")
    ended = [
        _end(one, Watch.EndedBy.STAY_OVER, by=by, now=now)
        for one in running.filter(outbreak_id=outbreak_id, ended_at=None)
        if one.stay.state != "STARTED" or not queries.may_not_go_out(one.stay)
    ]  # fmt: skip
    old = Watch.objects.filter(outbreak_id=outbreak_id, retention_until__lt=city_date(now))
    count = old.count()
    if count:
        old.delete()
        audit.record(by=by, action="watch.forget", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                     after={"watches": count})  # fmt: skip
    return {"watches_ended": len(ended), "watches_forgotten": count}


def _settle_by_returns(watch: Watch, made: Report, *, now: datetime) -> None:
    """In whichever order they come: who was back before the grace period was over is not called."""
    if made.cause == rules.RETURN:
        waiting = watch.reports.select_for_update().filter(
            state=Report.State.OPEN, happened_at__lte=made.happened_at
        )
        for one in waiting:
            assert one.due_at is not None
            if rules.settles_by_return(due_at=one.due_at, back_at=made.happened_at):
                _settle(one, Report.SettledBy.BACK, now)
    elif made.due_at is not None:
        back = watch.reports.filter(
            cause=rules.RETURN, happened_at__gte=made.happened_at, happened_at__lt=made.due_at
        )
        if back.exists():
            made.state, made.settled_at, made.settled_by = Report.State.SETTLED, now, Report.SettledBy.BACK


def _settle(found: Report, by_what: str, now: datetime) -> None:
    found.state, found.settled_at, found.settled_by = Report.State.SETTLED, now, by_what
    found.save(update_fields=["state", "settled_at", "settled_by"])


def _end(watch: Watch, ended_by: str, *, by: Anybody, now: datetime) -> Watch:
    watch.ended_at, watch.ended_by = now, ended_by
    watch.retention_until = city_date(now) + timedelta(days=rules.KEPT_DAYS)
    watch.save(update_fields=["ended_at", "ended_by", "retention_until"])
    for one in watch.reports.filter(state=Report.State.OPEN):
        _settle(one, Report.SettledBy.ENDED, now)
    audit.record(by=by, action="watch.end", subject=("person", watch.stay.person_id), outbreak_id=watch.outbreak_id,
                 now=now, after={"watch": watch.id, "by": ended_by})  # fmt: skip
    outbox.tell_screens(topic="tasks", outbreak_id=watch.outbreak_id)
    return watch


def _of_key(key: str) -> Watch:
    found = (
        Watch.objects.select_for_update(of=("self",)).select_related("stay", "outbreak")
        .filter(key_hash=keys.hash_of_key(key), ended_at=None).first()
    )  # fmt: skip
    if found is None or found.stay.state != "STARTED" or not queries.may_not_go_out(found.stay):
        raise NotFound(NO_DEVICE)
    return found


def _locked(watch_id: UUID) -> Watch:
    found = Watch.objects.select_for_update(of=("self",)).select_related("stay").filter(id=watch_id).first()
    if found is None:
        raise NotFound(reason("There is no such device."))
    return found


def _report(report_id: UUID, by: Actor) -> Report:
    found = (
        Report.objects.select_for_update(of=("self",))
        .select_related("watch__stay")
        .filter(id=report_id)
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such report."))
    access.require(by, Permission.HEALTH_CHECK_RECORD, area_code=found.watch.area_id)
    if found.state != Report.State.OPEN:
        raise Refused(reason("This report is settled or handed over already."))
    return found


def _record(found: Report, action: str, *, by: Actor, now: datetime, after: dict[str, str]) -> None:
    audit.record(by=by, action=action, subject=("person", found.watch.stay.person_id), outbreak_id=found.watch.outbreak_id,
                 now=now, after={"report": found.id} | after)  # fmt: skip
    outbox.tell_screens(topic="tasks", outbreak_id=found.watch.outbreak_id)
