"""Who may be searched for, by whom, why and for how long: the first argument of every search.

There is no search for a list of people. Several cases may be searched in one call, each with an authorisation of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from ringfence.kernel import Decision, Reason, allow, reason, refuse

LONGEST_WINDOW_DAYS = (
    14  # DOMAIN 3.1: the longest incubation that any rule set looks back over; MOVEMENT 4 (b)
)
MOST_CASES = 1_000  # MOVEMENT 6.1: the largest search that has an aim
MOST_LEADS_PER_CASE = (
    20_000  # nine times the mean of same-place leads of a case (MOVEMENT 4); more is no list for a tracer
)


class Purpose(StrEnum):
    """Why records are looked at. There is no other purpose."""

    FIND_CONTACTS = "FIND_CONTACTS"
    FIND_SOURCE = "FIND_SOURCE"


@dataclass(frozen=True)
class AuthorisedCase:
    """A case whose movement may be looked at in [from_at, to_at), and the two people who decided so."""

    case_id: str
    person: int
    from_at: datetime
    to_at: datetime
    purpose: Purpose
    approval: str
    requested_by: str
    approved_by: str
    expires_at: datetime
    onset_date: date | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Call:
    """What is put on record of every call, the refused ones, too. `digest`: SHA-256 of the bytes of the answer."""

    at: datetime
    question: str
    allowed: bool
    reasons: tuple[Reason, ...]
    cases: tuple[AuthorisedCase, ...]
    parameters: dict[str, Any]
    store_version: int | None = None
    leads: int | None = None
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; the person's number is part of it, names never are."""
        return asdict(self) | {
            "reasons": [str(one) for one in self.reasons],
            "cases": [one.as_json() for one in self.cases],
        }


Record = Callable[[Call], None]


def may_search(cases: Sequence[AuthorisedCase], *, now: datetime) -> Decision:
    """Whether these cases may be searched now. Every fault of every case is told."""
    faults: list[Reason] = []
    if not cases:
        faults.append(reason("A search names at least one case."))
    if len(cases) > MOST_CASES:
        faults.append(reason("At most {most} cases are searched in one call; these are {count}.", most=MOST_CASES, count=len(cases)))  # fmt: skip
    if len({case.case_id for case in cases}) < len(cases):
        faults.append(reason("A case is named twice in this search."))
    for case in cases[:MOST_CASES]:
        faults += _faults(case, now)
    return refuse(*faults) if faults else allow(reason("Every case has a window, a purpose and the approval of a second person."))  # fmt: skip


def may_count(case: AuthorisedCase, *, now: datetime) -> Decision:
    """Whether numbers, and nothing but numbers, may be counted before a second person has decided about the search."""
    faults = _faults_of_window(case, now)
    return (
        refuse(*faults)
        if faults
        else allow(reason("The case has a window and a purpose; only numbers leave."))
    )


def _faults(case: AuthorisedCase, now: datetime) -> list[Reason]:
    checks = [
        (not case.approval.strip(), reason("Case {case}: nobody has approved this search.", case=case.case_id)),
        (not case.requested_by.strip() or not case.approved_by.strip(), reason("Case {case}: it is not said who asked and who approved.", case=case.case_id)),
        (case.requested_by.strip() == case.approved_by.strip(), reason("Case {case}: whoever asks cannot approve.", case=case.case_id)),
        (case.expires_at <= now, reason("Case {case}: the approval has expired.", case=case.case_id)),
    ]  # fmt: skip
    return [sentence for broken, sentence in checks if broken] + _faults_of_window(case, now)


def _faults_of_window(case: AuthorisedCase, now: datetime) -> list[Reason]:
    checks = [
        (not case.case_id.strip(), reason("The case has no number.")),
        (case.purpose not in set(Purpose), reason("Case {case}: the purpose is missing or not one that records may be used for.", case=case.case_id)),
        (case.to_at <= case.from_at, reason("Case {case}: the window ends before it begins.", case=case.case_id)),
        (case.to_at - case.from_at > timedelta(days=LONGEST_WINDOW_DAYS), reason("Case {case}: the window is longer than {days} days.", case=case.case_id, days=LONGEST_WINDOW_DAYS)),
        (case.from_at > now, reason("Case {case}: the window lies in the future.", case=case.case_id)),
        (case.person < 0, reason("Case {case}: the person has no number in the movement store.", case=case.case_id)),
    ]  # fmt: skip
    return [sentence for broken, sentence in checks if broken]
