"""Pure rules of transfers."""

from __future__ import annotations

from uuid import UUID

from ringfence.kernel import Decision, allow, reason, refuse


def may_receive(*, driver: UUID | None, receiver: UUID) -> Decision:
    """A hand-over has two parties: whoever drove the person does not receive them."""
    if driver == receiver:
        return refuse(
            reason("The driver hands over; somebody else receives. Ask the site to confirm the arrival.")
        )
    return allow(reason("Driver and receiver are two people."))


def may_pick_up(*, driver: UUID | None, driver_name: str, by: UUID) -> Decision:
    """A trip belongs to the driver who took it or to whom it was assigned; one that nobody has is anybody's."""
    if driver is not None and driver != by:
        return refuse(
            reason(
                "{driver} has this trip. Take another one, or ask the desk to assign it anew.",
                driver=driver_name,
            )
        )
    return allow(reason("Nobody else has this trip."))
