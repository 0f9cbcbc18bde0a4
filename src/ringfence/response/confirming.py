"""A case from a letter, a list or a diagnosis has its first positive sample here: now it can bear an isolation."""

from __future__ import annotations

from datetime import datetime

from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases import confirming

OVER = (cases.Case.Outcome.RECOVERED, cases.Case.Outcome.DIED, cases.Case.Outcome.TRANSFERRED)


def first_of_ours(*, case: cases.Case, sample: testing.Sample, by: Actor, now: datetime) -> bool:
    """Confirm a case under care that had no sample; True if this sample did it.

    False: the case has its sample, its illness is over (then the sample may be a finding after the discharge), or the
    sample is of a surface.
    """
    if case.confirming_sample_id is not None or case.outcome in OVER or sample.surface:
        return False
    confirming.confirm(case_id=case.id, sample_id=sample.id, by=by, now=now)
    case.refresh_from_db()
    return True
