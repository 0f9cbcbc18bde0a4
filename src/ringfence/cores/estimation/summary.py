"""Everything that a line list can tell about transmission, in one call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ringfence.kernel import Refused, reason

from .cori import Prior
from .delays import Delay, Span, by_group, summarise
from .intervals import SerialInterval
from .line_list import Basis, Counted, LineListRow, count_cases
from .offspring import Offspring, offspring_counts, offspring_distribution
from .reproduction import Criteria, Curve, WindowEstimate, reproduction_numbers
from .serial import OnsetPair, SeenIntervals, seen_intervals
from .wallinga_teunis import MOST_INTERVALS, CohortEstimate, cohort_reproduction


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the work on a case: over all, and by team."""

    name: str
    overall: Delay
    by_team: tuple[Delay, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "overall": self.overall.as_json(),
            "by_team": [d.as_json() for d in self.by_team],
        }


@dataclass(frozen=True, slots=True)
class Estimate:
    cases: int
    imported: int
    basis: Basis
    window_days: int
    onsets_filled_in: int
    left_out: int
    curve: Curve
    serial_interval: SerialInterval
    reproduction: tuple[WindowEstimate, ...]
    cohorts: tuple[CohortEstimate, ...]
    offspring: Offspring
    seen_intervals: SeenIntervals
    delays: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": self.cases,
            "imported": self.imported,
            "basis": self.basis.value,
            "window_days": self.window_days,
            "onsets_filled_in": self.onsets_filled_in,
            "left_out": self.left_out,
            "curve": self.curve.as_json(),
            "serial_interval": self.serial_interval.as_json(),
            "reproduction": [w.as_json() for w in self.reproduction],
            "cohorts": [c.as_json() for c in self.cohorts],
            "offspring": self.offspring.as_json(),
            "seen_intervals": self.seen_intervals.as_json(),
            "delays": [s.as_json() for s in self.delays],
        }


def estimate(
    *,
    rows: Sequence[LineListRow],
    serial_interval: SerialInterval,
    basis: Basis = Basis.ONSET,
    window_days: int = 7,
    as_of: date | None = None,
    prior: Prior | None = None,
    criteria: Criteria | None = None,
) -> Estimate:
    """R over time, offspring distribution, intervals and delays. Refuses an empty list and a case listed twice."""
    _check(rows)
    counted = count_cases(rows=rows, basis=basis, as_of=as_of)
    return Estimate(
        cases=len(rows),
        imported=sum(row.imported for row in rows),
        basis=basis,
        window_days=window_days,
        onsets_filled_in=counted.onsets_filled_in,
        left_out=counted.left_out,
        curve=counted.curve,
        serial_interval=serial_interval,
        reproduction=reproduction_numbers(
            curve=counted.curve,
            serial_interval=serial_interval,
            window_days=window_days,
            prior=prior,
            criteria=criteria,
        ),
        cohorts=cohort_reproduction(
            curve=counted.curve, serial_interval=serial_interval, window_days=window_days
        ),
        offspring=_offspring(rows, counted, serial_interval),
        seen_intervals=_seen_intervals(rows),
        delays=delay_steps(rows=rows),
    )


def delay_steps(*, rows: Sequence[LineListRow]) -> tuple[Step, ...]:
    """Onset to report, report to isolation, onset to isolation."""
    steps = {
        "ONSET_TO_REPORT": [Span(r.team, r.onset_date, r.report_date) for r in rows],
        "REPORT_TO_ISOLATION": [Span(r.team, r.report_date, r.isolation_date) for r in rows],
        "ONSET_TO_ISOLATION": [Span(r.team, r.onset_date, r.isolation_date) for r in rows],
    }
    return tuple(Step(name, summarise(spans=spans), by_group(spans=spans)) for name, spans in steps.items())


def _check(rows: Sequence[LineListRow]) -> None:
    if not rows:
        raise Refused(reason("The line list has no case."))
    case, times = Counter(row.case_id for row in rows).most_common(1)[0]
    if times > 1:
        raise Refused(reason("Case {case} stands in the line list {times} times.", case=case, times=times))


def _offspring(rows: Sequence[LineListRow], counted: Counted, serial_interval: SerialInterval) -> Offspring:
    """Only cases whose infections have had time to show are counted; the others would look childless."""
    last = counted.curve.day(len(counted.curve.local) - 1)
    grown = last - timedelta(days=serial_interval.quantile_days(MOST_INTERVALS))
    cases = [
        row.case_id for row in rows if row.case_id in counted.days and counted.days[row.case_id] <= grown
    ]
    unknown = sum(not row.imported and row.source_id is None for row in rows)
    sources = {row.case_id: row.source_id for row in rows}
    return offspring_distribution(
        counts=offspring_counts(cases=cases, sources=sources), unknown_sources=unknown
    )


def _seen_intervals(rows: Sequence[LineListRow]) -> SeenIntervals:
    onset = {row.case_id: row.onset_date for row in rows}
    pairs = [OnsetPair(onset.get(row.source_id), row.onset_date) for row in rows if row.source_id]
    return seen_intervals(pairs=pairs)
