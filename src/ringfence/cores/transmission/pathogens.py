"""Pathogens as sourced data (`data/pathogens.yaml`): delays, transmission, severity, what a test finds, vaccine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from ringfence.kernel import NotFound, reason

from .bounds import check, one_of

DATA = Path(__file__).parent / "data" / "pathogens.yaml"


@dataclass(frozen=True)
class Distribution:
    """A delay in days: `lognormal` (mean and sd of the logarithm), `weibull` or `gamma` (shape, scale), `fixed` (days, 0)."""

    kind: str
    first: float
    second: float

    def __post_init__(self) -> None:
        one_of(field="kind", value=self.kind, known=("lognormal", "weibull", "gamma", "fixed"))
        if self.kind != "fixed":
            least = 1e-6 if self.kind != "lognormal" else -20.0
            check(("first", self.first, least, 1e6, f"({self.kind})"), ("second", self.second, 1e-6, 1e6, f"({self.kind})"))  # fmt: skip

    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        if self.kind == "fixed":
            return np.full(np.shape(p), self.first)
        return np.asarray(self.frozen().ppf(p), float)

    def frozen(self) -> Any:
        if self.kind == "lognormal":
            return stats.lognorm(self.second, scale=np.exp(self.first))
        return {"weibull": stats.weibull_min, "gamma": stats.gamma}[self.kind](self.first, scale=self.second)

    def mean(self) -> float:
        return self.first if self.kind == "fixed" else float(self.frozen().mean())


@dataclass(frozen=True)
class ByAge:
    """A share by age: each value holds from its age (years) to the next."""

    steps: tuple[tuple[int, float], ...]

    def at(self, ages: NDArray[np.int64]) -> NDArray[np.float64]:
        starts = np.array([start for start, _ in self.steps])
        return np.array([value for _, value in self.steps])[np.searchsorted(starts, ages, side="right") - 1]


@dataclass(frozen=True)
class Vaccine:
    """Shares between 0 and 1; leaky protection."""

    coverage_by_age: ByAge = ByAge(((0, 0.0),))
    against_infection: float = 0.0
    against_spread: float = 0.0
    against_severe: float = 0.0


@dataclass(frozen=True)
class Pathogen:
    """One pathogen. Delays in days, shares between 0 and 1; sources stand in the data file and on the reference page."""

    name: str
    r0: float
    dispersion: float
    incubation_days: Distribution
    transmission_days: Distribution
    timed_from: str = "infection"
    asymptomatic_share: float = 0.0
    asymptomatic_infectiousness: float = 1.0
    severe_by_age: ByAge = ByAge(((0, 0.0),))
    critical_by_age: ByAge = ByAge(((0, 0.0),))
    fatal_by_age: ByAge = ByAge(((0, 0.0),))
    susceptibility_by_age: ByAge = ByAge(((0, 1.0),))
    sensitivity_by_day: tuple[tuple[float, float], ...] = ((0.0, 1.0), (40.0, 1.0))
    vaccine: Vaccine = field(default_factory=Vaccine)

    def __post_init__(self) -> None:
        one_of(field="timed_from", value=self.timed_from, known=("infection", "onset"))
        check(
            ("r0", self.r0, 0.01, 30.0, "persons infected by one"),
            ("dispersion", self.dispersion, 0.01, 1e6, "(shape of the gamma distribution)"),
            ("asymptomatic_share", self.asymptomatic_share, 0.0, 0.99, "(share of infections)"),
            (
                "asymptomatic_infectiousness",
                self.asymptomatic_infectiousness,
                0.0,
                2.0,
                "times that of a person with symptoms",
            ),
            ("incubation_days", self.incubation_days.mean(), 0.1, 60.0, "days"),
            ("transmission_days", self.transmission_days.mean(), -5.0, 60.0, "days"),
            ("against_infection", self.vaccine.against_infection, 0.0, 1.0, "(share)"),
            ("against_spread", self.vaccine.against_spread, 0.0, 1.0, "(share)"),
            ("against_severe", self.vaccine.against_severe, 0.0, 1.0, "(share)"),
            *_steps("severe_by_age", self.severe_by_age, 1.0 - self.asymptomatic_share, "(share of infections)"),
            *_steps("critical_by_age", self.critical_by_age, 1.0, "(share of the severe)"),
            *_steps("fatal_by_age", self.fatal_by_age, 1.0, "(share of the critical)"),
            *_steps("susceptibility_by_age", self.susceptibility_by_age, 1.0, "times the usual"),
            *_steps("coverage_by_age", self.vaccine.coverage_by_age, 1.0, "(share of residents)"),
            *((f"sensitivity_by_day[{i}]", share, 0.0, 1.0, "(share found)") for i, (_, share) in enumerate(self.sensitivity_by_day)),
            *_rising("sensitivity_by_day", [day for day, _ in self.sensitivity_by_day]),
        )  # fmt: skip

    def but(self, **changes: Any) -> Pathogen:
        """The same pathogen with some fields changed."""
        return replace(self, **changes)


Figure = tuple[str, float, float, float, str]


def _steps(field: str, by_age: ByAge, most: float, unit: str) -> list[Figure]:
    """The shares lie within bounds, the ages rise from 0."""
    ages = [float(age) for age, _ in by_age.steps]
    return [
        *((f"{field}[{i}]", share, 0.0, most, unit) for i, (_, share) in enumerate(by_age.steps)),
        (f"first age of {field}", ages[0] if ages else float("nan"), 0.0, 0.0, "years"),
        *_rising(f"age of {field}", ages, unit="years", most=120.0),
    ]


def _rising(field: str, values: list[float], *, unit: str = "days", most: float = 60.0) -> list[Figure]:
    return [
        (f"{field}[{i + 1}]", after, before, most, unit)
        for i, (before, after) in enumerate(zip(values, values[1:], strict=False))
    ]


@cache
def _all() -> Mapping[str, Any]:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))["pathogens"]  # type: ignore[no-any-return]


def names() -> list[str]:
    """The pathogens of the data file."""
    return sorted(_all())


def pathogen(name: str, **changes: Any) -> Pathogen:
    """A pathogen of the data file, with some fields changed."""
    if name not in _all():
        raise NotFound(
            reason("There is no pathogen {name}; known are {known}.", name=name, known=", ".join(names()))
        )
    return _from_rows(name, _all()[name]).but(**changes)


def _from_rows(name: str, rows: Mapping[str, Mapping[str, Any]]) -> Pathogen:
    """Every entry of the file is {value, source, mark}; here only the values."""
    value = {key: row["value"] for key, row in rows.items()}
    vaccine = Vaccine(
        coverage_by_age=_by_age(value["vaccine_coverage_by_age"]), against_infection=value["vaccine_against_infection"],
        against_spread=value["vaccine_against_spread"], against_severe=value["vaccine_against_severe"],
    )  # fmt: skip
    return Pathogen(
        name=name, r0=value["r0"], dispersion=value["dispersion"], incubation_days=Distribution(*value["incubation_days"]),
        transmission_days=Distribution(*value["transmission_days"]), timed_from=value["timed_from"],
        asymptomatic_share=value["asymptomatic_share"], asymptomatic_infectiousness=value["asymptomatic_infectiousness"],
        severe_by_age=_by_age(value["severe_by_age"]), critical_by_age=_by_age(value["critical_by_age"]),
        fatal_by_age=_by_age(value["fatal_by_age"]), susceptibility_by_age=_by_age(value["susceptibility_by_age"]),
        sensitivity_by_day=tuple((float(d), float(s)) for d, s in value["sensitivity_by_day"]), vaccine=vaccine,
    )  # fmt: skip


def _by_age(steps: list[list[float]]) -> ByAge:
    return ByAge(tuple((int(start), float(value)) for start, value in steps))
