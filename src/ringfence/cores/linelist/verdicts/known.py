"""The cases that are already there, found by keys: the database behind it is somebody else's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ringfence.cores.linelist.rows import LineListRow

from .keys import case_key, person_keys


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as the outbreak has it. `values` and `extra` have the keys of a `LineListRow`."""

    ref: str  # whatever the caller finds the case again by
    case_id: str | None
    values: Mapping[str, Any]
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: LineListRow, *, ref: str = "") -> KnownCase:
        """The case as this row would leave it."""
        return cls(ref or row.case_id or f"row {row.number}", row.case_id, row.given(), dict(row.extra))

    def lookup_keys(self) -> tuple[str, ...]:
        """All keys under which this case is found."""
        return (*((case_key(self.case_id),) if self.case_id else ()), *keys_of_values(self.values))


class KnownCases(Protocol):
    """A look-up of many keys at once, so that a database answers a thousand rows with one query."""

    def find(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCase]]:
        """The known cases under each of these keys; keys without a case may be left out."""


class InMemory:
    """Known cases held in memory: for previews of a second file, the command line and tests."""

    def __init__(self, cases: Iterable[KnownCase] = ()) -> None:
        self._by_key: dict[str, list[KnownCase]] = defaultdict(list)
        for case in cases:
            self.add(case)

    def add(self, case: KnownCase) -> None:
        for key in case.lookup_keys():
            self._by_key[key].append(case)

    def find(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCase]]:
        return {key: self._by_key[key] for key in keys if key in self._by_key}


def keys_of_values(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Person keys of the fields of a row or a case."""
    return person_keys(
        name=values.get("name"), id_number=values.get("id_number"), phone=values.get("phone"),
        birth_date=values.get("birth_date"), age=values.get("age"), area=values.get("area"),
    )  # fmt: skip
