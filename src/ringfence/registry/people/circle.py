"""Rows that were read together get their data keys together: a page of fifty names costs one query more, not fifty.

Nothing is opened before somebody asks for a word, and only that word is opened.
"""

from __future__ import annotations

from threading import local
from typing import Any
from uuid import UUID

from ringfence.ground.retention.holdings import MASK
from ringfence.kernel import Refused, reason
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.queries import NotGenuine, OpenKey

LARGEST = 500  # rows whose keys are fetched at once
GONE = MASK.encode()  # stands where words were that are forgotten
FIELDS = ("name", "id_number", "phone", "address", "workplace", "occupation", "guardian")

_now = local()


class Circle:
    """Who was read one after the other, and the keys of those who were asked for."""

    __slots__ = ("keys", "people", "place")

    def __init__(self) -> None:
        self.people: list[UUID] = []
        self.place: dict[UUID, int] = {}
        self.keys: dict[UUID, OpenKey] = {}

    def join(self, person_id: UUID) -> None:
        self.place[person_id] = len(self.people)
        self.people.append(person_id)

    def key(self, person_id: UUID) -> OpenKey | None:
        """The data key of somebody in the circle; None: it was destroyed. What is not there now is asked for again."""
        if person_id not in self.keys:
            self.keys |= identities.open_keys(person_ids=self._around(person_id))
        return self.keys.get(person_id)

    def _around(self, person_id: UUID) -> list[UUID]:
        """They who follow in the order of reading, and before them as many as there is room for."""
        at = self.place[person_id]
        following = self.people[at : at + LARGEST]
        before = self.people[max(0, at - (LARGEST - len(following))) : at]
        return [one for one in dict.fromkeys([*following, *before]) if one not in self.keys]


def joined(person_id: UUID) -> Circle:
    """The circle of this thread, in which this person now is; a new one where it is full."""
    circle: Circle | None = getattr(_now, "circle", None)
    if circle is None or len(circle.people) >= 4 * LARGEST or circle.keys:
        circle = _now.circle = Circle()
    circle.join(person_id)
    return circle


def told(field: str) -> property:
    """A word of an identity, opened when it is asked for. Raises Refused if it is not what was sealed for this person."""
    column = f"sealed_{field}"

    def opened(identity: Any) -> str:
        sealed = bytes(getattr(identity, column))
        if not sealed or sealed == GONE:
            return sealed.decode()
        circle: Circle = identity.__dict__.get("circle") or _alone(identity)
        try:
            key = circle.key(identity.person_id)
            return MASK if key is None else key.open(field, sealed)
        except NotGenuine:
            raise Refused(reason("What the vault keeps of person {person} ({field}) was changed from outside, or the key file lacks its key. Nothing is shown. See: ringfence vault verify",
                                 person=str(identity.person_id), field=field)) from None  # fmt: skip

    return property(opened, doc=f"The {field} in clear.")


def _alone(identity: Any) -> Circle:
    circle = identity.circle = Circle()
    circle.join(identity.person_id)
    return circle
