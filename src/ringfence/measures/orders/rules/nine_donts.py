"""The "nine don'ts" of 5 June 2022 [S123] that are not about the days of one order (those are in `approve`)."""

from __future__ import annotations

from datetime import datetime

from ringfence.ground.rulesets.words import AreaLevel
from ringfence.kernel import Decision, allow, reason, refuse

_RESTRICTED = (AreaLevel.HIGH, AreaLevel.MEDIUM, AreaLevel.LOCKDOWN, AreaLevel.CONTROLLED)


def may_limit_movement(*, level: AreaLevel | None) -> Decision:
    """No. 1: movement is limited in declared areas only."""
    if level in _RESTRICTED:
        return allow(reason("The area is declared: movement may be limited as its level says."))
    return refuse(
        reason("Movement may be limited in declared high- and medium-risk areas only (nine don'ts, no. 1).")
    )


def may_restrict_for_origin(*, level: AreaLevel | None, student_going_home: bool = False) -> Decision:
    """No. 2 and 7: nobody is sent back or quarantined for coming from a low-risk area; students may go home."""
    if level in _RESTRICTED:
        return allow(reason("The person comes from a declared area: its measures apply."))
    if student_going_home:
        return refuse(reason("A student who may go home is not quarantined on arrival (nine don'ts, no. 7)."))
    return refuse(
        reason("Nobody is sent back or quarantined for coming from a low-risk area (nine don'ts, no. 2).")
    )


def may_refuse_care() -> Decision:
    """No. 6: never."""
    return refuse(reason("Urgent and regular medical care is never refused (nine don'ts, no. 6)."))


def may_set_up_checkpoint(
    *, order_number: str, basis: str, ends_at: datetime | None, now: datetime
) -> Decision:
    """No. 8: a checkpoint needs an order, a basis and an end."""
    if not order_number.strip():
        return refuse(
            reason("A checkpoint needs the number of the order that sets it up (nine don'ts, no. 8).")
        )
    if not basis.strip():
        return refuse(reason("Write down what the checkpoint is based on (nine don'ts, no. 8)."))
    if ends_at is None or ends_at <= now:
        return refuse(reason("A checkpoint needs an end in the future (nine don'ts, no. 8)."))
    return allow(reason("The checkpoint has an order, a basis and an end."))


def may_close_premises(
    *, level: AreaLevel | None, exposure_found: bool, ends_at: datetime | None, now: datetime
) -> Decision:
    """No. 9: normal premises in low-risk areas stay open, unless an exposure was found there; and never without an end."""
    if level not in _RESTRICTED and not exposure_found:
        return refuse(reason("Normal premises in low-risk areas are not closed (nine don'ts, no. 9)."))
    if ends_at is None or ends_at <= now:
        return refuse(reason("A closure needs an end in the future."))
    return allow(reason("The closure has a basis and an end."))
