"""Is a reported result believable? Impossible ones are refused before anybody is called a case."""

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
    """What the laboratory reports. `ct` is the lowest Ct of the genes, if one was measured."""

    result: SampleResult
    sampled_at: datetime
    received_at: datetime | None
    result_at: datetime | None
    ct: float | None = None


def check_result(*, testing: Testing, reported: ReportedResult, now: datetime) -> Decision:
    """Refuse what cannot be: results before samples, in the future, faster than PCR, or with a foreign Ct."""
    wrong = (*_wrong_times(reported, now), *_wrong_ct(testing, reported))
    if wrong:
        return refuse(*wrong)
    return allow(reason("The result is plausible."))


def _wrong_times(reported: ReportedResult, now: datetime) -> list[Reason]:
    wrong = []
    if reported.sampled_at > now:
        wrong.append(
            reason(
                "The sample is dated {sampled_at}, which lies in the future: correct the time.",
                sampled_at=reported.sampled_at,
            )
        )
    if reported.received_at and reported.received_at < reported.sampled_at:
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
    if reported.result_at - (reported.received_at or reported.sampled_at) < timedelta(
        minutes=FASTEST_RESULT_MINUTES
    ):
        wrong.append(
            reason(
                "The result came less than {minutes} minutes after the sample: correct one of the times.",
                minutes=FASTEST_RESULT_MINUTES,
            )
        )
    return wrong


def _wrong_ct(testing: Testing, reported: ReportedResult) -> list[Reason]:
    if reported.ct is None:
        return []
    if not 1 <= reported.ct <= HIGHEST_CT:
        return [
            reason(
                "A Ct of {ct} is impossible: write a number from 1 to {most}.",
                ct=reported.ct,
                most=HIGHEST_CT,
            )
        ]
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
