"""Bring a file into the store: read, merge, number, write all at once; the same file twice changes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ringfence.kernel import Refused, reason

from ..grid import Grid
from ..places import Air, Kind, Mode, Place, PlaceTable
from ..stays import make_stays
from ..store import MovementStore, add_batch, add_places
from .account import Account, Refusal, Remark
from .merging import Span, doubled, made_into_stays, pieces
from .rows import REQUIRED, Reader, Record, position, refuse_missing, why
from .tables import Row, read_table

SQUARE_CM = 2_000  # [D] a position without a place is taken as a spot of 20 m; MOVEMENT 3: 10 to 20 m
SQUARE_RADIUS_METRES = 15


def bring_records(
    folder: Path, *, file: Path, now: datetime, source: str = "", datum: str = "", only_look: bool = False
) -> Account:
    """Every row becomes a stay, part of one, or is refused. `source`, `datum`: for rows that do not say their own.

    `only_look`: the same account, but nothing is written.
    """
    rows = read_table(file)
    batch = _batch(file, source, datum)
    snapshot = MovementStore(folder).snapshot()
    refuse_missing(list(rows[0]) if rows else [], REQUIRED)
    if batch in snapshot.manifest.batches:
        return Account(batch, len(rows), 0, 0, (), (), already_in=True)
    manifest = snapshot.manifest
    reader = Reader(
        snapshot.places, manifest.grid, manifest.persons, manifest.forgotten_before, now, source, datum
    )
    records, refusals = _read(rows, reader)
    places = _with_spots(snapshot.places, records)
    stays, remarks, doubles = _stays(records, places)
    pieces_ = [piece for stay in stays for piece in pieces(stay)]
    account = Account(
        batch=batch, rows_in=len(rows), kept=len(stays), merged=len(records) - len(stays), refusals=tuple(refusals),
        remarks=tuple(remarks), imputed=sum(stay.imputed for stay in stays), doubled=doubles, stored=len(pieces_),
        new_places=len(places) - len(snapshot.places),
    )  # fmt: skip
    if only_look:
        return account
    added = add_batch(
        folder, batch=batch, stays=make_stays(pieces_), account=account.counts() | {"file": file.name, "at": now.isoformat()},
        places=places if account.new_places else None,
    )  # fmt: skip
    return account if added else Account(batch, len(rows), 0, 0, (), (), already_in=True)


def bring_places(folder: Path, *, file: Path, datum: str = "", only_look: bool = False) -> Account:
    """Places of a file that are not known yet. A known code is left as it is and counted as merged."""
    rows = read_table(file)
    refuse_missing(list(rows[0]) if rows else [], ("code",))
    snapshot = MovementStore(folder).snapshot()
    fresh: dict[str, Place] = {}
    refusals, merged = [], 0
    for line, row in enumerate(rows, 2):
        try:
            place = _place(row, snapshot.manifest.grid, datum)
        except Refused as refusal:
            refusals.append(Refusal(line, why(refusal)))
            continue
        known = snapshot.places.number_of(place.code) is not None or place.code in fresh
        merged += known
        if not known:
            fresh[place.code] = place
    if fresh and not only_look:
        add_places(folder, places=snapshot.places.with_places(list(fresh.values())))
    return Account(
        _batch(file, "", datum), len(rows), len(fresh), merged, tuple(refusals), (), new_places=len(fresh)
    )


def _read(rows: Sequence[Row], reader: Reader) -> tuple[list[Record], list[Refusal]]:
    records, refusals = [], []
    for line, row in enumerate(rows, 2):
        try:
            records.append(reader.read(row, line))
        except Refused as refusal:
            refusals.append(Refusal(line, why(refusal)))
    return records, refusals


def _spot(record: Record) -> tuple[int, int]:
    return record.x_cm // SQUARE_CM, record.y_cm // SQUARE_CM


def _spot_code(spot: tuple[int, int]) -> str:
    return f"@{spot[0]}_{spot[1]}"


def _with_spots(places: PlaceTable, records: Sequence[Record]) -> PlaceTable:
    """The table with a place for every 20 m spot that records tell of."""
    spots = {_spot(record) for record in records if record.place is None}
    fresh = [
        Place(_spot_code(spot), x_cm=spot[0] * SQUARE_CM + SQUARE_CM // 2, y_cm=spot[1] * SQUARE_CM + SQUARE_CM // 2, radius_metres=SQUARE_RADIUS_METRES)
        for spot in sorted(spots) if places.number_of(_spot_code(spot)) is None
    ]  # fmt: skip
    return places.with_places(fresh) if fresh else places


def _stays(records: Sequence[Record], places: PlaceTable) -> tuple[list[Span], list[Remark], int]:
    by_person: dict[int, list[Span]] = defaultdict(list)
    for one in records:
        number = places.number_of(_spot_code(_spot(one))) if one.place is None else one.place
        assert number is not None
        row = places.table[places.rows_of([number])[0]]
        at = (int(row["x_cm"]), int(row["y_cm"])) if row["placed"] else None
        span = Span(
            one.person,
            number,
            Kind(int(row["kind"])),
            at,
            one.from_s,
            one.to_s,
            one.source,
            False,
            (one.line,),
        )
        by_person[one.person].append(span)
    stays, remarks, doubles = [], [], 0
    for spans in by_person.values():
        of_person, odd = made_into_stays(spans)
        stays += of_person
        remarks += odd
        doubles += doubled(of_person)
    return stays, sorted(remarks, key=lambda remark: remark.line), doubles


def _place(row: Row, grid: Grid, datum: str) -> Place:
    words = {name: value.strip() for name, value in row.items() if value is not None}
    if not words.get("code") or words["code"].startswith("@"):
        raise Refused(reason("A place needs a code; codes that begin with @ are given by the store."))
    x_cm, y_cm = (
        position(row, grid, datum) if words.get("longitude") or words.get("latitude") else (None, None)
    )
    numbers = {
        name: _whole(words.get(name, ""), name)
        for name in ("radius_metres", "crowd", "coach", "row", "compartment")
    }
    trip, mode = words.get("trip", ""), Mode[_member(words.get("mode", ""), Mode, "mode", "NONE")]
    if bool(trip) != (mode is not Mode.NONE):
        raise Refused(reason("A seat needs both its trip and its mode, another place neither."))
    return Place(
        code=words["code"], name=words.get("name", ""), x_cm=x_cm, y_cm=y_cm, trip=trip, mode=mode,
        kind=Kind[_member(words.get("kind", ""), Kind, "kind", "SEAT" if trip else "OTHER")],
        air=Air[_member(words.get("ventilation", ""), Air, "ventilation", "UNKNOWN")],
        crew=words.get("crew", "").lower() in ("1", "yes", "true", "是"), **numbers,
    )  # fmt: skip


def _member(word: str, kind: type[Kind] | type[Air] | type[Mode], column: str, usual: str) -> str:
    chosen = word.upper() or usual
    if chosen not in kind.__members__:
        raise Refused(
            reason("{column}: write one of {words}.", column=column, words=", ".join(kind.__members__))
        )
    return chosen


def _whole(word: str, column: str) -> int:
    if word and not (word.isascii() and word.isdigit() and int(word) < 1_000_000):
        raise Refused(reason("{column}: write a whole number below a million.", column=column))
    return int(word or 0)


def _batch(file: Path, source: str, datum: str) -> str:
    """The file by its content, with what it was read as."""
    digest = hashlib.sha256(f"{source}\0{datum}\0".encode())
    with file.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
