"""Who acts here without being staff: the person themselves, and somebody at the door whom nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

NOBODY = UUID(int=0)


@dataclass(slots=True)
class Oneself:
    """A person who acts for themselves (or whose guardian does); belongs to no organisation and holds no role."""

    id: UUID
    for_guardian: bool = False
    organisation_id: UUID = NOBODY

    def __str__(self) -> str:
        return "监护人 / the guardian" if self.for_guardian else "本人 / the person"


@dataclass(slots=True)
class Stranger:
    """Whoever types a code. `address`: the network address that the request came from."""

    address: str
    id: UUID = NOBODY
    organisation_id: UUID = NOBODY

    def __str__(self) -> str:
        return "— / nobody known"
