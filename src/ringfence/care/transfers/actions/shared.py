"""What every action on a transfer does: lock it, move it by the table."""

from __future__ import annotations

from uuid import UUID

from ringfence.kernel import NotFound, Refused, reason

from ..models import Transfer
from ..states import TRANSITIONS


def move(transfer: Transfer, to: str) -> None:
    if to not in TRANSITIONS[transfer.state]:
        raise Refused(
            reason("This transfer is {state}; reload the page to see what happened.", state=transfer.state)
        )
    transfer.state = to


def locked(transfer_id: UUID) -> Transfer:
    transfer = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("stay__room__site")
        .filter(id=transfer_id)
        .first()
    )
    if transfer is None:
        raise NotFound(reason("There is no such transfer in the areas that you can see."))
    return transfer
