"""Was somebody there at all? A scan of a code or a telephone's grid proves it for nobody who lives elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from ringfence.kernel import Decision, allow, reason, refuse

from .facts import Basis

SEEN_OR_TOLD = (Basis.TOLD, Basis.RECORD)


def may_have_been_there(*, basis: Basis, lives_in: str, outbreak_in: str) -> Decision:
    """May this exposure be kept? `lives_in` and `outbreak_in` are area codes.

    Source: domain 9.2. 871 of the 1,317 turned red in June 2022 had scanned a code of the city from far away.
    """
    if basis in SEEN_OR_TOLD:
        return allow(reason("Somebody saw it or told it."))
    if lives_in.startswith(outbreak_in):
        return allow(reason("The person lives here; a check-in alone still restricts nobody."))
    return refuse(
        reason(
            "This person lives elsewhere, and nobody saw or told that they were here: a scanned code or a telephone's "
            "grid alone is no exposure."
        )
    )


def may_be_classified(*, kind: str, bases: Collection[Basis]) -> Decision:
    """May somebody with these exposures be called this kind of contact? DOMAIN 3.5: the telephone grid is at most an offer."""
    if bases and set(bases) == {Basis.SPACE_TIME_COMPANION} and kind != "NONE":
        return refuse(reason("Only telephones in the same area at the same time: that is no contact. A voluntary test may be offered."))  # fmt: skip
    return allow(reason("Somebody saw it or told it, or a record of the place says so."))
