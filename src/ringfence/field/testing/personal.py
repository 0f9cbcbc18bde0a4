"""What the tests keep of a person: a tube code leads to a name in a laboratory's book; results stay, for the counts."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import HomeVisit, Sample

HOLDS: tuple[Holding, ...] = (
    Words(model=Sample, person="person", columns=("code", "cancelled_why")),
    Words(model=HomeVisit, person="sample__person", columns=("note",)),
    Area(model=Sample, person="person"),
)


def ties(whose: Whose) -> Iterator[Tie]:
    """A test that was taken keeps the person until its result, and the days of a negative test after it."""
    found = whose.among(Sample.objects.filter(cancelled_at=None, taken_at__isnull=False))
    for person_id, outbreak_id, result_at in found.values_list(
        "person_id", "outbreak_id", "result_at"
    ).iterator():
        yield Tie(person_id, outbreak_id, "TEST", result_at)
    never = whose.among(Sample.objects.filter(taken_at=None))
    for person_id, outbreak_id, made_at in never.values_list(
        "person_id", "outbreak_id", "created_at"
    ).iterator():
        yield Tie(person_id, outbreak_id, "TEST", made_at)
