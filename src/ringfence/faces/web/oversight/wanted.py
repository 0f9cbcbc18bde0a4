"""What a list of oversight is narrowed to, read from its address; what makes no sense is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ringfence.measures.orders import watching

MARKS = {
    "signed": _("Signed by a second person"), "draft": _("Waiting for approval"), "in_force": _("In force"),
    "ended": _("Ended"), "rejected": _("Rejected"), "not_signed": _("Withdrawn or lapsed unsigned"),
    "quick": _("Signed within 10 seconds"), "lifted": _("Lifted early"), "appealed": _("Appealed against"),
    "upheld": _("Appeal upheld"),
}  # fmt: skip
APPEAL_MARKS = {
    "waiting": _("Waiting for an answer"), "late": _("Over 24 hours without an answer"),
    "in_time": _("Answered in time"), "answered_late": _("Answered late"), "upheld": _("Appeal upheld"),
    "lapsed": _("Not answered: the restriction lapsed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mark, whose signature, whose proposal, how long between them (the place among `watching.BOUNDS`)."""

    mark: str = ""
    approver: UUID | None = None
    proposer: UUID | None = None
    took: int | None = None

    def as_query(self) -> dict[str, Any]:
        return {"mark": self.mark, "approver": self.approver, "proposer": self.proposer, "took": self.took}

    def as_told(self) -> dict[str, Any]:
        """For the record."""
        return {
            name: str(value) for name, value in self.as_query().items() if value is not None and value != ""
        }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.as_told())


def wanted_from(told: Mapping[str, str]) -> Wanted:
    """Read from an address that somebody may have typed."""
    mark, took = told.get("mark", ""), told.get("took", "")
    return Wanted(
        mark=mark if mark in MARKS else "", approver=_id(told.get("approver", "")),
        proposer=_id(told.get("proposer", "")),
        took=int(took) if took.isdecimal() and len(took) < 3 and int(took) <= len(watching.BOUNDS) else None,
    )  # fmt: skip


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
