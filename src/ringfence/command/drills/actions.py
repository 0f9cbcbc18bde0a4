"""What is done with a drill: wanted, looked at, made, its truth opened, played."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.ground.outbox.actions import tell_screens
from ringfence.kernel import NotFound, NotPermitted, Reason, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks

from . import queries, rules
from .models import Drill, DrillFile

LEAVES_NOTHING_BEHIND = (Drill.State.ESTIMATING, Drill.State.ESTIMATED, Drill.State.MAKING)


@transaction.atomic
def ask(*, outbreak_id: UUID, wanted: rules.Wanted, by: Actor, now: datetime) -> Drill:
    """Want a drill; the worker looks at its seeds. Whoever asks leads it. Refused: figures out of bounds, each under its field."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.FORECAST_MAKE, area_code=outbreak.area_id)
    rules.check(wanted)
    wanted = replace(
        wanted, title=wanted.title.strip()[:80], area=queries.code_of(area=wanted.area, outbreak=outbreak)
    )
    drill = Drill.objects.create(
        outbreak_id=outbreak_id,
        title=wanted.title,
        wanted=rules.as_json(wanted),
        asked_by_id=by.id,
        asked_at=now,
    )
    _tell(drill, "drill.ask", by=by, now=now)
    return drill


@transaction.atomic
def answer_estimates(*, drill_id: UUID, estimates: list[dict[str, Any]], by: Actor, now: datetime) -> Drill:
    """Keep what each seed becomes; the leader chooses one. One that was cancelled stays cancelled."""
    drill = _led(drill_id, by)
    if drill.state == Drill.State.ESTIMATING:
        drill.state, drill.estimates = Drill.State.ESTIMATED, estimates
        drill.save(update_fields=["state", "estimates"])
        _tell(drill, "drill.look_at_seeds", by=by, now=now)
    return drill


@transaction.atomic
def choose(*, drill_id: UUID, seed: int, by: Actor, now: datetime) -> Drill:
    """Choose a seed; the worker makes its files. Refused: nobody is found, too many are infected, not looked at."""
    drill = _led(drill_id, by)
    rules.may_make(state=drill.state, seed=seed, estimates=drill.estimates).or_refuse()
    drill.state, drill.seed, drill.percent = Drill.State.MAKING, seed, 0
    drill.save(update_fields=["state", "seed", "percent"])
    _tell(drill, "drill.choose", by=by, now=now)
    return drill


@transaction.atomic
def note_progress(*, drill_id: UUID, percent: int, by: Actor, now: datetime) -> bool:
    """Keep how far it is; False if it was cancelled meanwhile."""
    drill = _led(drill_id, by)
    if drill.state != Drill.State.MAKING:
        return False
    drill.percent = max(drill.percent, min(percent, 100))
    drill.save(update_fields=["percent"])
    tell_screens(topic="drills", outbreak_id=drill.outbreak_id)
    return True


@transaction.atomic
def keep(
    *, drill_id: UUID, truth: dict[str, Any], files: Sequence[tuple[str, int, bytes]], engine_version: str,
    by: Actor, now: datetime,
) -> Drill:  # fmt: skip
    """Keep truth and files; from here on they never change. One that was cancelled stays cancelled."""
    drill = _led(drill_id, by)
    if drill.state != Drill.State.MAKING:
        return drill
    drill.state, drill.percent, drill.finished_at = Drill.State.DONE, 100, now
    drill.result, drill.engine_version = truth, engine_version
    drill.save()
    DrillFile.objects.bulk_create(
        DrillFile(drill=drill, name=name, rows=rows, size_bytes=len(content), content=gzip.compress(content, 6, mtime=0))
        for name, rows, content in files
    )  # fmt: skip
    _tell(drill, "drill.make", by=by, now=now)
    return drill


@transaction.atomic
def fail(*, drill_id: UUID, reasons: Sequence[Reason], by: Actor, now: datetime) -> Drill:
    """Note why it could not be made."""
    return _end(_led(drill_id, by), Drill.State.FAILED, by=by, now=now, reasons=reasons)


@transaction.atomic
def cancel(*, drill_id: UUID, by: Actor, now: datetime) -> Drill:
    """Stop it, or drop the choice. Refused: it is over already."""
    drill = _led(drill_id, by)
    if drill.state not in LEAVES_NOTHING_BEHIND:
        raise Refused(reason("This drill is over; there is nothing to cancel."))
    return _end(drill, Drill.State.CANCELLED, by=by, now=now)


@transaction.atomic
def open_truth(*, drill_id: UUID, by: Actor, now: datetime) -> Drill:
    """After the exercise: everybody who may see the situation sees who infected whom. It cannot be sealed again."""
    drill = _led(drill_id, by)
    if drill.state != Drill.State.DONE:
        raise Refused(reason("This drill is not made yet; there is no truth to open."))
    if drill.truth_opened_at is None:
        drill.truth_opened_at = now
        drill.save(update_fields=["truth_opened_at"])
        _tell(drill, "drill.open_truth", by=by, now=now)
    return drill


@transaction.atomic
def take_file(*, drill_id: UUID, name: str, by: Actor, now: datetime) -> bytes:
    """A file of the drill, on record. NotPermitted: it is part of a sealed truth, or not for this reader."""
    drill = queries.drill(drill_id=drill_id, by=by)
    content = queries.content_of(found=drill, name=name, by=by)
    audit.record(by=by, action="drill.take_file", subject=drill, outbreak_id=drill.outbreak_id, now=now, after={"file": name})  # fmt: skip
    return content


@transaction.atomic
def note_exercise(*, drill_id: UUID, exercise_id: UUID, by: Actor, now: datetime) -> Drill:
    """It is played in this outbreak. Refused: not made yet, or played already. Part of a story."""
    drill = _led(drill_id, by)
    if drill.state != Drill.State.DONE:
        raise Refused(reason("This drill is not made yet; there is nothing to play."))
    if drill.exercise_id is not None:
        raise Refused(reason("This drill has its exercise already."))
    drill.exercise_id = exercise_id
    drill.save(update_fields=["exercise"])
    _tell(drill, "drill.play", by=by, now=now)
    return drill


def _end(drill: Drill, state: str, *, by: Actor, now: datetime, reasons: Sequence[Reason] = ()) -> Drill:
    drill.state, drill.finished_at, drill.error = state, now, [one.as_json() for one in reasons]
    drill.save(update_fields=["state", "finished_at", "error"])
    _tell(
        drill,
        "drill.fail" if state == Drill.State.FAILED else "drill.cancel",
        by=by,
        now=now,
        reasons=reasons,
    )
    return drill


def _tell(drill: Drill, action: str, *, by: Actor, now: datetime, reasons: Sequence[Reason] = ()) -> None:
    """On record without figures and seed: whoever reads the record may be one of those who are to find out."""
    audit.record(by=by, action=action, subject=drill, outbreak_id=drill.outbreak_id, now=now, reasons=reasons, after={"title": drill.title})  # fmt: skip
    tell_screens(topic="drills", outbreak_id=drill.outbreak_id)


def _led(drill_id: UUID, by: Actor) -> Drill:
    """The drill, locked. NotPermitted: somebody else leads it."""
    found = (
        Drill.objects.select_for_update(of=("self",)).select_related("outbreak__area").filter(id=drill_id).first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such drill."))
    access.require(by, Permission.FORECAST_MAKE, area_code=found.outbreak.area_id)
    if found.asked_by_id != by.id:
        raise NotPermitted(reason("Only the leader of this drill can do that."))
    return found
