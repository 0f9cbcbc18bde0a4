"""What the dates and numbers of one row must not say against each other."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date, timedelta
from typing import Any

from ringfence.cores.linelist.values.identity_number import citizen
from ringfence.cores.linelist.vocabulary import Sex
from ringfence.kernel import Reason, reason

from .cells import NO_SYMPTOMS
from .draft import Draft

# Older people may give their birthday by the lunar calendar, which lies up to some weeks apart.
_LUNAR_DAYS = 366
_EVENTS = ("onset_date", "sample_date", "report_date", "isolation_date", "outcome_date", "death_date", "exposure_start", "exposure_end",
           "first_contact_date", "last_contact_date")  # fmt: skip


# The first day may not lie after the second: impossible ones stop the row, strange ones are remarked.
_IMPOSSIBLE = (
    ("onset_date", "report_date", reason("The onset ({first}) lies after the report ({second}). Correct one of the two dates.")),
    ("onset_date", "death_date", reason("The onset ({first}) lies after the death ({second}). Correct one of the two dates.")),
    ("onset_date", "outcome_date", reason("The onset ({first}) lies after the outcome ({second}). Correct one of the two dates.")),
    ("exposure_start", "exposure_end", reason("The exposure starts ({first}) after it ends ({second}). Correct one of the two dates.")),
    ("first_contact_date", "last_contact_date", reason("The first contact ({first}) lies after the last contact ({second}). Correct one of the two dates.")),
)  # fmt: skip
_STRANGE = (
    ("sample_date", "report_date", reason("The sample ({first}) was taken after the report ({second}); check the dates.")),
    ("exposure_start", "onset_date", reason("The exposure starts ({first}) after the onset ({second}); check the dates.")),
)  # fmt: skip


def check(draft: Draft, today: date) -> None:
    """Faults for what is impossible, remarks for what is only strange. Fields that a list has not are passed over."""
    for first, second, why in _IMPOSSIBLE:
        if sentence := _wrong_order(draft.values, first, second, why):
            draft.fault(first, sentence)
    for first, second, why in _STRANGE:
        if sentence := _wrong_order(draft.values, first, second, why):
            draft.remark(first, sentence)
    _check_person(draft, today)
    if draft.values.get("symptoms") == NO_SYMPTOMS and draft.values.get("onset_date"):
        draft.remark(
            "symptoms", reason("The row has an onset date but says that there are no symptoms; check both.")
        )


def contradiction(values: Mapping[str, Any], changed: Set[str]) -> tuple[str, Reason] | None:
    """The first field of a known case that its changed dates would make impossible, with the sentence.

    The report is left out: where nobody told one, the case goes by another of its days.
    """
    for first, second, why in _IMPOSSIBLE:
        if "report_date" in (first, second) or changed.isdisjoint((first, second)):
            continue
        if sentence := _wrong_order(values, first, second, why):
            return (first if first in changed else second), sentence
    return None


def _wrong_order(values: Mapping[str, Any], first: str, second: str, why: Reason) -> Reason | None:
    """The sentence with both days, when the first lies after the second."""
    before, after = values.get(first), values.get(second)
    if before is None or after is None or before <= after:
        return None
    return Reason(why.text, {"first": before, "second": after})


def _check_person(draft: Draft, today: date) -> None:
    values = draft.values
    born = values.get("birth_date")
    number = values.get("id_number")
    found = citizen(number) if number else None
    if found is not None:
        if found.birth_date > today:
            draft.fault(
                "id_number",
                reason(
                    "The identity number says that the person is born on {day}, which is after today. Correct the number.",
                    day=found.birth_date,
                ),
            )
        _against_number(draft, found.birth_date, found.sex)
    if born is not None:
        _against_birth(draft, born)


def _against_number(draft: Draft, born: date, sex: Sex) -> None:
    said = draft.values.get("birth_date")
    if said is not None and said != born:
        sentence = reason(
            "The birth date {said} is not the one in the identity number ({born}). Correct one of them.",
            said=said,
            born=born,
        )
        if abs((said - born).days) > _LUNAR_DAYS:
            draft.fault("birth_date", sentence)
        else:
            draft.remark("birth_date", sentence)
    if draft.values.get("sex") in {Sex.F, Sex.M} and draft.values["sex"] is not sex:
        draft.remark(
            "sex",
            reason(
                "The sex {said} is not the one in the identity number ({sex}). Check both.",
                said=str(draft.values["sex"]),
                sex=str(sex),
            ),
        )


def _against_birth(draft: Draft, born: date) -> None:
    for event in _EVENTS:
        day = draft.values.get(event)
        if day is not None and day < born:
            draft.fault(
                "birth_date" if "birth_date" in draft.plan.by_field else "id_number",
                reason(
                    "The birth ({born}) lies after {day}. Correct one of the two dates.", born=born, day=day
                ),
            )
            return
    age = draft.values.get("age")
    day = next((draft.values[event] for event in _EVENTS if draft.values.get(event)), None)
    if age is not None and day is not None:
        years = (day - born) / timedelta(days=365.2425)
        if abs(years - age.years) > 2:
            draft.remark(
                "age",
                reason(
                    "The age {age} does not fit the birth date {born}; check both.", age=str(age), born=born
                ),
            )
