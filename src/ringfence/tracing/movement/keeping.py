"""The process that keeps the key of the numbers, as this room asks it: a refusal becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from ringfence.cores import pseudonyms
from ringfence.cores.pseudonyms import Purpose
from ringfence.kernel import Refused, reason

AT_ONCE = 5_000  # of one call (`cores/pseudonyms/keeper.LIMITS`)
Row = tuple[UUID, bytes]  # a person and their sealed number


def give(*, outbreak_id: UUID, person_ids: Sequence[UUID], proof: Row | None) -> list[tuple[bytes, bytes]]:
    """(sealed number, token) for each person who has none yet. `proof`: a row that is there, so that no other key is mixed in."""
    found = _ask("give", Purpose.RECORDS, outbreak_id, [str(one) for one in person_ids], proof=proof)
    return [(bytes.fromhex(sealed), bytes.fromhex(token)) for sealed, token in found]


def keep(*, outbreak_id: UUID, numbers: Sequence[tuple[UUID, int]]) -> list[tuple[bytes, bytes]]:
    """(sealed number, token) of numbers that an earlier release kept in clear: for the migration."""
    found = _ask("keep", Purpose.MOVING, outbreak_id, [[str(person), number] for person, number in numbers])
    return [(bytes.fromhex(sealed), bytes.fromhex(token)) for sealed, token in found]


def numbers(
    *, outbreak_id: UUID, rows: Sequence[Row], purpose: Purpose, search_id: UUID | None = None
) -> list[int]:
    """The numbers of these people, in their order, for a purpose."""
    told = [[str(person), bytes(sealed).hex()] for person, sealed in rows]
    return [int(one) for one in _ask("numbers", purpose, outbreak_id, told, search_id=search_id)]


def tokens(
    *, outbreak_id: UUID, numbers: Sequence[int], purpose: Purpose, proof: Row | None, search_id: UUID | None = None
) -> list[bytes]:  # fmt: skip
    """Where these numbers are found; of a recorded search, or of a file that tells people by number."""
    found = _ask("tokens", purpose, outbreak_id, list(numbers), search_id=search_id, proof=proof)
    return [bytes.fromhex(one) for one in found]


def _ask(
    kind: str, purpose: Purpose, outbreak_id: UUID, items: Sequence[Any], *, search_id: UUID | None = None, proof: Row | None = None
) -> list[Any]:  # fmt: skip
    """In parts; nothing is asked for nobody."""
    found: list[Any] = []
    for part in _parts(items):
        asked = {"kind": kind, "purpose": str(purpose), "outbreak": str(outbreak_id), "items": part}
        if search_id is not None:
            asked["search"] = str(search_id)
        if proof is not None:
            asked["proof"] = [str(proof[0]), bytes(proof[1]).hex()]
        found += _answer(asked)
    return found


def _answer(asked: dict[str, Any]) -> list[Any]:
    address = pseudonyms.Address(Path(settings.PSEUDONYMS), settings.PSEUDONYMS_START)
    try:
        told = pseudonyms.ask(address, asked)
    except (pseudonyms.Absent, TimeoutError):
        raise Refused(reason("The process that keeps the key of the movement numbers does not answer at {file}. Start it: ringfence pseudonyms serve",
                             file=str(address.file))) from None  # fmt: skip
    if "answer" in told:
        return list(told["answer"])
    if told.get("denied") == "TOO_MANY":
        raise Refused(reason("More numbers of movement records were asked for than one search may open in an hour. The call is on record; try again later."))  # fmt: skip
    if told.get("denied") == "NOT_MOVING":
        raise Refused(reason("Numbers of an earlier release are taken over within a day after the key was made. Later, run this first: ringfence pseudonyms serve --moving"))  # fmt: skip
    if told.get("denied") == "NOT_GENUINE":
        raise Refused(reason("The numbers of the movement records were changed from outside, or the key is not the right one. Nothing is opened. See: ringfence pseudonyms status"))  # fmt: skip
    raise Refused(reason("The process that keeps the key of the movement numbers does not understand this call: it is of another version. Start it anew."))  # fmt: skip


def _parts(items: Sequence[Any]) -> Iterator[list[Any]]:
    source = iter(items)
    while part := list(islice(source, AT_ONCE)):
        yield part
