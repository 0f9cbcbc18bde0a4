"""What is done with a forecast: asked, played, answered, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.ground.outbox.actions import tell_screens
from ringfence.kernel import NotFound, Reason, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks

from . import rules, seeding
from .models import Forecast


@transaction.atomic
def ask(*, outbreak_id: UUID, question: rules.Question, by: Actor, now: datetime) -> Forecast:
    """Ask for a forecast from the line list as it is now; the worker plays it.

    Refused: figures out of bounds (each under its field), no case yet, more cases or days than the engine is meant for.
    """
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.FORECAST_MAKE, area_code=outbreak.area_id)
    rules.check_question(question)
    question = seeding.with_codes(question, outbreak=outbreak)
    as_of = seeding.last_whole_day(by=by, outbreak_id=outbreak_id, now=now)
    seeding.seed(by=by, outbreak=outbreak, as_of=as_of)
    forecast = Forecast.objects.create(
        outbreak_id=outbreak_id, title=question.title.strip()[:80], as_of=as_of, pathogen=question.pathogen, ruleset_id=outbreak.ruleset_id,
        horizon_days=question.horizon_days, within_days=question.within_days, runs=question.runs, first_seed=question.first_seed,
        strategies=[rules.as_json(one) for one in question.strategies], asked_by_id=by.id, asked_at=now,
    )  # fmt: skip
    audit.record(by=by, action="forecast.ask", subject=forecast, outbreak_id=outbreak_id, now=now,
                 after={"strategies": [one.label for one in question.strategies], "as_of": str(as_of)})  # fmt: skip
    return forecast


@transaction.atomic
def start(*, forecast_id: UUID, by: Actor, now: datetime) -> seeding.Seed | None:
    """The worker begins, or begins anew after it was killed: it reads the line list. `None` if there is nothing to play."""
    forecast = _locked(forecast_id, by)
    if forecast.state not in (Forecast.State.QUEUED, Forecast.State.RUNNING):
        return None
    seed = seeding.seed(by=by, outbreak=forecast.outbreak, as_of=forecast.as_of)
    forecast.state, forecast.percent, forecast.started_at = Forecast.State.RUNNING, 0, now
    forecast.save(update_fields=["state", "percent", "started_at"])
    audit.record(by=by, action="forecast.read_line_list", subject=forecast, outbreak_id=forecast.outbreak_id, now=now,
                 after={"cases": len(seed.rows), "as_of": str(seed.as_of)})  # fmt: skip
    tell_screens(topic="forecasts", outbreak_id=forecast.outbreak_id)
    return seed


@transaction.atomic
def note_progress(*, forecast_id: UUID, percent: int, by: Actor, now: datetime) -> bool:
    """Keep how far it is; False if it was cancelled meanwhile."""
    forecast = _locked(forecast_id, by)
    if forecast.state != Forecast.State.RUNNING:
        return False
    forecast.percent = max(forecast.percent, min(percent, 100))
    forecast.save(update_fields=["percent"])
    tell_screens(topic="forecasts", outbreak_id=forecast.outbreak_id)
    return True


@transaction.atomic
def answer(
    *, forecast_id: UUID, result: dict[str, Any], assumptions: Sequence[Reason], engine_version: str, by: Actor, now: datetime
) -> Forecast:  # fmt: skip
    """Keep the answer; from here on it never changes. One that was cancelled stays cancelled."""
    forecast = _locked(forecast_id, by)
    if forecast.state != Forecast.State.RUNNING:
        return forecast
    forecast.state, forecast.percent, forecast.finished_at = Forecast.State.DONE, 100, now
    forecast.result, forecast.engine_version = result, engine_version
    forecast.assumptions = [one.as_json() for one in assumptions]
    forecast.save()
    audit.record(by=by, action="forecast.answer", subject=forecast, outbreak_id=forecast.outbreak_id, now=now,
                 after={"engine": engine_version})  # fmt: skip
    tell_screens(topic="forecasts", outbreak_id=forecast.outbreak_id)
    return forecast


@transaction.atomic
def fail(*, forecast_id: UUID, reasons: Sequence[Reason], by: Actor, now: datetime) -> Forecast:
    """Note why it could not be played."""
    return _end(forecast_id, Forecast.State.FAILED, by=by, now=now, reasons=reasons)


@transaction.atomic
def cancel(*, forecast_id: UUID, by: Actor, now: datetime) -> Forecast:
    """Stop it. Refused: it is over already."""
    forecast = _locked(forecast_id, by)
    if forecast.state not in (Forecast.State.QUEUED, Forecast.State.RUNNING):
        raise Refused(reason("This forecast is over; there is nothing to cancel."))
    return _end(forecast_id, Forecast.State.CANCELLED, by=by, now=now)


def _end(
    forecast_id: UUID, state: str, *, by: Actor, now: datetime, reasons: Sequence[Reason] = ()
) -> Forecast:
    forecast = _locked(forecast_id, by)
    forecast.state, forecast.finished_at, forecast.error = state, now, [one.as_json() for one in reasons]
    forecast.save(update_fields=["state", "finished_at", "error"])
    audit.record(by=by, action="forecast.fail" if state == Forecast.State.FAILED else "forecast.cancel", subject=forecast, outbreak_id=forecast.outbreak_id,
                 reasons=reasons, now=now)  # fmt: skip
    tell_screens(topic="forecasts", outbreak_id=forecast.outbreak_id)
    return forecast


def _locked(forecast_id: UUID, by: Actor) -> Forecast:
    found = (
        Forecast.objects.select_for_update(of=("self",)).select_related("outbreak__area").filter(id=forecast_id).first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such forecast."))
    access.require(by, Permission.FORECAST_MAKE, area_code=found.outbreak.area_id)
    return found
