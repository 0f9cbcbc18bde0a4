"""What an investigation keeps of the case: the form, the ways, what somebody said."""

from __future__ import annotations

from ringfence.ground.retention.holdings import Holding, Words

from .models import ClockStop, FormBlock, Milestone, Stop

CASE = "investigation__case__person"

HOLDS: tuple[Holding, ...] = (
    Words(model=FormBlock, person=CASE, columns=("content",)),
    Words(
        model=Stop, person=CASE,
        columns=("place", "activity", "ventilation", "companions", "transport", "evidence"),
    ),
    Words(model=Milestone, person=CASE, columns=("evidence",)),
    Words(model=ClockStop, person=CASE, columns=("note",)),
)  # fmt: skip
