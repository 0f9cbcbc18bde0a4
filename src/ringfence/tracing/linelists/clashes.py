"""What a row must not take from somebody else: their identity number, their case ID, their place as a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from ringfence.cores.linelist.rows import CellNote, LineListRow
from ringfence.cores.linelist.verdicts import Judged, case_key, other_name
from ringfence.kernel import reason
from ringfence.registry.people import queries as people
from ringfence.registry.people.queries import Holder
from ringfence.tracing.cases import queries as cases

from .known import DatabaseCases

LOOKED_UP_TOGETHER = 500  # rows, as many as are imported in one transaction
OF_ANOTHER = reason("Another person is registered with this identity number. Compare it with the card.")
OTHER_NAME = reason(
    "Somebody is registered with this identity number under another name. Compare number and name with the card, and correct the wrong one."
)
RULED_OUT = "RULED_OUT"
TAKEN_UP_ON_ITS_PAGE = reason(
    "This case was ruled out. Take it up again on its own page ('Take up again'), which asks why and puts its contacts up for decision; then import the row again."
)


class Claim(NamedTuple):
    """The first row of a file with an identity number, and the known case that it is about."""

    row: int
    ref: str | None


def checked(judged: Iterable[Judged]) -> Iterator[Judged]:
    """The rows as they were judged; wrong, with its cell: somebody else's identity number, a case taken up in passing."""
    source, claimed = iter(judged), dict[str, Claim]()
    while batch := list(islice(source, LOOKED_UP_TOGETHER)):
        found = holders(batch)
        patients = cases.person_ids(case_ids=[UUID(one.ref) for one in batch if one.ref])
        for one in batch:
            yield _not_in_passing(_claimed(_checked(one, found.get(number_of(one)), patients), claimed))


def of_created(judged: Sequence[Judged], *, outbreak_id: UUID) -> dict[int, CellNote]:
    """Rows of a batch that would double a case or a person, by their number; the first of two alike goes in."""
    lines = [one.row for one in judged if isinstance(one.row, LineListRow)]
    taken = set(
        DatabaseCases(outbreak_id=outbreak_id).find({case_key(row.case_id) for row in lines if row.case_id})
    )
    found = holders(judged)
    case_of = cases.numbers_of_people(
        outbreak_id=outbreak_id, person_ids=[one.person_id for one in found.values()]
    )
    case_by_number = {
        number: case_of[one.person_id] for number, one in found.items() if one.person_id in case_of
    }
    names = {number: one.name for number, one in found.items()}
    notes: dict[int, CellNote] = {}
    for row in lines:
        note = _of_created(row, taken, names, case_by_number)
        if note is not None:
            notes[row.number] = note
            continue
        if row.case_id:
            taken.add(case_key(row.case_id))
        if row.id_number:
            names.setdefault(row.id_number.upper(), row.name or "")
            case_by_number.setdefault(row.id_number.upper(), row.case_id or f"#{row.number}")
    return notes


def of_updated(judged: Sequence[Judged]) -> dict[int, CellNote]:
    """Rows of a batch that would give a known case somebody else's identity number, by their number."""
    owners = {number: one.person_id for number, one in holders(judged).items()}
    patients = cases.person_ids(case_ids=[UUID(one.ref) for one in judged if one.ref])
    notes = {}
    for one in judged:
        number, patient = number_of(one), patients.get(UUID(one.ref)) if one.ref else None
        if number and patient and owners.setdefault(number, patient) != patient:
            notes[one.row.number] = CellNote("id_number", "", number, OF_ANOTHER)
    return notes


def holders(judged: Iterable[Judged]) -> dict[str, Holder]:
    """Who is registered with the identity numbers of these rows. A person that goes by a case number has no name."""
    found = people.holders(numbers=[number_of(one) for one in judged])
    nameless = cases.named_after_their_case(person_ids=[one.person_id for one in found.values()])
    return {
        number: one._replace(name="") if one.person_id in nameless else one for number, one in found.items()
    }


def number_of(judged: Judged) -> str:
    return str(getattr(judged.row, "id_number", None) or "").upper()


def _checked(judged: Judged, holder: Holder | None, patients: dict[UUID, UUID]) -> Judged:
    if holder is None or not isinstance(judged.row, LineListRow):
        return judged
    if judged.ref is not None:
        mixed = OF_ANOTHER if patients.get(UUID(judged.ref)) != holder.person_id else None
    else:
        mixed = OTHER_NAME if other_name(judged.row.name, holder.name) else None
    return Judged.wrong(judged.row, field="id_number", why=mixed, ref=judged.ref) if mixed else judged


def _claimed(judged: Judged, claimed: dict[str, Claim]) -> Judged:
    """Wrong, when an earlier row of the file gives the number of this known case to somebody else."""
    number = number_of(judged)
    if not number or not isinstance(judged.row, LineListRow):
        return judged
    mine = Claim(judged.row.number, judged.ref)
    first = claimed.setdefault(number, mine)
    if judged.ref is None or first.ref == judged.ref or first is mine:
        return judged
    why = reason(
        "Row {row} gives this identity number to somebody else. Correct one of the two numbers.",
        row=first.row,
    )
    return Judged.wrong(judged.row, field="id_number", why=why, ref=judged.ref)


def _not_in_passing(judged: Judged) -> Judged:
    """Wrong, when the row takes up again a case that was ruled out: that needs a reason and concerns its contacts."""
    again = any(one.field == "classification" and str(one.before) == RULED_OUT for one in judged.changes)
    if not again or not isinstance(judged.row, LineListRow):
        return judged
    return Judged.wrong(judged.row, field="classification", why=TAKEN_UP_ON_ITS_PAGE, ref=judged.ref)


def _of_created(
    row: LineListRow, taken: set[str], names: dict[str, str], case_by_number: dict[str, str]
) -> CellNote | None:
    number = (row.id_number or "").upper()
    if row.case_id and case_key(row.case_id) in taken:
        taken_already = reason(
            "The case ID {case_id} is taken already. Give each case its own ID.", case_id=row.case_id
        )
        return CellNote("case_id", "", row.case_id, taken_already)
    if number in names and other_name(row.name, names[number]):
        return CellNote("id_number", "", number, OTHER_NAME)
    if number in case_by_number:
        one_case = reason(
            "This person is case {case_id} of this outbreak already. Give that case ID, or skip the row.",
            case_id=case_by_number[number],
        )
        return CellNote("id_number", "", number, one_case)
    return None
