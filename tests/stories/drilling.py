"""Drills for tests: a village of 30,000 in the test's city, five of whom are infected."""

from __future__ import annotations

from datetime import date
from typing import Any

from ringfence.command.drills import actions, queries, rules
from ringfence.faces.jobs.tasks.drills import work_on_now
from ringfence.registry.places.models import Place
from tests.city import NOON, City, build, hours

LATER = NOON + hours(30)
WANTED = rules.Wanted(title="Spring", starts_on=date(2022, 1, 1), days=14, infected=5, area="西街街道")


def populated() -> City:
    """The test's city with people in its village."""
    city = build()
    Place.objects.filter(code="410702001001").update(population=30_000)
    return city


def asked(city: City, **change: Any) -> queries.Drill:
    wanted = rules.wanted_from(rules.as_json(WANTED) | change)
    return actions.ask(outbreak_id=city.outbreak.id, wanted=wanted, by=city.command, now=LATER)


def worked_on(city: City, found: queries.Drill) -> queries.Drill:
    work_on_now(drill_id=found.id, user_id=city.command.id)
    return queries.drill(drill_id=found.id, by=city.command)


def made(city: City, **change: Any) -> queries.Drill:
    looked_at = worked_on(city, asked(city, **change))
    seed = max(looked_at.estimates, key=lambda one: one["cases"])["seed"]
    return worked_on(city, actions.choose(drill_id=looked_at.id, seed=seed, by=city.command, now=LATER))
