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
