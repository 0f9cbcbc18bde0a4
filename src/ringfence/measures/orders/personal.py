"""What the orders keep of a person: what they wrote in an appeal. The order itself stays, for the counts of oversight."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import Appeal, Order

HOLDS: tuple[Holding, ...] = (
    Words(model=Appeal, person="order__person", columns=("text", "answer", "opened_by_name")),
    Area(model=Order, person="person"),
)


def ties(whose: Whose) -> Iterator[Tie]:
    """An order that runs, or an appeal that waits, keeps the person; afterwards the days count from its end."""
    found = whose.among(Order.objects.all()).values_list(
        "person_id", "outbreak_id", "closed_at", "drafted_at", "state"
    )
    for person_id, outbreak_id, closed_at, drafted_at, state in found.iterator():
        runs = state in ("DRAFT", "IN_FORCE")
        yield Tie(person_id, outbreak_id, "MEASURE", None if runs else closed_at or drafted_at)
    waiting = whose.among(Order.objects.filter(appeals__isnull=False, appeals__decided_at=None))
    for person_id, outbreak_id in waiting.values_list("person_id", "outbreak_id"):
        yield Tie(person_id, outbreak_id, "MEASURE", None)
