"""Somebody who does things, for tests of the record alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from ringfence.kernel import new_id


@dataclass
class Staff:
    id: UUID = field(default_factory=new_id)
    organisation_id: UUID = field(default_factory=new_id)

    def __str__(self) -> str:
        return "Wang Fang"
