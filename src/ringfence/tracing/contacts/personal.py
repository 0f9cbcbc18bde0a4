"""What the contacts keep of a person: how they met the case, and what was decided with which words."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import Contact, Exposure

HOLDS: tuple[Holding, ...] = (
    Words(model=Contact, person="person", columns=("decided_why", "outcome_why")),
    Words(model=Exposure, person="contact__person", columns=("place", "justification")),
    Area(model=Contact, person="person"),
)
OPEN = ("OPEN", "MANAGED")  # no outcome yet
UNMEASURED = ("CASUAL", "NONE")  # kinds for which no measure is taken


def ties(whose: Whose) -> Iterator[Tie]:
    """A contact without an outcome keeps the person; afterwards the days count from the decision, or from the measure's end."""
    found = whose.among(Contact.objects.all()).values_list(
        "person_id", "outbreak_id", "kind", "outcome", "decided_at", "created_at"
    )
    for person_id, outbreak_id, kind, outcome, decided_at, made_at in found.iterator():
        runs = outcome in OPEN and kind not in UNMEASURED
        yield Tie(person_id, outbreak_id, "CONTACT", None if runs else decided_at or made_at)
