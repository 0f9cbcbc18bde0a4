"""Rules of one's own for one place and a limited time: proposed, signed by a second organisation, published, ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground.access import Actor
from ringfence.ground.rulesets import actions as rulesets
from ringfence.ground.rulesets.queries import LocalVersion, Proposal
from ringfence.kernel import Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.places import queries as places

from . import ruleset_change


@transaction.atomic
def propose(*, outbreak_id: UUID, proposal: Proposal, by: Actor, now: datetime) -> LocalVersion:
    """Write down a local version for the outbreak's area, or a place around it. Refused with every fault by its part."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    places.place(code=proposal.place_code)
    if not outbreak.area_id.startswith(proposal.place_code):
        why = reason(
            "This outbreak is in {area}. Rules that it shall follow are made for {area} or a place around it, not for {place}.",
            area=outbreak.area_id, place=proposal.place_code,
        )  # fmt: skip
        raise Refused(why, fields={"place_code": [why]})
    return rulesets.propose(
        proposal=proposal, purpose=outbreak.purpose, by=by, now=now, outbreak_id=outbreak_id
    )


@transaction.atomic
def withdraw(*, outbreak_id: UUID, version_id: UUID, why: str, by: Actor, now: datetime) -> LocalVersion:
    """Take a local version back; this outbreak returns to the edition at once, others by their own clock."""
    version = rulesets.withdraw(version_id=version_id, why=why, by=by, now=now, outbreak_id=outbreak_id)
    ruleset_change.return_if_over(outbreak_id=outbreak_id, by=by, now=now)
    return version
