"""The exposure search. Its first argument is the case with its window, purpose and approval; every call goes on record.

    found = find_exposures(case, rule=SamePlace(), store=store, record=journal.record, now=now)
    for lead in found.ranked(): ...

A lead is where an investigator looks next. It is not a contact, decides nothing and says nothing of who infected whom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from ringfence.kernel import Expected, Refused, reason

from .authorisation import MOST_LEADS_PER_CASE, AuthorisedCase, Call, Record, may_search
from .engine import Engine, Leads
from .explain import Lead, explain
from .kernels.forms import LEAD, MOST_DAYS
from .plan import plan_search
from .reach import Rule
from .stays import DAY_SECONDS, city_seconds, day_of
from .store import MovementStore, Snapshot
from .weights import Weights

USUAL_LEAST_MINUTES = 10  # DOMAIN 3.5: shortest togetherness that any named rule counts
USUAL = Weights()
_ENGINE = Engine()


@dataclass(frozen=True)
class Exposures:
    """`rows` of `LEAD`, by case and person. `digest` is what the record of calls keeps of them."""

    cases: tuple[AuthorisedCase, ...]
    rows: Leads
    snapshot: Snapshot
    weights: Weights
    digest: str

    @property
    def days_without_records(self) -> list[date]:
        """Days of the windows of which the store holds nothing: not brought in yet, or forgotten. There, nobody is found."""
        return days_without_records(self.cases, self.snapshot)

    def ranked(self, *, most: int | None = None) -> list[Lead]:
        """By case, and within a case the greatest dose first; then the longest, then by person number."""
        rows = self.rows[
            np.lexsort((self.rows["person"], -self.rows["seconds"], -self.rows["dose"], self.rows["case"]))
        ]
        nth = np.arange(rows.size) - np.searchsorted(rows["case"], rows["case"])
        shown = rows if most is None else rows[nth < most]
        return [explain(row, case=self.cases[row["case"]], places=self.snapshot.places) for row in shown]


def days_without_records(cases: Sequence[AuthorisedCase], snapshot: Snapshot) -> list[date]:
    """Days of the windows of which the store holds nothing."""
    asked = {
        day for case in cases
        for day in range(city_seconds(case.from_at) // DAY_SECONDS, (city_seconds(case.to_at) - 1) // DAY_SECONDS + 1)
    }  # fmt: skip
    return [day_of(day) for day in sorted(asked - set(snapshot.days))]


def find_exposures(  # noqa: PLR0913 - everything of a search is named by its caller
    case: AuthorisedCase, *, rule: Rule, store: MovementStore, record: Record, now: datetime,
    least_minutes: int = USUAL_LEAST_MINUTES, weights: Weights = USUAL, spark: str = "",
) -> Exposures:  # fmt: skip
    """Who was together with this case in its window. Raises `Refused` with reasons, `NotFound` without a store."""
    return find_exposures_of_cases(
        [case], rule=rule, store=store, record=record, now=now, least_minutes=least_minutes, weights=weights, spark=spark
    )  # fmt: skip


def find_exposures_of_cases(  # noqa: PLR0913 - everything of a search is named by its caller
    cases: Sequence[AuthorisedCase], *, rule: Rule, store: MovementStore, record: Record, now: datetime,
    least_minutes: int = USUAL_LEAST_MINUTES, weights: Weights = USUAL, most_leads: int = MOST_LEADS_PER_CASE,
    spark: str = "",
) -> Exposures:  # fmt: skip
    """The same for several cases at once, each with its own authorisation; one that is refused refuses the call.

    `spark`: the address of a Spark master that searches in the place of this machine; the rows are the same.
    """
    told: dict[str, Any] = {"at": now, "question": "EXPOSURES", "cases": tuple(cases)}
    told["parameters"] = rule.as_json() | {"least_minutes": least_minutes}
    try:
        may_search(cases, now=now).or_refuse()
        _refuse_odd(least_minutes, most_leads)
        snapshot = store.snapshot()
        asked: dict[str, Any] = {
            "rule": rule,
            "snapshot": snapshot,
            "least_seconds": 60 * least_minutes,
            "weights": weights,
        }
        rows = _match_on_spark(cases, master=spark, **asked) if spark else match(cases, **asked)
        _refuse_crowds(cases, rows, most_leads)
    except Expected as refusal:
        record(Call(**told, allowed=False, reasons=refusal.reasons))
        raise
    digest = hashlib.sha256(rows.tobytes()).hexdigest()
    version = snapshot.manifest.version
    record(Call(**told, allowed=True, reasons=(), store_version=version, leads=int(rows.size), digest=digest))
    return Exposures(tuple(cases), rows, snapshot, weights, digest)


def match(
    cases: Sequence[AuthorisedCase], *, rule: Rule, snapshot: Snapshot, least_seconds: int, weights: Weights
) -> Leads:
    """The rows themselves. For `find_exposures` and for the comparison of engines; it authorises nothing."""
    plan = plan_search(cases, snapshot=snapshot, rule=rule, weights=weights)
    if len(plan.days) <= MOST_DAYS:
        return _ENGINE.match(
            plan, snapshot=snapshot, certainty=weights.certainty_of_pairs(), least_seconds=least_seconds
        )
    parts = [
        match([case], rule=rule, snapshot=snapshot, least_seconds=least_seconds, weights=weights)
        for case in cases
    ]
    for number, part in enumerate(parts):
        part["case"] = number
    return np.concatenate([np.zeros(0, LEAD), *parts])


def _match_on_spark(
    cases: Sequence[AuthorisedCase], *, rule: Rule, snapshot: Snapshot, least_seconds: int, weights: Weights, master: str
) -> Leads:  # fmt: skip
    """The same rows from the definition, run by Spark over the archives; what the kernel refuses is refused first."""
    from .reference import SparkDatabase, leads_by_spark

    plan_search(cases, snapshot=snapshot, rule=rule, weights=weights)
    with SparkDatabase.over_archives(snapshot, weights=weights, master=master) as database:
        return leads_by_spark(
            cases, rule=rule, database=database, least_seconds=least_seconds, weights=weights
        )


def _refuse_odd(least_minutes: int, most_leads: int) -> None:
    if not 0 <= least_minutes <= 24 * 60:
        raise Refused(reason("The least togetherness is 0 minutes to 24 hours."))
    if not 1 <= most_leads <= MOST_LEADS_PER_CASE:
        raise Refused(
            reason("A search answers with at most {most} leads for a case.", most=MOST_LEADS_PER_CASE)
        )


def _refuse_crowds(cases: Sequence[AuthorisedCase], rows: Leads, most: int) -> None:
    """An answer is whole or none: a list that was cut would look like everybody."""
    numbers, counts = np.unique(rows["case"], return_counts=True)
    for number, count in zip(numbers, counts, strict=True):
        if count > most:
            raise Refused(reason("Case {case} would have {count} leads, more than {most}. Ask for a longer time together or a shorter window.", case=cases[number].case_id, count=int(count), most=most))  # fmt: skip
