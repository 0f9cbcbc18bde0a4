"""Finding forecasts. They hold no personal data; whoever may see the situation may see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.places import queries as places

from . import rules, seeding
from .models import Forecast

__all__ = [
    "Forecast",
    "areas_named",
    "areas_to_choose",
    "forecast",
    "presets",
    "question_of",
    "state",
    "visible_to",
]


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Forecast]:
    """Forecasts of the outbreak, newest first, without their answers."""
    areas = visible_areas(by, Permission.DASHBOARD_READ)
    return (
        Forecast.objects.filter(in_areas("outbreak__area__code", areas), outbreak_id=outbreak_id)
        .defer("result").select_related("asked_by")
    )  # fmt: skip


def forecast(*, forecast_id: UUID, by: Actor) -> Forecast:
    areas = visible_areas(by, Permission.DASHBOARD_READ)
    found = (
        Forecast.objects.filter(in_areas("outbreak__area__code", areas), id=forecast_id)
        .select_related("asked_by", "outbreak__area").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such forecast."))
    return found


def state(*, forecast_id: UUID) -> str:
    """For the worker, which asks whether it was cancelled meanwhile."""
    return Forecast.objects.values_list("state", flat=True).get(id=forecast_id)


def question_of(forecast: Forecast) -> rules.Question:
    """The question as it was asked."""
    return rules.Question(
        strategies=tuple(rules.strategy_from(one) for one in forecast.strategies), pathogen=forecast.pathogen, title=forecast.title,
        horizon_days=forecast.horizon_days, within_days=forecast.within_days, runs=forecast.runs, first_seed=forecast.first_seed,
    )  # fmt: skip


def areas_to_choose(*, outbreak: Outbreak) -> list[list[places.Place]]:
    """For a form, a list a county: itself first, then its townships."""
    return seeding.areas_to_choose(outbreak=outbreak)


def areas_named(*, forecast: Forecast) -> dict[str, places.Place]:
    """Code -> place of every area that a strategy names."""
    named = {code for one in forecast.strategies for field in rules.AREAS for code in one.get(field, ())}
    return places.names(codes=named)


def presets(*, outbreak: Outbreak) -> dict[str, Any]:
    """Strategies and figures to begin a question with."""
    figures = seeding.rule_figures(outbreak)
    return {
        "strategies": seeding.presets(outbreak),
        "within_days": figures.control_days,
        "horizon_days": max(42, 2 * figures.control_days),
    }
