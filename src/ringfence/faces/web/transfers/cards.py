"""What a card of a transfer shows, and to whom: who drives needs address and telephone, and only for the trip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ringfence.care.transfers import queries as transfers
from ringfence.care.transfers import rules
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Actor
from ringfence.kernel import Decision, NotPermitted, refuse
from ringfence.registry.people import queries as people


@dataclass(frozen=True, slots=True)
class Card:
    """One trip. `person` is there only for those who read persons or have this open trip."""

    transfer: transfers.Transfer
    person: people.NamedPerson | None
    receiving: Decision
    mine: bool

    @property
    def from_text(self) -> str:
        """The site, or the person's address for those who may know it."""
        knows = self.person is not None or self.transfer.kind == "HOME"
        return (self.transfer.from_text if knows else "") or named(self.transfer.area)

    @property
    def to_text(self) -> str:
        """The site and its room, the hospital, or home: its address for those who may know it."""
        room = self.transfer.stay.room if self.transfer.stay else None
        if self.transfer.kind == "TO_SITE" and room is not None:
            return f"{named(room.site)} {room.number}"
        knows = self.person is not None or self.transfer.kind != "HOME"
        return (self.transfer.to_text if knows else "") or self.transfer.get_kind_display()

    @property
    def names_hospital(self) -> bool:
        return self.transfer.kind == "TO_HOSPITAL" and not self.transfer.to_text


def cards(found: Iterable[transfers.Transfer], *, by: Actor, today: date) -> list[Card]:
    """Cards for these transfers; a constant number of queries."""
    rows = list(found)
    may_know = transfers.knows(by=by)
    known = people.people(person_ids=[one.person_id for one in rows if may_know(one)], on=today)
    return [
        Card(one, known.get(one.person_id), may_receive(one, by), one.driver_id == by.id)
        for one in rows
    ]  # fmt: skip


def may_receive(transfer: transfers.Transfer, by: Actor) -> Decision:
    """Rule and role together: may this reader receive the person? A driver hears the rule first."""
    if transfer.driver_id == by.id:
        return rules.may_receive(driver=transfer.driver_id, receiver=by.id)
    try:
        transfers.require_receiver(transfer=transfer, by=by)
    except NotPermitted as refusal:
        return refuse(*refusal.reasons)
    return rules.may_receive(driver=transfer.driver_id, receiver=by.id)
