"""Is a reported result believable? What cannot be is refused; what contradicts itself needs the laboratory's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ringfence.ground.rulesets.parameters import Testing
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import Decision, Reason, allow, reason, refuse

HIGHEST_CT = 50  # PCR programmes run 40 to 45 cycles; nothing above is a measured value
LOWEST_CUT_OFF_CT = 35  # the kits' cut-offs lie between 35 and 40 (domain reference 4.5)
FASTEST_RESULT_MINUTES = 15  # an antigen test is read after 15 minutes; PCR takes about an hour


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """What the laboratory reports. `ct` is the lowest Ct of the genes, if one was measured.

    `sampled_at` is None when nobody noted when the sample was taken; `asked_laboratory`: it stands by the result.
    """

    result: SampleResult
    sampled_at: datetime | None
    received_at: datetime | None
    result_at: datetime | None
    ct: float | None = None
    asked_laboratory: bool = False


def check_result(*, testing: Testing, reported: ReportedResult, now: datetime) -> Decision:
    """Refuse what cannot be: results before samples, in the future, faster than PCR, or with a foreign Ct.

    A Ct that contradicts the result is refused until the laboratory was asked.
    """
    wrong = impossible(reported=reported, now=now)
    doubtful = doubts(testing=testing, reported=reported)
    if wrong or (doubtful and not reported.asked_laboratory):
        return refuse(*wrong, *doubtful)
    if doubtful:
        return allow(reason("The laboratory was asked and stands by the result."), *doubtful)
    return allow(reason("The result is plausible."))


def possible_ct(ct: float) -> bool:
    return 1 <= ct <= HIGHEST_CT


def impossible(*, reported: ReportedResult, now: datetime) -> tuple[Reason, ...]:
    """What no word of the laboratory makes possible."""
    return (*_wrong_times(reported, now), *_impossible_ct(reported))


def doubts(*, testing: Testing, reported: ReportedResult) -> tuple[Reason, ...]:
    """Where Ct and result contradict each other, by the cut-offs of the kits and of the rule set."""
    return () if _impossible_ct(reported) else tuple(_contradicting_ct(testing, reported))


def _wrong_times(reported: ReportedResult, now: datetime) -> list[Reason]:
    wrong = []
    if reported.sampled_at and reported.sampled_at > now:
        wrong.append(
            reason(
                "The sample is dated {sampled_at}, which lies in the future: correct the time.",
                sampled_at=reported.sampled_at,
            )
        )
    if reported.received_at and reported.sampled_at and reported.received_at < reported.sampled_at:
        wrong.append(
            reason("The laboratory received the sample before it was taken: correct one of the times.")
        )
    if reported.result_at is None:
        if reported.result is not SampleResult.PENDING:
            wrong.append(reason("Enter when the result was read."))
        return wrong
    if reported.result_at > now:
        wrong.append(
            reason(
                "The result is dated {result_at}, which lies in the future: correct the time.",
                result_at=reported.result_at,
            )
        )
    began = reported.received_at or reported.sampled_at
    if began and reported.result_at - began < timedelta(minutes=FASTEST_RESULT_MINUTES):
        wrong.append(
            reason(
                "The result came less than {minutes} minutes after the sample: correct one of the times.",
                minutes=FASTEST_RESULT_MINUTES,
            )
        )
    return wrong


def _impossible_ct(reported: ReportedResult) -> list[Reason]:
    if reported.ct is None or possible_ct(reported.ct):
        return []
    return [
        reason(
            "A Ct of {ct} is impossible: write a number from 1 to {most}.", ct=reported.ct, most=HIGHEST_CT
        )
    ]


def _contradicting_ct(testing: Testing, reported: ReportedResult) -> list[Reason]:
    if reported.ct is None:
        return []
    if reported.result is SampleResult.NEGATIVE and reported.ct < LOWEST_CUT_OFF_CT:
        return [
            reason("A Ct of {ct} does not go with a negative result: ask the laboratory.", ct=reported.ct)
        ]
    if reported.result is SampleResult.POSITIVE and reported.ct >= testing.negative_from_ct:
        return [
            reason(
                "A Ct of {ct} does not go with a positive result (negative from {limit}): ask the laboratory.",
                ct=reported.ct,
                limit=testing.negative_from_ct,
            )
        ]
    return []
