"""Samples and their results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.kernel import Reason, reason

from .events import Event, Topic
from .file import CaseFile


def events(file: CaseFile) -> Iterator[Event]:
    for visit in file.home_visits:
        yield home_visit(visit)
    for sample in file.samples:
        subject = ("sample", sample.id)
        if sample.taken_at is not None:
            title = (
                reason("Sample {code} taken.", code=sample.code) if sample.code else reason("Sample taken.")
            )
            yield Event(
                at=sample.taken_at, topic=Topic.LABORATORY, look="SAMPLE", title=title, subject=subject
            )
        if sample.result_at is not None:
            yield Event(
                at=sample.result_at, topic=Topic.LABORATORY, look=sample.result, title=_result(sample),
                details=_values(sample), who=str(sample.laboratory or ""), subject=subject,
            )  # fmt: skip


def home_visit(visit: Any) -> Event:
    """Somebody went to the door for a sample."""
    return Event(at=visit.at, topic=Topic.LABORATORY, look=visit.outcome, who=visit.by_name, text=visit.note,
                 title=reason("At home for the sample of {day}: {outcome}.", day=visit.sample.due_on, outcome=visit.outcome),
                 subject=("sample", visit.sample_id))  # fmt: skip


def _result(sample: Any) -> Reason:
    if sample.code:
        return reason("Result of sample {code}: {result}.", code=sample.code, result=sample.result)
    return reason("Result: {result}.", result=sample.result)


def _values(sample: Any) -> tuple[Reason, ...]:
    found = []
    if sample.ct_orf1ab is not None:
        found.append(reason("Ct ORF1ab {ct}.", ct=str(sample.ct_orf1ab)))
    if sample.ct_n is not None:
        found.append(reason("Ct N {ct}.", ct=str(sample.ct_n)))
    return tuple(found)
