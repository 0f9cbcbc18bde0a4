"""Who may answer an alarm."""

from __future__ import annotations

from uuid import UUID

from ringfence.kernel import Decision, allow, reason, refuse


def may_answer(
    *, raised_by: UUID, raised_by_organisation: UUID, answerer: UUID, organisation: UUID
) -> Decision:
    """Nobody answers for their own deed, nor for that of their organisation. Source: after domain 9.2."""
    if answerer == raised_by:
        return refuse(
            reason("Your own deed raised this alarm: somebody of another organisation must answer it.")
        )
    if organisation == raised_by_organisation:
        return refuse(
            reason(
                "Your organisation's deed raised this alarm: somebody of another organisation must answer it."
            )
        )
    return allow(reason("Another organisation's deed raised this alarm."))
