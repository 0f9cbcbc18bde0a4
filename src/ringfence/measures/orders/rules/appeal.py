"""Who may answer an appeal: nobody who signed the order, whichever of the two signatures it was."""

from __future__ import annotations

from uuid import UUID

from ringfence.kernel import Decision, allow, reason, refuse


def may_decide_appeal(*, drafted_by: UUID, approved_by: UUID | None, decider: UUID) -> Decision:
    """May this person answer the appeal against an order that these two signed? `approved_by` None: nobody yet.

    Source: house rule, after the three different people of domain 9.2.
    """
    if decider == drafted_by:
        return refuse(
            reason("You drafted this order: somebody who did not sign it must answer the appeal against it.")
        )
    if approved_by is not None and decider == approved_by:
        return refuse(
            reason("You approved this order: somebody who did not sign it must answer the appeal against it.")
        )
    return allow(reason("You did not sign this order, neither as drafter nor as approver."))
