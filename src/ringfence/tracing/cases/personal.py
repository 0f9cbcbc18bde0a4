"""What the register of cases keeps of a person. A case is kept until the response is over; who was ruled out is not."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.ground.retention.holdings import Area, Holding, Words
from ringfence.ground.retention.rules import Tie
from ringfence.ground.retention.whose import Whose

from .models import CandidateLink, Case, RulingOut

HOLDS: tuple[Holding, ...] = (
    Words(
        model=Case, person="person",
        columns=("symptoms", "exposure_place", "source_text", "notes", "extra"),
    ),
    Words(model=CandidateLink, person="case__person", columns=("evidence",), apart=("source_label",)),
    Words(model=RulingOut, person="case__person", columns=("why", "affected")),
    Area(model=Case, person="person"),
)  # fmt: skip


def ties(whose: Whose) -> Iterator[Tie]:
    """A case keeps the person; once ruled out, for as long as a negative test does."""
    valid = whose.among(Case.objects.exclude(classification="RULED_OUT"))
    for person_id, outbreak_id in valid.values_list("person_id", "outbreak_id").iterator():
        yield Tie(person_id, outbreak_id, "REFUTED", None)
    refuted = whose.among(Case.objects.filter(classification="RULED_OUT"))
    for person_id, outbreak_id, at, made in refuted.values_list(
        "person_id", "outbreak_id", "rulings__at", "created_at"
    ):
        yield Tie(person_id, outbreak_id, "REFUTED", at or made)
