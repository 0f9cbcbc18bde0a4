"""What a forecast starts from: the line list without names, the places of the city, the figures of the rule set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from ringfence.care.quarantine import queries as quarantine
from ringfence.ground.access import Actor
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.kernel import Reason, Refused, city_date, reason
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import queries as cases

from . import rules

MOST_CASES, MOST_DAYS = 5_000, 200
FACTS = (
    "reported_on", "onset_date", "sampled_on", "isolated_at", "area_id", "origin", "found_by", "source_settled_at",
)  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """Rows of the line list (reported, onset, ... as days; area; no names) up to `as_of`, and villages (code, residents)."""

    as_of: date
    rows: tuple[dict[str, Any], ...]
    villages: tuple[tuple[str, int], ...]


def seed(*, by: Actor, outbreak: Outbreak, as_of: date) -> Seed:
    """Read the line list that the reader may see. Refused: no case yet; more than the engine is meant for."""
    rows = tuple(line_list(by=by, outbreak_id=outbreak.id, as_of=as_of))
    if not rows:
        raise Refused(reason("There is no case yet to forecast from."))
    days = (as_of - min(row["reported"] for row in rows)).days + 1
    if len(rows) > MOST_CASES or days > MOST_DAYS:
        raise Refused(
            reason("A forecast is made for up to {most} cases in {days} days; this outbreak has {cases} cases in {long} days.",
                   most=MOST_CASES, days=MOST_DAYS, cases=len(rows), long=days)
        )  # fmt: skip
    return Seed(as_of, rows, villages(outbreak=outbreak))


def line_list(*, by: Actor, outbreak_id: UUID, as_of: date) -> list[dict[str, Any]]:
    """Counted cases reported up to the end of this day, in the columns of `cores.transmission.listed`."""
    found = cases.visible_to(by=by, outbreak_id=outbreak_id).filter(cases.COUNTED, reported_on__lte=as_of)
    rows = found.exclude(classification="SUSPECTED").order_by("reported_at", "id").values(*FACTS)
    return [_row(one) for one in rows]


def last_whole_day(*, by: Actor, outbreak_id: UUID, now: datetime) -> date:
    """Today if somebody was reported today; else yesterday, for today's reports are still to come."""
    today = city_date(now)
    told = cases.visible_to(by=by, outbreak_id=outbreak_id).filter(cases.COUNTED, reported_on=today)
    return today if told.exists() else today - timedelta(days=1)


def villages(*, outbreak: Outbreak) -> tuple[tuple[str, int], ...]:
    """Villages of the outbreak's area with their residents; none where the register has no tree."""
    found = places.within(code=outbreak.area_id, kind="VILLAGE").order_by("code")
    return tuple((code, people) for code, people in found.values_list("code", "population") if people)


def rule_figures(outbreak: Outbreak) -> rules.RuleFigures:
    """What the outbreak's rule set asks of contacts, as far as a forecast needs it."""
    ruleset = rulesets.get(outbreak.ruleset_id)
    close = ruleset.measures.close_contact
    secondary = ruleset.measures.secondary_contact
    return rules.RuleFigures(
        lookback_days=float(ruleset.window.lookback_symptomatic_days), quarantine_days=float(close[0].days if close else 0),
        secondary_days=float(secondary[0].days if secondary and ruleset.secondary.determined else 0),
        test_days=tuple(close[0].test_days) if close else (), close_days=_close_days(ruleset), control_days=ruleset.incubation.control_days,
    )  # fmt: skip


def with_codes(question: rules.Question, *, outbreak: Outbreak) -> rules.Question:
    """The question with the code of every area that it names. Refused, each at its field: an area that is not in the outbreak's."""
    wrong: rules.Wrong = {}
    strategies = []
    for n, strategy in enumerate(question.strategies):
        codes: dict[str, Any] = {}
        for name in rules.AREAS:
            found = [_code(area, outbreak) for area in getattr(strategy, name)]
            if unknown := [one for one in found if isinstance(one, Reason)]:
                wrong[f"strategies.{n}.{name}"] = unknown
            codes[name] = tuple(dict.fromkeys(one for one in found if isinstance(one, str)))
        strategies.append(replace(strategy, **codes))
    if wrong:
        raise Refused(*(one for reasons in wrong.values() for one in reasons), fields=wrong)
    return replace(question, strategies=tuple(strategies))


def _code(area: str, outbreak: Outbreak) -> str | Reason:
    """The code of a county, township or village of the outbreak's area with residents, given by code or name."""
    wanted = area.strip()
    kinds = ("COUNTY", "MANAGEMENT_AREA", "TOWNSHIP", "VILLAGE")
    inside = places.within(code=outbreak.area_id).filter(kind__in=kinds)
    by_code = inside.filter(code=wanted).first() if wanted.isdigit() else None
    found = [by_code] if by_code else list(inside.filter(Q(name=wanted) | Q(name_en__iexact=wanted))[:6])
    if not wanted or not found:
        return reason(
            "There is no area {area} in this outbreak's area; give a code or a name of the tree of places.",
            area=area,
        )
    if len(found) > 1:
        codes = ", ".join(one.code for one in found)
        return reason("{area} is the name of several areas: {codes}. Give the code.", area=area, codes=codes)
    if not places.within(code=found[0].code, kind="VILLAGE").filter(population__gt=0).exists():
        return reason("The register knows no residents of {area}.", area=area)
    return found[0].code


def areas_to_choose(*, outbreak: Outbreak) -> list[list[places.Place]]:
    """A list a county of the outbreak's area: itself first, then its townships."""
    found = (
        places.within(code=outbreak.area_id)
        .filter(kind__in=("COUNTY", "MANAGEMENT_AREA", "TOWNSHIP"))
        .order_by("code")
    )
    groups: dict[str, list[places.Place]] = {}
    for place in found:
        groups.setdefault(place.code[:6], []).append(place)
    return list(groups.values())


def presets(outbreak: Outbreak) -> tuple[rules.Strategy, ...]:
    """Strategies to begin with: the outbreak's rule set, its open sites, its residents."""
    residents = sum(people for _, people in villages(outbreak=outbreak))
    rooms = quarantine.count_rooms(area_code=outbreak.area_id).total
    return rules.presets(rule_figures(outbreak), rooms=rooms, residents=residents or rules.STAND_IN_RESIDENTS)


def _close_days(ruleset: RuleSet) -> float:
    lifts = [area.lift.days_without_new for area in ruleset.areas.values() if area.lift]
    return float(max(lifts, default=14))


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "reported": one["reported_on"], "onset": one["onset_date"], "sampled": one["sampled_on"],
        "isolated": city_date(one["isolated_at"]) if one["isolated_at"] else None, "area": one["area_id"],
        "imported": one["origin"] == "IMPORTED", "source_known": one["source_settled_at"] is not None,
        "in_quarantine": None if one["found_by"] == "UNKNOWN" else one["found_by"] == "QUARANTINE",
    }  # fmt: skip
