"""What requests for correction keep of a person, and while which of them the person is needed."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import Correction

HOLDS: tuple[Holding, ...] = (
    Words(model=Correction, person="person", columns=("wrong", "right", "checked_why", "answer", "before", "after")),
    Area(model=Correction, person="person"),
)  # fmt: skip


def ties(whose: Whose) -> Iterator[Tie]:
    """A request that waits keeps the person."""
    found = whose.among(Correction.objects.filter(state__in=["OPEN", "CHECKED"]))
    for person_id, outbreak_id in found.values_list("person_id", "outbreak_id"):
        yield Tie(person_id, outbreak_id, "CONTACT", None)
