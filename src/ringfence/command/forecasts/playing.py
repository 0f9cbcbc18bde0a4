"""A forecast played by the engine. No database here; the engine is imported by whoever plays, not by the pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from ringfence.cores import transmission as engine
from ringfence.cores.transmission.compiled import VERSION
from ringfence.cores.transmission.ensemble import Ensemble
from ringfence.kernel import Reason, reason
from ringfence.registry.places.actions import CITY_FILE

from . import rules
from .seeding import Seed

Progress = Callable[[float], None]
SHOWN = (
    "confirmed", "community_found", "rooms_needed", "rooms_in_use", "waiting_for_room", "home_quarantined", "tests", "tubes", "tracer_hours", "transfers",
    "beds_in_use", "icu_in_use", "residents_in_closed_areas",
)  # fmt: skip
FITTING_SHARE = 0.6  # of the whole work, for the progress bar
PAST_SHOWN_DAYS = 60


def play(
    question: rules.Question,
    *,
    seed: Seed,
    figures: rules.RuleFigures,
    so_far: rules.Strategy,
    progress: Progress,
) -> dict[str, Any]:
    """The whole answer as plain values: fit, stock of today, and one entry a strategy."""
    started = time.process_time()
    city = city_of(seed)
    cases = engine.listed(seed.rows)
    sim = engine.Sim(
        city=city, pathogen=engine.pathogen(question.pathogen), interventions=engine.measures(rules.measures_of(so_far, figures))
    )  # fmt: skip
    effort = engine.Effort(
        draws=question.runs * rules.DRAWS_FOR_A_RUN, keep=question.runs, seed=question.first_seed
    )
    fitted = engine.fit(
        sim, cases, today=seed.as_of.toordinal(), effort=effort, progress=lambda done: progress(FITTING_SHARE * done)
    )  # fmt: skip
    compared = fitted.forecast(
        {one.label: _as_fitted(engine.measures(rules.measures_of(one, figures)), fitted) for one in question.strategies},
        days=question.horizon_days, progress=lambda done: progress(FITTING_SHARE + (1 - FITTING_SHARE) * done),
    )  # fmt: skip
    return {
        "city": city.name, "residents": city.population, "stand_in": not seed.villages, "cases": len(cases), "as_of": seed.as_of.isoformat(),
        "first_day": (seed.as_of + timedelta(days=1)).isoformat(), "draws": effort.draws, "past": _past(fitted, seed.as_of),
        "fit": {"prior": fitted.prior_bands(), "posterior": fitted.posterior_bands(), "stock": fitted.stock_bands(), "far": fitted.is_far(),
                "distance": float(np.median(fitted.distance))},
        "seeds": [int(one) for one in fitted.replicates.seeds], "strategies": [_told(row, ensemble) for row, ensemble in
                  zip(compared.rows(within_days=question.within_days), compared.ensembles, strict=True)],
        "cpu_seconds": round(time.process_time() - started, 1),
    }  # fmt: skip


def engine_version() -> str:
    """Of everything that decides what a run does."""
    return VERSION


def city_of(seed: Seed) -> engine.City:
    """The outbreak's own city; Xinxiang stands in where the register knows no villages."""
    if seed.villages:
        return engine.city_of_villages(name="", villages=seed.villages)
    return engine.read_city(CITY_FILE)


def assumptions(
    question: rules.Question, *, result: dict[str, Any], so_far: rules.Strategy, ruleset_id: str
) -> list[Reason]:
    """What the answer rests on, in sentences for its page."""
    said = [
        reason("Nothing about real outbreaks was tested: the engine was checked against theory, published tables and outbreaks of its own."),
        reason("Pathogen: {pathogen}. Nobody is vaccinated.", pathogen=question.pathogen),
        reason("Up to {day} the response is taken to be that of rule set {ruleset} with contacts found within {hours} hours, {tracers} tracers and {rooms} rooms.",
               day=date.fromisoformat(result["as_of"]), ruleset=ruleset_id, hours=int(so_far.tracing_hours), tracers=int(so_far.tracers),
               rooms=int(so_far.rooms)),
        reason("Of {draws} outbreaks played, the {kept} nearest to the line list of {cases} cases are kept and played on.",
               draws=f"{result['draws']:,}", kept=len(result["seeds"]), cases=result["cases"]),
        reason("The share of meetings kept and of people who come forward is that of the fit; a strategy changes it only where it says so."),
    ]  # fmt: skip
    if result["stand_in"]:
        said.append(
            reason(
                "The register knows no villages here: the tree of Xinxiang with {residents} residents stands in.",
                residents=f"{result['residents']:,}",
            )
        )
    if result["fit"]["far"]:
        said.append(
            reason(
                "Even the nearest outbreaks do not look like the line list: take this forecast with great caution."
            )
        )
    return said


def _as_fitted(plan: Sequence[Any], fitted: engine.Fit) -> list[Any]:
    """The plan with the delays that the line list showed (from onset to report, from report to isolation)."""
    own = {
        type(one): one
        for one in fitted.sim.interventions
        if isinstance(one, engine.SymptomaticTesting | engine.Hospital)
    }
    return [own.get(type(one), one) for one in plan]


def _past(fitted: engine.Fit, as_of: date) -> dict[str, Any]:
    shown = min(PAST_SHOWN_DAYS, fitted.today)
    part = slice(fitted.today - shown, fitted.today)
    return {
        "days": [(as_of - timedelta(days=shown - 1 - n)).isoformat() for n in range(shown)],
        "reported": fitted.observed.reported[part].tolist(),
        "fitted": np.round(fitted.so_far.bands("confirmed")[:, part], 1).tolist(),
    }  # fmt: skip


def _told(row: dict[str, Any], ensemble: Ensemble) -> dict[str, Any]:
    return {
        "label": row["strategy"], "end": list(row["probability_of_end"]), "no_new_infection": list(row["probability_of_no_new_infection"]), "summary": {name: list(bands) for name, bands in row["summary"].items()},
        "limits": row["limits"], "infections_minus_first": list(row["infections_minus_first"]),
        "series": {name: np.round(ensemble.bands(name), 1).tolist() for name in SHOWN},
    }  # fmt: skip
