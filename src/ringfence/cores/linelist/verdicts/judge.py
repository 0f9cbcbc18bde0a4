"""Each row against the known cases and against the rows before it in the same file. Deterministic rules first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ringfence.cores.linelist.rows import GoodRow, LineListRow, SkippedLine, WrongRow
from ringfence.cores.linelist.rows.checks import contradiction
from ringfence.kernel import reason

from . import persons
from .changes import changes
from .keys import ROW, case_key, kind_of, row_key
from .known import KnownCase, KnownCases, keys_of_values
from .likeness import other_name
from .persons import Seen
from .verdict import Judged, Suspect, Verdict

BATCH = 2_000  # rows looked up together
_REF = "ref:"  # the key of a known case among the rows that are about it


def judge(*, rows: Iterable[GoodRow | WrongRow | SkippedLine], known: KnownCases) -> Iterator[Judged]:
    """A verdict for each row, in the order of the file; known cases are looked up in batches."""
    seen: dict[str, Seen] = {}
    unmarked: Counter[str] = Counter()
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        keys = {
            number: _keys(row, unmarked) for number, row in enumerate(batch) if isinstance(row, LineListRow)
        }
        found = known.find({key for some in keys.values() for key in some})
        for number, row in enumerate(batch):
            if isinstance(row, LineListRow):
                yield _judged(row, keys[number], found, seen)
            elif isinstance(row, WrongRow):
                yield Judged(row, Verdict.WRONG, why=row.faults[0].reason)
            elif isinstance(row, SkippedLine):
                yield Judged(row, Verdict.NOT_A_CASE, why=row.reason)


def _keys(row: LineListRow, unmarked: Counter[str]) -> tuple[str, ...]:
    """What the row is found by: its ID and its person; without either, by what it says and the how-many-eth it is."""
    own = (case_key(row.case_id),) if row.case_id else ()
    keys = own + keys_of_values(row.given())
    if keys:
        return keys
    first = row_key(given=row.given(), extra=row.extra, nth=1)
    unmarked[first] += 1
    return (row_key(given=row.given(), extra=row.extra, nth=unmarked[first]),)


def _judged(
    row: LineListRow, keys: Sequence[str], found: Mapping[str, Sequence[KnownCase]], seen: dict[str, Seen]
) -> Judged:
    content = _content(row)
    verdict = _by_case_id(row, keys, found, seen, content) or _by_person(row, keys, found, seen, content)
    mine = Seen.of(row, content)
    if verdict.ref is not None:
        keys = (*keys, _REF + verdict.ref)
        verdict = _told_twice(verdict, seen.get(keys[-1]), row)
    for key in keys:
        seen.setdefault(key, mine)
    return verdict


def _told_twice(judged: Judged, earlier: Seen | None, row: LineListRow) -> Judged:
    """Two rows of a file that say different things of one known case: the second waits for a person."""
    if earlier is None or judged.verdict is not Verdict.UPDATE:
        return judged
    why = reason("Row {row} is about the same case already. Keep one of the two rows.", row=earlier.number)
    suspect = Suspect(judged.ref, earlier.case_id, earlier.number, 1.0, why)
    return Judged(row, Verdict.DUPLICATE_SUSPECTED, suspects=(suspect,), why=why)


def _content(row: LineListRow) -> int:
    """Equal for rows that say the same, whatever their place."""
    return hash((tuple(row.given().items()), tuple(sorted(row.extra.items()))))


def _by_case_id(
    row: LineListRow,
    keys: Sequence[str],
    found: Mapping[str, Sequence[KnownCase]],
    seen: Mapping[str, Seen],
    content: int,
) -> Judged | None:
    """An ID that stands in the file already, or that the outbreak knows."""
    if not row.case_id:
        return None
    earlier = seen.get(keys[0])
    if earlier is not None:
        return _repeated(row, earlier, content)
    known = found.get(keys[0], ())
    return _known(row, known[0]) if known else None


def _repeated(row: LineListRow, earlier: Seen, content: int) -> Judged:
    if earlier.content == content:
        return Judged(
            row, Verdict.SAME, why=reason("The same row stands already in row {row}.", row=earlier.number)
        )
    why = reason(
        "The case ID {case_id} stands already in row {row}, with other contents. Give each case its own ID.",
        case_id=row.case_id,
        row=earlier.number,
    )
    return Judged(
        row,
        Verdict.DUPLICATE_SUSPECTED,
        suspects=(Suspect(None, earlier.case_id, earlier.number, 1.0, why),),
        why=why,
    )


def _known(row: LineListRow, known: KnownCase) -> Judged:
    """Same or update, unless it is somebody else, or its dates would become impossible."""
    number = known.values.get("id_number")
    if row.id_number and number and str(number).upper() != row.id_number.upper():
        sentence = reason(
            "The case ID {case_id} belongs to a person with another identity number. Correct the ID or the number.",
            case_id=row.case_id or known.case_id,
        )
        field = "case_id" if row.case_id else "id_number"
        return Judged.wrong(row, field=field, why=sentence, ref=known.ref)
    if not row.case_id and other_name(row.name, known.values.get("name")):
        sentence = reason(
            "The identity number is that of case {who}, who has another name. Correct the number or the name.",
            who=known.case_id or known.ref,
        )
        return Judged.wrong(row, field="id_number", why=sentence, ref=known.ref)
    changed = changes(row=row, known=known)
    impossible = contradiction({**known.values, **row.given()}, {one.field for one in changed})
    if impossible is not None:
        return Judged.wrong(row, field=impossible[0], why=impossible[1], ref=known.ref)
    return Judged(row, Verdict.UPDATE if changed else Verdict.SAME, known.ref, changed)


def _by_person(
    row: LineListRow,
    keys: Sequence[str],
    found: Mapping[str, Sequence[KnownCase]],
    seen: Mapping[str, Seen],
    content: int,
) -> Judged:
    """No such case ID: perhaps the person is known under another one, or without one."""
    if kind_of(keys[0]) is ROW:
        return _unmarked(row, keys[0], found)
    earlier = next((one for key in keys if (one := seen.get(key)) and one.content == content), None)
    if earlier is not None and not row.case_id:
        return _repeated(row, earlier, content)
    suspects = persons.suspects(row, keys, found, seen)
    in_the_file = any(one.ref is None and one.score >= persons.CERTAIN_FROM for one in suspects)
    certain = persons.certain(row, keys, found)
    if certain is not None and not in_the_file:
        return _known(row, certain)
    if not suspects:
        return Judged(row, Verdict.NEW)
    return Judged(row, Verdict.DUPLICATE_SUSPECTED, suspects=suspects, why=suspects[0].why)


def _unmarked(row: LineListRow, key: str, found: Mapping[str, Sequence[KnownCase]]) -> Judged:
    """Nobody can be found by this row: it is the same only as one that said exactly the same before."""
    known = found.get(key, ())
    if not known:
        return Judged(row, Verdict.NEW, key=key)
    why = reason("This row was imported before, as case {case_id}.", case_id=known[0].case_id or known[0].ref)
    return Judged(row, Verdict.SAME, known[0].ref, why=why, key=key)
