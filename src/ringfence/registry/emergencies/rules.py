"""Who may read somebody in an emergency, and when it is too often."""

from __future__ import annotations

from ringfence.kernel import Decision, allow, reason, refuse

SHORTEST_WHY, LONGEST_WHY = (
    10,
    500,
)  # letters, house decision: a short sentence in Chinese; the database asks for the same
MANY_A_DAY = (
    3  # openings of one person within 24 hours, house decision: more is no emergency but a habit; an alarm
)


def may_open(*, reads_people: bool, reads_here: bool, why: str) -> Decision:
    """Only who may read people's data elsewhere, with a reason; nobody whose role never reads them (issue 3)."""
    if not reads_people:
        return refuse(reason("Your role never reads personal data; not in an emergency either."))
    if reads_here:
        return refuse(reason("You may read this person's data without an emergency."))
    if not SHORTEST_WHY <= len(why.strip()) <= LONGEST_WHY:
        return refuse(
            reason("Say in {least} to {most} letters what the emergency is.", least=SHORTEST_WHY, most=LONGEST_WHY)
        )  # fmt: skip
    return allow(reason("In an emergency one person's data are read for three hours; it is on record."))
