"""What the process that has the key answers: numbers of people for a purpose, tokens of a search's numbers; nothing else.

Every call is counted against a limit and handed to the record, also a refused one. A call holds no name.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from .key import Key, KeyFault


class Purpose(StrEnum):
    """What numbers are needed for."""

    RECORDS = "RECORDS"  # records come in: a number for each person of a file
    MOVING = "MOVING"  # numbers that an earlier release kept in clear are sealed, once
    TOLD = "TOLD"  # a file tells people by number: which of these are numbers of anybody
    SEARCH = "SEARCH"  # one approved search: the number of its case
    LIVE = "LIVE"  # new records are matched with the open searches: the numbers of their cases
    SOURCES = "SOURCES"  # the source of a cluster: the numbers of the outbreak's cases
    LEADS = (
        "LEADS"  # the numbers that one recorded search found, so that they are named to whoever works on it
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """How many at once, how many different ones in an hour (0: not counted), and how many for one search (0: it names none)."""

    a_call: int
    an_hour: int
    a_search: int = 0


# [D] house decisions: what the largest honest use needs (files of 20,000 rows in parts, a dozen an hour; 1,000 open cases,
# matched every few seconds; the most leads that a case may have), so that whoever takes over a web process needs days to walk
# through a city of eight million numbers, and leaves a line for each step.
LIMITS = {
    Purpose.RECORDS: Limit(5_000, 300_000),
    Purpose.MOVING: Limit(5_000, 0),
    Purpose.TOLD: Limit(5_000, 50_000),
    Purpose.SEARCH: Limit(1, 2_000),
    Purpose.LIVE: Limit(5_000, 5_000),
    Purpose.SOURCES: Limit(5_000, 30_000),
    Purpose.LEADS: Limit(20_000, 200_000, 20_000),
}
MAY = {
    "give": (Purpose.RECORDS,),
    "keep": (Purpose.MOVING,),
    "numbers": (Purpose.RECORDS, Purpose.SEARCH, Purpose.LIVE, Purpose.SOURCES),
    "tokens": (Purpose.TOLD, Purpose.LEADS),
    "status": (),
}
NUMBERS = 8_000_000  # as many as a store has


class Denied(Exception):
    """The call is not answered. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Keeper:
    """Has the key and answers. `record` is given every call before its answer leaves."""

    key: Key
    record: Callable[[Mapping[str, Any]], None]
    begun: datetime
    moving: bool = (
        False  # are numbers of an earlier release taken over? Later, that would tell whoever asks every token
    )
    counted: Counter[str] = field(default_factory=Counter)
    _hour: dict[Purpose, tuple[datetime, Set[int]]] = field(default_factory=dict)
    _of_search: dict[str, set[int]] = field(default_factory=dict)

    def answer(self, asked: Mapping[str, Any], *, now: datetime, who: str = "") -> dict[str, Any]:
        """An answer, or {"denied": code}."""
        kind = str(asked.get("kind", ""))[:20]
        told = {"at": now.isoformat(), "kind": kind, "purpose": str(asked.get("purpose", ""))[:20],
                "outbreak": str(asked.get("outbreak", ""))[:36], "search": str(asked.get("search", ""))[:36], "who": who}  # fmt: skip
        try:
            if kind == "status":
                return {"key": self.key.id, "begun": self.begun.isoformat(), "counted": dict(self.counted)}
            found, count = self._answered(kind, asked, now)
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            return self._denied(told, "BAD")
        except KeyFault:
            return self._denied(told, "NOT_GENUINE")
        except Denied as denied:
            return self._denied(told, denied.code)
        self.counted[f"{kind} {told['purpose']}"] += count
        self.record(told | {"count": count})
        return found

    def _answered(self, kind: str, asked: Mapping[str, Any], now: datetime) -> tuple[dict[str, Any], int]:
        purpose, outbreak = Purpose(asked["purpose"]), UUID(asked["outbreak"])
        if purpose not in MAY.get(kind, ()):
            raise Denied("BAD")
        if purpose is Purpose.MOVING and not self.moving:
            raise Denied("NOT_MOVING")
        if proof := asked.get("proof"):  # a row that is there: another key must not be mixed in
            self.key.open(outbreak=outbreak, person=UUID(proof[0]), sealed=bytes.fromhex(proof[1]))
        items = asked["items"]
        self._must_fit(purpose, items, str(asked.get("search", "")), now)
        return {"answer": getattr(self, f"_{kind}")(outbreak, items)}, len(items)

    def _give(self, outbreak: UUID, people: Sequence[str]) -> list[list[str]]:
        """[sealed number, token] for each person: drawn at random, so that a number says nothing."""
        found = []
        for person in people:
            number = secrets.randbelow(NUMBERS)
            sealed = self.key.seal(outbreak=outbreak, person=UUID(person), number=number)
            found.append([sealed.hex(), self.key.token(outbreak=outbreak, number=number).hex()])
        return found

    def _keep(self, outbreak: UUID, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        """[sealed number, token] for numbers that an earlier release kept in clear."""
        return [
            [self.key.seal(outbreak=outbreak, person=UUID(who), number=int(number)).hex(),
             self.key.token(outbreak=outbreak, number=int(number)).hex()]
            for who, number in rows
        ]  # fmt: skip

    def _numbers(self, outbreak: UUID, rows: Sequence[Sequence[str]]) -> list[int]:
        return [self.key.open(outbreak=outbreak, person=UUID(who), sealed=bytes.fromhex(told)) for who, told in rows]  # fmt: skip

    def _tokens(self, outbreak: UUID, numbers: Sequence[int]) -> list[str]:
        return [self.key.token(outbreak=outbreak, number=int(one)).hex() for one in numbers]

    def _must_fit(self, purpose: Purpose, items: Sequence[Any], search: str, now: datetime) -> None:
        limit = LIMITS[purpose]
        begun, before = self._hour.get(purpose, (now, frozenset()))
        if (now - begun).total_seconds() >= 3600:
            begun, before = now, frozenset()
        different = {hash(str(one if isinstance(one, str | int) else one[0])) for one in items}
        if len(items) > limit.a_call:
            raise Denied("TOO_MANY")
        if not limit.an_hour:
            return
        if len(before | different) > limit.an_hour:
            raise Denied("TOO_MANY")
        if limit.a_search:
            UUID(search)  # it names one
            known = self._of_search.get(search, set()) | {int(one) for one in items}
            if len(known) > limit.a_search:
                raise Denied("TOO_MANY")
            self._of_search[search] = known
        self._hour[purpose] = (begun, before | different)

    def _denied(self, told: dict[str, Any], code: str) -> dict[str, Any]:
        self.counted[f"denied {code}"] += 1
        self.record(told | {"denied": code})
        return {"denied": code}
