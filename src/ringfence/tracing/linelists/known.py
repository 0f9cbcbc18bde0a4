"""The cases of an outbreak as the line-list engine looks them up: a thousand rows with a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from ringfence.cores.linelist.values.person import Age, read_age
from ringfence.cores.linelist.verdicts import KnownCase, case_key
from ringfence.kernel import city_date
from ringfence.tracing.cases import queries as cases

from .models import ImportRow

# Fields of a row that are columns of a case, by the column's name.
CASE_COLUMNS = {
    "onset_date": "onset_date", "symptoms": "symptoms", "sample_date": "sampled_on", "report_date": "reported_on",
    "classification": "classification", "severity": "severity", "origin": "origin", "found_by": "found_by",
    "outcome": "outcome", "outcome_date": "outcome_on", "exposure_place": "exposure_place",
    "exposure_start": "exposure_from", "exposure_end": "exposure_to", "infection_source": "source_text",
    "notes": "notes",
}  # fmt: skip
# Fields of a row that are kept with the person's identity.
IDENTITY_COLUMNS = ("id_number", "phone", "address", "workplace", "occupation")


CAME_IN = (ImportRow.Became.CREATED, ImportRow.Became.UPDATED, ImportRow.Became.UNCHANGED)
DAYS_WITHOUT_A_COLUMN = frozenset({"isolation_date", "death_date"})  # kept as text among what the file said


class DatabaseCases:
    """Known cases of one outbreak; the engine's `KnownCases`."""

    def __init__(self, *, outbreak_id: UUID) -> None:
        self.outbreak_id = outbreak_id

    def find(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCase]]:
        """Known cases under each key: by number, by identity number, by the sound of the name."""
        wanted = set(keys)
        rows = cases.for_duplicate_check(
            outbreak_id=self.outbreak_id, numbers=self._numbers(keys), id_numbers=_after(keys, "id:"),
            phones=[value.split("|")[0] for value in _after(keys, "phone-name:")],
            sounds_and_days=[_first_two(value) for value in _after(keys, "name-birth:")],
            sounds_and_ages=[_first_two(value) for value in _after(keys, "name-age-area:")],
        )  # fmt: skip
        found: dict[str, list[KnownCase]] = defaultdict(list)
        for case in rows:
            known = known_case(case)
            for key in known.lookup_keys():
                if key in wanted:
                    found[key].append(known)
        return found | self._imported_before([key for key in keys if key.startswith("row:")])

    def _imported_before(self, keys: Collection[str]) -> dict[str, list[KnownCase]]:
        """Cases that came in by a row that said the same and by which nobody can be found otherwise."""
        if not keys:
            return {}
        told = ImportRow.objects.filter(
            run__outbreak_id=self.outbreak_id, content_key__in=keys, became__in=CAME_IN, case_id__isnull=False
        ).order_by("run__uploaded_at").values_list("content_key", "case_id")  # fmt: skip
        case_of = {key: case_id for key, case_id in told if case_id}
        numbers = cases.numbers_by_id(case_ids=set(case_of.values()))
        return {
            key: [KnownCase(ref=str(case_id), case_id=numbers[case_id], values={})]
            for key, case_id in case_of.items() if case_id in numbers
        }  # fmt: skip

    def _numbers(self, keys: Collection[str]) -> list[str]:
        """Case numbers in lower case, as the register finds them; odd ones as they are written there."""
        plain = _after(keys, "case:")
        return plain + [odd for key in plain for odd in self._odd.get(key, ())]

    @cached_property
    def _odd(self) -> Mapping[str, Sequence[str]]:
        """Numbers with spaces or letters beyond ASCII (TJ 14, Á1), by the key under which a file finds them."""
        found: dict[str, list[str]] = defaultdict(list)
        for number in cases.odd_numbers(outbreak_id=self.outbreak_id):
            found[case_key(number).removeprefix("case:")].append(number)
        return found


def known_case(case: cases.Case) -> KnownCase:
    """A case with its person and identity, in the words of a row. What the file said more exactly stands as it said it."""
    values: dict[str, Any] = {name: getattr(case, column) for name, column in CASE_COLUMNS.items()}
    person, identity = case.person, case.person.identity
    values |= {name: getattr(identity, name) for name in IDENTITY_COLUMNS}
    values |= {
        "name": identity.name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "area": case.area_id,
    }
    if case.isolated_at is not None:
        values["isolation_date"] = city_date(case.isolated_at)
    if person.age_years is not None:
        values["age"] = Age(value=Decimal(person.age_years))
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    given: dict[str, Any] = dict(case.extra.get("given", {}))
    if "age" in given:
        given["age"] = read_age(given["age"]).value
    for name in DAYS_WITHOUT_A_COLUMN & given.keys():
        given[name] = date.fromisoformat(given[name])
    return KnownCase(
        ref=str(case.id), case_id=case.number, values=kept | given, extra=case.extra.get("extra", {})
    )


def _after(keys: Iterable[str], prefix: str) -> list[str]:
    return [key[len(prefix) :] for key in keys if key.startswith(prefix)]


def _first_two(value: str) -> tuple[str, str]:
    first, second, *_ = value.split("|")
    return first, second
