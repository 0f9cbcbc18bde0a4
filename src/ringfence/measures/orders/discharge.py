"""What the ward and the laboratory know of an isolated case, for the discharge rule."""

from __future__ import annotations

from ringfence.field.testing import queries as testing
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import start_of_day
from ringfence.tracing.cases import again
from ringfence.tracing.cases import queries as cases

from . import rules
from .models import Order


def case_state(order: Order) -> rules.CaseState:
    """The case of an isolation as the discharge rule sees it."""
    case = cases.bare(case_id=order.basis_case_id)  # type: ignore[arg-type]
    found = again.latest(
        case_id=case.id, until=order.drafted_at
    )  # then days and tests begin with that sample
    samples = [one for one in testing.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id)
               if one.taken_at and one.result_at and not one.surface and (not found or one.taken_at >= found.taken_at)]  # fmt: skip
    positives = [one.taken_at for one in samples if one.result == SampleResult.POSITIVE and one.taken_at]
    return rules.CaseState(
        onset_at=start_of_day(case.onset_date) if case.onset_date and not found else None,
        first_positive_at=min(positives, default=None), fever_free_since=case.fever_free_since,
        symptoms_improved=case.symptoms_improved, symptom_free_since=case.symptom_free_since,
        tests=tuple(
            rules.DischargeTest(sampled_at=one.taken_at, result=SampleResult(one.result), ct=lowest_ct(one))
            for one in samples if one.taken_at
        ),
    )  # fmt: skip


def lowest_ct(sample: object) -> float | None:
    """The lowest Ct of the genes that were measured."""
    found = [
        float(value) for value in (getattr(sample, "ct_orf1ab", None), getattr(sample, "ct_n", None)) if value
    ]
    return min(found, default=None)
