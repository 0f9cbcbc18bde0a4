"""May this search be asked, approved, run? Which window, and what may be decided about a lead?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.kernel import Decision, Period, Reason, allow, reason, refuse, start_of_day
from ringfence.tracing.contacts import rules as contact_rules

LONGEST_WINDOW_DAYS = 14  # the core's cap, DOMAIN 3.1
SOURCE_DAYS = 14  # DOMAIN 3.1: the longest incubation that any rule set looks back over
MOST_METRES = 200  # the core's cap; farther apart nobody was together
MOST_LEAST_MINUTES = 24 * 60
MOST_LEADS = (
    5_000  # [D] twice the mean of same-place leads of a case (MOVEMENT 4); more is no list for a tracer
)
APPROVAL_HOURS = 24  # [D] an approval is for now; later facts need another one
LEADS_KEPT_DAYS = 14  # DOMAIN 9.4 [D]: venue presence is kept 14 days
RECORDS_KEPT_DAYS = 14  # DOMAIN 9.4 [D]: venue presence is kept 14 days
AGENCY_KEPT_DAYS = 7  # DOMAIN 9.4 [D]: replies of other agencies are kept 7 days
AGENCY = "AGENCY"
MOST_OPEN_SEARCHES = 5  # [D] of one case at a time: more is trawling
SHORTEST_WHY = 10  # characters: a sentence, not a dot

MOST_FIRST_RING = 20  # the core's cap; beyond the household
LEAST_FIRST_DOSE = 1.0  # the core's floor: minutes at full weight

FIND_CONTACTS, FIND_SOURCE = "FIND_CONTACTS", "FIND_SOURCE"


def window(*, purpose: str, ruleset: RuleSet, case: contact_rules.CaseFacts, now: datetime) -> Period | None:
    """The longest window that may be searched, cut at now and at 14 days; `None` without onset and sampling day.

    For contacts: the infectious window of the rule set. For the source: 14 days before onset (or sampling).
    """
    found = (
        _before_illness(case)
        if purpose == FIND_SOURCE
        else contact_rules.infectious_window(ruleset=ruleset, case=case)
    )
    if found is None:
        return None
    ends_at = min(found.ends_at or now, now)
    starts_at = max(found.starts_at, ends_at - timedelta(days=LONGEST_WINDOW_DAYS))
    return Period(starts_at, max(starts_at, ends_at))


def _before_illness(case: contact_rules.CaseFacts) -> Period | None:
    first: date | None = case.onset_on or case.sampled_on
    if first is None:
        return None
    return Period(start_of_day(first - timedelta(days=SOURCE_DAYS)), start_of_day(first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as it is asked for. `window` is the longest that the rule set allows."""

    window: Period | None
    from_at: datetime
    to_at: datetime
    why: str
    metres: int
    least_minutes: int
    ruled_out: bool
    open_searches: int
    purpose: str = FIND_CONTACTS
    rule: str = "SAME_PLACE"
    ring: int = 1
    first_top: int | None = None
    first_least_dose: float | None = None
    secondary_determined: bool = True


def may_ask(asked: Asked) -> Decision:
    """A case that stands, a window inside the rule set's, a purpose in words."""
    against = [*_against_window(asked), *_against_ring(asked)]
    if asked.rule == "COMPANION" and asked.purpose != FIND_CONTACTS:
        against.append(reason("The 800 m rule says nothing of a source; it can only be asked for to find contacts."))  # fmt: skip
    if asked.ruled_out:
        against.append(reason("This is no case any more; its movement may not be looked at."))
    if len(asked.why.strip()) < SHORTEST_WHY:
        against.append(reason("Write down in a sentence what this search is to find."))
    if not 0 <= asked.metres <= MOST_METRES:
        against.append(reason("A search reaches at most {most} metres.", most=MOST_METRES))
    if not 0 <= asked.least_minutes <= MOST_LEAST_MINUTES:
        against.append(reason("The least togetherness is 0 minutes to 24 hours."))
    if asked.open_searches >= MOST_OPEN_SEARCHES:
        against.append(reason("{count} searches of this case are open already; decide or run those first.", count=asked.open_searches))  # fmt: skip
    return refuse(*against) if against else allow(reason("The case, its window and the purpose are named; a second person decides."))  # fmt: skip


def _against_window(asked: Asked) -> Iterator[Reason]:
    window = asked.window
    if window is None:
        yield reason("Enter the onset or the sampling day of the case first: without it there is no window.")
    elif window.ends_at is None or window.ends_at <= window.starts_at:
        yield reason("By the rule set this case has exposed nobody: the window is empty.")
    elif asked.from_at < window.starts_at or asked.to_at > window.ends_at:
        yield reason("The rule set allows {starts} to {ends}; a search may look at less, not at more.",
                     starts=window.starts_at, ends=window.ends_at)  # fmt: skip
    if asked.to_at <= asked.from_at:
        yield reason("The window ends before it begins.")
    elif asked.to_at - asked.from_at > timedelta(days=LONGEST_WINDOW_DAYS):
        yield reason("The window is longer than {days} days.", days=LONGEST_WINDOW_DAYS)


def may_decide(
    *, asked_by: UUID, asked_organisation: UUID, by: UUID, organisation: UUID, lapses_at: datetime, now: datetime
) -> Decision:  # fmt: skip
    """A second person of another organisation, in time."""
    against: list[Reason] = []
    if by == asked_by:
        against.append(reason("Who asked for a search cannot approve it."))
    if organisation == asked_organisation:
        against.append(reason("Somebody of another organisation than the asker's must decide about a search."))  # fmt: skip
    if lapses_at <= now:
        against.append(reason("This search lapsed on {at}: ask again with today's facts.", at=lapses_at))
    return refuse(*against) if against else allow(reason("Asked and decided by different people of different organisations."))  # fmt: skip


def longest_days(*, sources: Collection[str]) -> int:
    """For how many days records of these sources may be held at most."""
    return AGENCY_KEPT_DAYS if AGENCY in sources else RECORDS_KEPT_DAYS


def may_dismiss(*, why: str) -> Decision:
    """A dismissal says why."""
    if not why.strip():
        return refuse(reason("Say why this lead is dismissed."))
    return allow(reason("Dismissed with a reason."))


def _against_ring(asked: Asked) -> Iterator[Reason]:
    """A second ring stands on a narrow first one: the household and the first few above a least dose."""
    if asked.ring == 1:
        return
    if asked.ring != 2:
        yield reason("There is a first and a second ring, no third.")
        return
    if not asked.secondary_determined:
        yield reason(
            "This rule set does not determine contacts of contacts; a second ring may not be searched."
        )
    if asked.purpose != FIND_CONTACTS or asked.rule != "SAME_PLACE":
        yield reason("A second ring is looked for at the same place only, to find contacts.")
    if asked.first_top is None or not 1 <= asked.first_top <= MOST_FIRST_RING:
        yield reason(
            "A second ring stands on the household and the first 1 to {most} by dose.", most=MOST_FIRST_RING
        )
    if asked.first_least_dose is None or not asked.first_least_dose >= LEAST_FIRST_DOSE:
        yield reason("A second ring stands on people above a least dose of {least} minutes or more; sharing a place alone is refused.", least=LEAST_FIRST_DOSE)  # fmt: skip


def may_name(*, offer_only: bool) -> Decision:
    """Whether the people of these leads may be named as contacts."""
    if offer_only:
        return refuse(reason("Only telephones in the same square of 800 m: that is no contact. A voluntary test may be offered, nothing else."))  # fmt: skip
    return allow(reason("An investigator decides who is a contact."))
