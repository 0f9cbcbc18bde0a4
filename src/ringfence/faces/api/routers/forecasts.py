"""Forecasts: strategies compared on the running outbreak, played by the worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema
from pydantic import FiniteFloat

from ringfence.command.forecasts import actions as forecasts
from ringfence.command.forecasts import queries, rules
from ringfence.faces.jobs.tasks import forecasts as jobs
from ringfence.ground.access import Permission

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Word, sentences
from ..words import AreaLevelOrNone, ForecastState, PathogenName

operations = Operations("forecasts")
ONE = f"{INSIDE}/forecasts/{{forecast_id}}"


class StrategyTold(Given):
    """What is done from the day after the line list on. Capacities are those of the whole city; bounds are in the refusal."""

    label: Word
    tracing_hours: FiniteFloat = Field(24, description="Hours until the slowest contact is found.")
    tracers: FiniteFloat = Field(400, description="Persons; 0: no tracing.")
    rooms: FiniteFloat = Field(500, description="Rooms ready.")
    reserve_rooms: FiniteFloat = Field(
        0, description="A third ready after a day, half after two, all after three."
    )
    seats_per_day: FiniteFloat = Field(1500, description="People moved a day.")
    tubes_per_day: FiniteFloat = Field(
        60000, description="Tubes that the laboratories can work through a day."
    )
    quarantine_days: FiniteFloat = 14
    secondary_days: FiniteFloat = Field(7, description="Quarantine of contacts of contacts; 0: none.")
    test_rounds: FiniteFloat = 0
    test_every_days: FiniteFloat = 2
    test_level: AreaLevelOrNone = "county"
    pool: FiniteFloat = Field(10, description="Swabs in a tube.")
    close_level: AreaLevelOrNone = "none"
    close_days: FiniteFloat = 14
    meetings_kept: FiniteFloat = Field(1, description="Share of today's meetings outside the home.")
    test_areas: list[Word] = Field(
        [],
        description="Areas that the rounds cover, by code or name, whether they have a case or not. Empty: those of `test_level` with a case.",
    )
    close_areas: list[Word] = Field(
        [],
        description="Areas closed for `close_days` from the first day on, by code or name, beside those of `close_level`.",
    )


class ForecastAsked(Given):
    strategies: list[StrategyTold] = Field(min_length=1, max_length=rules.MOST_STRATEGIES)
    pathogen: PathogenName = "delta"
    horizon_days: int = 42
    within_days: int = Field(14, description="One incubation period.")
    runs: int = Field(200, description="Replicates kept and played on; the work grows with them.")
    first_seed: int = 1
    title: Word = ""


class Forecast(Schema):
    """A forecast and how far it is."""

    id: UUID
    title: str
    state: ForecastState
    percent: int
    as_of: Day
    pathogen: str
    ruleset_id: str
    horizon_days: int
    within_days: int
    runs: int
    first_seed: int
    asked_at: Instant
    finished_at: Instant | None


class ForecastShown(Forecast):
    """With its answer: `result.strategies` in the order asked, bands are [5, 25, 50, 75, 95 %]; empty until it is done."""

    strategies: list[dict[str, Any]]
    engine_version: str
    assumptions: list[str]
    error: list[str]
    result: dict[str, Any]


class Begun(Schema):
    """Figures to begin a question with, from the rule set, the open sites and the residents."""

    strategies: list[dict[str, Any]]
    within_days: int
    horizon_days: int


@operations.read(f"{INSIDE}/forecasts", Listed[Forecast], needs=Permission.DASHBOARD_READ)
def list_all(request: Call, at: Query[Cursor]) -> object:
    """Forecasts of the outbreak, newest first."""
    found = queries.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-asked_at", "-id"), shown=_line)


@operations.write(f"{INSIDE}/forecasts", ForecastShown, needs=Permission.FORECAST_MAKE, status=201)
def ask(request: Call, told: ForecastAsked) -> object:
    """Ask for a forecast from the line list as it is now; ask for it again to see its progress.

    Up to 6 strategies on the same replicates. The line list is read without names, which is on record.
    """
    asked = told.model_dump()
    strategies = tuple(rules.strategy_from(one) for one in asked.pop("strategies"))
    question = rules.Question(strategies=strategies, **asked)
    found = forecasts.ask(
        outbreak_id=request.outbreak.id, question=question, by=request.user, now=request.outbreak_now
    )
    jobs.play.defer(forecast_id=str(found.id), user_id=str(request.user.id))
    return _shown(found)


@operations.read(f"{INSIDE}/forecast-presets", Begun, needs=Permission.DASHBOARD_READ)
def presets(request: Call) -> object:
    """Strategies to begin with: as the rule set says, and three that go further."""
    begun = queries.presets(outbreak=request.outbreak)
    return begun | {"strategies": [rules.as_json(one) for one in begun["strategies"]]}


@operations.read(ONE, ForecastShown, needs=Permission.DASHBOARD_READ)
def show(request: Call, forecast_id: UUID) -> object:
    """A forecast as it stands: progress, then the answer with its assumptions."""
    return _shown(_forecast(request, forecast_id))


@operations.write(f"{ONE}/cancel", ForecastShown, needs=Permission.FORECAST_MAKE)
def cancel(request: Call, forecast_id: UUID) -> object:
    """Stop a forecast that waits or runs."""
    found = _forecast(request, forecast_id)
    return _shown(forecasts.cancel(forecast_id=found.id, by=request.user, now=request.outbreak_now))


def _forecast(request: Call, forecast_id: UUID) -> queries.Forecast:
    return ours(queries.forecast(forecast_id=forecast_id, by=request.user), request)


def _line(found: queries.Forecast) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Forecast.__annotations__}


def _shown(found: queries.Forecast) -> dict[str, Any]:
    return _line(found) | {
        "strategies": found.strategies, "engine_version": found.engine_version, "result": found.result,
        "assumptions": sentences(found.assumptions), "error": sentences(found.error),
    }  # fmt: skip
