"""What may be asked: the figures of a strategy with their bounds, the presets of a rule set, and the measures they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from ringfence.kernel import Reason, Refused, reason

PATHOGENS = ("ancestral", "delta", "omicron")  # those of the engine's data file
Wrong = dict[str, Sequence[Reason]]  # field -> sentences
LEVELS = ("none", "village", "township", "county", "city")
MOST_STRATEGIES = 6
DRAWS_FOR_A_RUN = 80  # outbreaks played for each one that is kept
USUAL_RESERVE_PER_10000 = 20  # DOMAIN 5.1: national reserve of September 2021
STAND_IN_RESIDENTS = 6_251_929  # Xinxiang, whose tree stands in for a city without one


@dataclass(frozen=True)
class Bound:
    """The least and the most of a figure and its unit."""

    least: float
    most: float
    unit: str


@dataclass(frozen=True)
class Strategy:
    """What is done from the day of the forecast on. Capacities are those of the whole city."""

    label: str
    tracing_hours: float = 24.0
    tracers: float = 400.0
    rooms: float = 500.0
    reserve_rooms: float = 0.0
    seats_per_day: float = 1_500.0
    tubes_per_day: float = 60_000.0
    quarantine_days: float = 14.0
    secondary_days: float = 7.0
    test_rounds: float = 0.0
    test_every_days: float = 2.0
    test_level: str = "county"
    pool: float = 10.0
    close_level: str = "none"
    close_days: float = 14.0
    meetings_kept: float = 1.0
    test_areas: tuple[str, ...] = ()  # codes; the rounds cover these instead of areas with a case
    close_areas: tuple[str, ...] = ()  # codes; closed from the first day on, beside those closed after a case


@dataclass(frozen=True)
class Question:
    """A forecast as it is asked for."""

    strategies: tuple[Strategy, ...]
    pathogen: str = "delta"
    horizon_days: int = 42
    within_days: int = 14
    runs: int = 200
    first_seed: int = 1
    title: str = ""


BOUNDS = {
    "tracing_hours": Bound(1, 240, "hours"),
    "tracers": Bound(0, 1_000_000, "persons"),
    "rooms": Bound(0, 10_000_000, "rooms"),
    "reserve_rooms": Bound(0, 10_000_000, "rooms"),
    "seats_per_day": Bound(1, 10_000_000, "persons a day"),
    "tubes_per_day": Bound(1, 100_000_000, "tubes a day"),
    "quarantine_days": Bound(0, 60, "days"),
    "secondary_days": Bound(0, 60, "days"),
    "test_rounds": Bound(0, 30, "rounds"),
    "test_every_days": Bound(0.5, 30, "days"),
    "pool": Bound(1, 20, "swabs in a tube"),
    "close_days": Bound(1, 60, "days"),
    "meetings_kept": Bound(0, 1, "share of today's meetings"),
}
AREAS = {"test_areas": Bound(0, 60, "areas"), "close_areas": Bound(0, 60, "areas")}
WHOLE = {
    "horizon_days": Bound(7, 180, "days"),
    "within_days": Bound(1, 60, "days"),
    "runs": Bound(50, 2_000, "replicates"),
    "first_seed": Bound(1, 100_000, "number"),
}


def check_question(question: Question) -> None:
    """Refused: a figure outside its bounds (each under its field), no strategy, a horizon too short to see the end."""
    wrong: Wrong = {}
    for name, bound in WHOLE.items():
        _check(wrong, name, getattr(question, name), bound)
    if question.horizon_days < question.within_days + 7:
        wrong["horizon_days"] = [
            reason("The forecast must look at least 7 days beyond the incubation period of {days} days.", days=question.within_days)
        ]  # fmt: skip
    if question.pathogen not in PATHOGENS:
        wrong["pathogen"] = [
            reason(
                "There is no pathogen {name}; known are {known}.",
                name=question.pathogen,
                known=", ".join(PATHOGENS),
            )
        ]
    if not 1 <= len(question.strategies) <= MOST_STRATEGIES:
        wrong["strategies"] = [
            reason("A forecast compares between 1 and {most} strategies.", most=MOST_STRATEGIES)
        ]
    for n, strategy in enumerate(question.strategies):
        _check_strategy(wrong, n, strategy, [s.label for s in question.strategies[:n]])
    if wrong:
        raise Refused(*(one for reasons in wrong.values() for one in reasons), fields=wrong)


def _check_strategy(wrong: Wrong, n: int, strategy: Strategy, before: Sequence[str]) -> None:
    if not strategy.label.strip() or strategy.label in before:
        wrong[f"strategies.{n}.label"] = [reason("Every strategy has a name of its own.")]
    for name, bound in BOUNDS.items():
        _check(wrong, f"strategies.{n}.{name}", getattr(strategy, name), bound)
    for name, bound in AREAS.items():
        _check(wrong, f"strategies.{n}.{name}", len(getattr(strategy, name)), bound)
    for name in ("test_level", "close_level"):
        if getattr(strategy, name) not in LEVELS:
            wrong[f"strategies.{n}.{name}"] = [
                reason(
                    "There is no level {name}; known are {known}.",
                    name=getattr(strategy, name),
                    known=", ".join(LEVELS),
                )
            ]


def _check(wrong: Wrong, field: str, value: Any, bound: Bound) -> None:
    if not isinstance(value, int | float) or not bound.least <= value <= bound.most:
        wrong[field] = [
            reason("{field} is {value}; it must lie between {low} and {high} {unit}.", field=field, value=value,
                   low=bound.least, high=bound.most, unit=bound.unit)
        ]  # fmt: skip


@dataclass(frozen=True)
class RuleFigures:
    """What the outbreak's rule set says about quarantine, as far as a forecast needs it."""

    lookback_days: float
    quarantine_days: float
    secondary_days: float  # 0: nothing is asked of contacts of contacts
    test_days: tuple[int, ...]
    close_days: float
    control_days: int


def presets(rules: RuleFigures, *, rooms: int, residents: int) -> tuple[Strategy, ...]:
    """Four strategies to begin with: as the rules say, and three that go further."""
    usual: dict[str, Any] = {
        "quarantine_days": rules.quarantine_days, "secondary_days": rules.secondary_days, "close_days": rules.close_days,
        "rooms": float(rooms), "reserve_rooms": float(residents * USUAL_RESERVE_PER_10000 // 10_000),
    }  # fmt: skip
    return (
        Strategy("As now", **usual),
        Strategy("Contacts found in 6 hours", **usual | {"tracing_hours": 6.0, "tracers": 800.0}),
        Strategy("And the counties tested three times", **usual | {"tracing_hours": 6.0, "tracers": 800.0, "test_rounds": 3.0}),
        Strategy("And townships closed", **usual | {"tracing_hours": 6.0, "tracers": 800.0, "test_rounds": 3.0}, close_level="township"),
    )  # fmt: skip


def measures_of(strategy: Strategy, rules: RuleFigures) -> dict[str, Any]:
    """The strategy as measures of the engine. Delays of contacts: quantiles of the default, scaled to the given hours."""
    plan: dict[str, Any] = {
        "SymptomaticTesting": {},
        "Laboratory": {"tubes_per_day": strategy.tubes_per_day},
        "Hospital": {},
        "Quarantine": {
            "days": strategy.quarantine_days, "test_days": list(rules.test_days), "rooms": strategy.rooms, "reserve_rooms": strategy.reserve_rooms,
            "secondary_days": strategy.secondary_days, "seats_per_day": strategy.seats_per_day,
        },
    }  # fmt: skip
    if strategy.tracers > 0:
        plan["ContactTracing"] = {
            "tracers": strategy.tracers, "delay_hours": [strategy.tracing_hours * share for share in (1 / 12, 1 / 6, 1 / 3, 2 / 3, 1.0)],
            "lookback_days": rules.lookback_days, "secondary": strategy.secondary_days > 0,
        }  # fmt: skip
    if strategy.test_rounds >= 1 and (strategy.test_level != "none" or strategy.test_areas):
        covered = {"areas": strategy.test_areas} if strategy.test_areas else {"level": strategy.test_level}
        plan["MassTesting"] = {
            "first_day": 1.0, "rounds": int(strategy.test_rounds), "every_days": strategy.test_every_days, "pool": int(strategy.pool), **covered,
        }  # fmt: skip
    closures = [{"level": strategy.close_level}] if strategy.close_level != "none" else []
    closures += [{"areas": strategy.close_areas}] if strategy.close_areas else []  # type: ignore[dict-item]
    if closures:
        plan["AreaClosure"] = [{"days": strategy.close_days, **one} for one in closures]
    if strategy.meetings_kept < 1.0:
        plan["Distancing"] = {"factor": strategy.meetings_kept}
    return plan


def as_json(strategy: Strategy) -> dict[str, Any]:
    """A form that JSON can keep."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(strategy).items()
    }


def strategy_from(kept: Mapping[str, Any]) -> Strategy:
    """The strategy that `as_json` kept; unknown names are refused."""
    known = {one.name for one in fields(Strategy)}
    for name in kept:
        if name not in known:
            raise Refused(
                reason(
                    "A strategy has no figure {name}; it has {known}.",
                    name=name,
                    known=", ".join(sorted(known)),
                ),
                fields={name: []},
            )
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Strategy(**told)
