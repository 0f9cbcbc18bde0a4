"""Which room fits whom: one person a room with a toilet of its own; who needs a carer stays with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ringfence.ground.rulesets.parameters import Stay
from ringfence.kernel import Decision, Period, Reason, allow, reason, refuse


@dataclass(frozen=True, slots=True)
class Guest:
    """A person to place. `age_years` None is taken for an adult; `chronically_ill` keeps from being a carer."""

    person_id: UUID
    age_years: int | None = None
    pregnant: bool = False
    severely_ill: bool = False
    self_caring: bool = True
    chronically_ill: bool = False
    uses_wheelchair: bool = False
    household_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoomFacts:
    beds: int
    own_toilet: bool
    ready: bool
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody else's reservation or stay in the same room."""

    party_id: UUID
    period: Period


def needs_carer(*, stay: Stay, guest: Guest) -> Reason | None:
    """Why this person may not be alone in a room; None when alone is right."""
    if guest.age_years is not None and guest.age_years < stay.carer_needed_below_age_years:
        return reason("Children under {age} stay with a carer.", age=stay.carer_needed_below_age_years)
    if guest.pregnant:
        return reason("A pregnant woman stays with a carer.")
    if guest.severely_ill:
        return reason("A severely ill person stays with a carer.")
    if not guest.self_caring:
        return reason("A person who cannot look after themself stays with a carer.")
    return None


def may_be_carer(*, stay: Stay, guest: Guest) -> Decision:
    """Carers are adults, neither elderly nor chronically ill nor in need of care themselves."""
    if guest.age_years is not None and guest.age_years < stay.carer_from_age_years:
        return refuse(reason("A carer is at least {age} years old.", age=stay.carer_from_age_years))
    if guest.age_years is not None and guest.age_years >= stay.carer_below_age_years:
        return refuse(
            reason("People of {age} and more are not asked to be carers.", age=stay.carer_below_age_years)
        )
    if guest.chronically_ill:
        return refuse(reason("People with a chronic disease are not asked to be carers."))
    need = needs_carer(stay=stay, guest=guest)
    if need is not None:
        return refuse(need)
    return allow(reason("May look after somebody in the same room."))


def parties(*, stay: Stay, guests: Sequence[Guest]) -> tuple[tuple[Guest, ...], ...]:
    """Who shares a room: in each household those who need care with one who can give it; everybody else alone."""
    grouped: list[tuple[Guest, ...]] = []
    households = dict.fromkeys(guest.household_id or guest.person_id for guest in guests)
    for household in households:
        family = [guest for guest in guests if (guest.household_id or guest.person_id) == household]
        needing = [guest for guest in family if needs_carer(stay=stay, guest=guest) is not None]
        carer = next((guest for guest in family if may_be_carer(stay=stay, guest=guest).allowed), None)
        together = (*needing, carer) if needing and carer is not None else ()
        if together:
            grouped.append(together)
        grouped.extend((guest,) for guest in family if guest not in together)
    return tuple(grouped)


def fits(*, stay: Stay, room: RoomFacts, party: Sequence[Guest]) -> Decision:
    """Whether these people may share this room."""
    against = [*_room(room, party), *_company(stay, party)]
    if against:
        return refuse(*against)
    if len(party) == 1:
        return allow(reason("One person, with a toilet of their own."))
    return allow(reason("One household, with somebody who can look after the one in need of care."))


def may_reserve(
    *, stay: Stay, room: RoomFacts, party: Sequence[Guest], party_id: UUID, period: Period, taken: Sequence[Booking],
    order_in_force: bool,
) -> Decision:  # fmt: skip
    """A room is reserved after approval only, for people it fits, in a time when nobody else has it."""
    if not order_in_force:
        return refuse(reason("Nobody is placed before the order is approved."))
    if any(other.party_id != party_id and other.period.overlaps(period) for other in taken):
        return refuse(reason("Somebody else has this room in that time."))
    return fits(stay=stay, room=room, party=party)


def _room(room: RoomFacts, party: Sequence[Guest]) -> list[Reason]:
    against = []
    if not room.ready:
        against.append(reason("The room is not ready."))
    if not room.own_toilet:
        against.append(reason("The room has no toilet of its own."))
    if len(party) > room.beds:
        against.append(
            reason("The room has {beds} bed(s) for {count} people.", beds=room.beds, count=len(party))
        )
    if any(guest.uses_wheelchair for guest in party) and not room.accessible:
        against.append(reason("A person who uses a wheelchair needs an accessible room."))
    return against


def _company(stay: Stay, party: Sequence[Guest]) -> list[Reason]:
    if not party:
        return [reason("Nobody is to be placed.")]
    needs = [need for guest in party if (need := needs_carer(stay=stay, guest=guest)) is not None]
    carers = [guest for guest in party if may_be_carer(stay=stay, guest=guest).allowed]
    if needs and not carers:
        return [
            needs[0],
            reason("Nobody in this room can be the carer: find one, or arrange quarantine at home."),
        ]
    if len(party) == 1:
        return []
    if len({guest.household_id for guest in party}) > 1 or party[0].household_id is None:
        return [reason("People of different households do not share a room.")]
    if not needs or len(carers) > 1:
        return [reason("One person a room: a second adult gets a room of their own, next door if possible.")]
    return []
