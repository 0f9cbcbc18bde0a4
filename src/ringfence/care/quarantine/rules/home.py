"""Quarantine at home: is the home suitable, and do five different people stand behind it (domain reference 5.4)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ringfence.ground.rulesets.parameters import Stay
from ringfence.ground.rulesets.words import SupportRole
from ringfence.kernel import Decision, Reason, allow, reason, refuse


@dataclass(frozen=True, slots=True)
class Home:
    """What was found at the home. `own_toilet` is wished for; everything else is needed."""

    alone_or_own_room: bool
    ventilated: bool
    own_toilet: bool
    table_outside_door: bool
    shared_central_air: bool
    thermometer: bool
    masks: bool
    disinfectant: bool
    lidded_bin: bool
    household_stays_in_or_moves_out: bool


SupportTeam = Mapping[SupportRole, UUID]


def home_is_suitable(*, home: Home) -> Decision:
    """A home that fails is no reason to wait: quarantine is then in a site."""
    needed: tuple[tuple[bool, Reason], ...] = (
        (home.alone_or_own_room, reason("The person needs to live alone or have a room of their own.")),
        (home.ventilated, reason("The room needs a window that opens.")),
        (not home.shared_central_air, reason("The home must not share central air conditioning.")),
        (home.table_outside_door, reason("A table outside the door is needed, for meals and waste.")),
        (home.thermometer, reason("A thermometer is missing.")),
        (home.masks, reason("Masks are missing.")),
        (home.disinfectant, reason("Disinfectant is missing.")),
        (home.lidded_bin, reason("A bin with a lid is missing.")),
        (home.household_stays_in_or_moves_out, reason("The household has to stay in as well, or move out.")),
    )
    missing = [why for fine, why in needed if not fine]
    if missing:
        return refuse(*missing, reason("Arrange what is missing, or quarantine in a site."))
    if not home.own_toilet:
        return allow(reason("The home is suitable. The toilet is shared: disinfect it after every use."))
    return allow(reason("The home is suitable."))


def team_is_complete(*, stay: Stay, team: SupportTeam) -> Decision:
    """Quarantine at home counts as set up when every role is filled, each by a different person."""
    missing = [role for role in stay.support_roles if role not in team]
    against: list[Reason] = [_role(role) for role in missing]
    people = [team[role] for role in stay.support_roles if role in team]
    if len(set(people)) < len(people):
        against.append(
            reason(
                "The same person fills two roles: name {count} different people.",
                count=len(stay.support_roles),
            )
        )
    if against:
        return refuse(*against)
    return allow(reason("All {count} roles are filled by different people.", count=len(stay.support_roles)))


def _role(role: SupportRole) -> Reason:
    return {
        SupportRole.COMMUNITY_CADRE: reason("Nobody is named as community cadre."),
        SupportRole.GRID_WORKER: reason("Nobody is named as grid worker."),
        SupportRole.COMMUNITY_DOCTOR: reason("Nobody is named as community medical worker."),
        SupportRole.COMMUNITY_POLICE: reason("Nobody is named as community police officer."),
        SupportRole.VOLUNTEER: reason("Nobody is named as volunteer."),
    }[role]
