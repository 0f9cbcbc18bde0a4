"""A case that was known without a positive sample of ours (a letter, a list, a diagnosis) is found by our laboratory."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Refused, reason

from .models import Case


@transaction.atomic
def confirm(*, case_id: UUID, sample_id: UUID, by: Actor, now: datetime) -> Case:
    """Keep the positive sample that confirms the case. Told twice: nothing changes. The caller knows that it is positive.

    Refused: the case has another confirming sample, or was ruled out. Needs the permission to record samples.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    access.require(by, Permission.SAMPLE_RECORD, area_code=case.area_id)
    if case.confirming_sample_id == sample_id:
        return case
    if case.confirming_sample_id is not None or case.classification == Case.Classification.RULED_OUT:
        raise Refused(reason("This case has its sample already, or was ruled out; reload the page."))
    case.confirming_sample_id = sample_id
    case.save(update_fields=["confirming_sample"])
    audit.record(by=by, action="case.confirm", subject=case, outbreak_id=case.outbreak_id,
                 before={"sample": None}, after={"sample": str(sample_id)}, now=now)  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=case.outbreak_id)
    return case
