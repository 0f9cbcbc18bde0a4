"""What the orders keep of a person: what they wrote in an appeal, and what staff wrote when it ended. The order itself stays,
for the counts of oversight, and the sentence by which rule it ended. That a batch was held, by whom it was opened and how many
were in it stays, too; why, in the reviewer's words, goes when the response has long been over."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, OfTheResponse, Sentences, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import Appeal, Hold, Notice, Order

HOLDS: tuple[Holding, ...] = (
    Words(model=Appeal, person="order__person", columns=("text", "answer", "opened_by_name")),
    Sentences(model=Order, person="person", columns=("reasons", "closing_reasons")),
    Sentences(model=Notice, person="order__person", columns=("reasons",)),
    Area(model=Order, person="person"),
)
OF_THE_RESPONSE = (OfTheResponse(model=Hold, columns=("why",)),)


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
