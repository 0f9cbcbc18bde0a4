"""A discharged case is positive again: the finding is kept with the case, monitoring gives way, isolation is drafted anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.kernel import end_of_day
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import again, confirming

from . import arrangements, facts


@transaction.atomic
def receive(*, case: cases.Case, sample: testing.Sample, by: Actor, now: datetime) -> orders.Order | None:
    """Everything that follows; None when the case was not discharged before this sample, or its Ct is that of no virus.

    Told twice: one finding, one order. No new case, no new investigation.
    """
    ruleset = facts.ruleset_of(case.outbreak_id)
    discharged_at = _discharged_at(case)
    if discharged_at is None or sample.taken_at is None or sample.surface:
        return None
    decision = order_register.is_positive_again(sample=sample, discharged_at=discharged_at, ruleset=ruleset)
    if not decision.allowed:
        return None
    _, new = again.note(case=case, sample=sample, discharged_at=discharged_at, by=by, now=now)
    if not new:
        return None
    watched = orders.monitoring_gives_way(case_id=case.id, by=by, now=now)
    if watched is not None:
        arrangements.leave_stage(watched.id, ended_kind=watched.kind, by=by, now=now)
        testing.cancel_scheduled(
            outbreak_id=case.outbreak_id,
            person_id=case.person_id,
            why=f"{case.number}: positive again",
            by=by,
            now=now,
        )
    if case.confirming_sample_id is None:  # known from a list as recovered: this is its first sample of ours
        confirming.confirm(case_id=case.id, sample_id=sample.id, by=by, now=now)
    return orders.draft_isolation(case_id=case.id, ruleset=ruleset, by=by, now=now)


def _discharged_at(case: cases.Case) -> datetime | None:
    """From the order; of a case that was told with its outcome, the end of the day of the recovery."""
    known = order_register.isolated_since(case_id=case.id)
    if known is not None:
        return known.discharged_at
    if case.outcome == case.Outcome.RECOVERED and case.outcome_on is not None:
        return end_of_day(case.outcome_on)
    return None
