"""A finding: what kind, and where in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    IDENTITY_NUMBER = "IDENTITY_NUMBER"
    DOCUMENT = "DOCUMENT"
    LONG_NUMBER = "LONG_NUMBER"
    PHONE = "PHONE"
    PLATE = "PLATE"
    EMAIL = "EMAIL"
    ACCOUNT = "ACCOUNT"
    ROOM = "ROOM"
    CASE_NUMBER = "CASE_NUMBER"
    DESCRIPTION = "DESCRIPTION"
    NAME = "NAME"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`text[start:end]` tells who somebody is. Places count letters of the text as written."""

    start: int
    end: int
    kind: Kind
    text: str

    def line_and_column(self, whole: str) -> tuple[int, int]:
        """Where it stands, both counted from 1."""
        before = whole[: self.start]
        return before.count("\n") + 1, self.start - (before.rfind("\n") + 1) + 1
