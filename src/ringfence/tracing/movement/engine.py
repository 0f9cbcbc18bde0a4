"""The movement store of an outbreak: made when it is first needed, searched, written. Loaded only by who uses it.

Everything of `cores.copresence` passes through here: its engines are some 100 MB that most processes never need.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from ringfence.cores import copresence
from ringfence.cores.copresence.authorisation import MOST_LEADS_PER_CASE
from ringfence.cores.copresence.datum import read_datum, to_wgs84
from ringfence.cores.copresence.records import read_table
from ringfence.cores.copresence.stays import joined
from ringfence.kernel import Refused

PERSONS = 8_000_000  # numbers of a store: the city's 6.25 million residents and its guests
XINXIANG = (113.92, 35.30)  # degrees WGS-84, the origin of the metre grid


@dataclass(frozen=True)
class Store:
    """The store of one outbreak and its record of calls."""

    folder: Path

    @property
    def reading(self) -> copresence.MovementStore:
        return copresence.MovementStore(self.folder)

    @property
    def journal(self) -> copresence.Journal:
        return copresence.Journal(self.folder / "calls.jsonl")


def store_of(slug: str) -> Store:
    """The store of an outbreak; an empty one is made when there is none."""
    folder = Path(settings.MOVEMENT_HOME) / slug
    if not (folder / "manifest.json").exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            copresence.create_store(folder, persons=PERSONS, grid=copresence.Grid(*XINXIANG))
        except Refused:
            if not (folder / "manifest.json").exists():  # else somebody else made it meanwhile
                raise
    return Store(folder)


def rule_of(search: Any) -> Any:
    if search.rule == "WITHIN":
        return copresence.WithinMetres(search.metres)
    if search.rule == "COMPANION":
        return copresence.Companion()
    return copresence.SameTransport() if search.rule == "TRANSPORT" else copresence.SamePlace()


def paper_of(search: Any, *, number: int, case_number: str) -> copresence.AuthorisedCase:
    """The authorisation that the core asks for, from the approved search."""
    contacts = search.purpose == search.Purpose.FIND_CONTACTS
    return copresence.AuthorisedCase(
        case_id=case_number, person=number, from_at=search.from_at, to_at=search.to_at,
        purpose=copresence.Purpose(search.purpose), approval=str(search.id), requested_by=str(search.asked_by_id),
        approved_by=str(search.decided_by_id or ""), expires_at=search.lapses_at,
        onset_date=search.onset_date if contacts else None,
    )  # fmt: skip


def exposures(
    search: Any, *, number: int, case_number: str, store: Store, now: datetime, most: int,
    record: Callable[[copresence.Call], None] | None = None,
) -> copresence.Exposures:  # fmt: skip
    """Ask the core. It keeps the call, also a refused one, in the record of calls before it answers."""
    return copresence.find_exposures_of_cases(
        [paper_of(search, number=number, case_number=case_number)], rule=rule_of(search), store=store.reading,
        record=record or store.journal.record, now=now, least_minutes=search.least_minutes, most_leads=most,
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The rows of an answer as they are kept, with what replays them."""

    leads: list[dict[str, Any]]
    visited: list[dict[str, Any]]
    store_version: int
    digest: str
    days_without: list[date]


def answer(search: Any, *, number: int, case_number: str, store: Store, now: datetime, most: int) -> Found:
    """What the search finds: leads; of a search for the source the places visited as well; or the second ring."""
    given: dict[str, Any] = {"number": number, "case_number": case_number, "store": store, "now": now}
    if search.ring == 2:
        return _second_ring(search, **given)
    found = exposures(search, most=most, **given)
    version, digest = found.snapshot.manifest.version, found.digest
    visited: list[dict[str, Any]] = []
    if search.purpose == "FIND_SOURCE":
        places = copresence.find_visited([paper_of(search, number=number, case_number=case_number)], store=store.reading,
                                         record=store.journal.record, now=now)  # fmt: skip
        visited = [_visited(one) for one in places.places]
        digest = hashlib.sha256(f"{digest} {places.digest}".encode()).hexdigest()
    legacy = search.rule == "COMPANION"
    leads = [
        one | {"offer_only": legacy} for one in lead_values(found.ranked(), places=found.snapshot.places)
    ]
    return Found(leads, visited, version, digest, found.days_without_records)


def _second_ring(search: Any, *, number: int, case_number: str, store: Store, now: datetime) -> Found:
    ring = copresence.FirstRing(top=search.first_top, least_dose=search.first_least_dose)
    found = copresence.find_second_ring(
        paper_of(search, number=number, case_number=case_number), ring=ring, store=store.reading,
        record=store.journal.record, now=now, least_minutes=search.least_minutes,
    )  # fmt: skip
    leads = lead_values([one.lead for one in found.leads], places=found.snapshot.places)
    through = [{"through_number": one.person} for one in found.leads]
    rows = [one | more for one, more in zip(leads, through, strict=True)]
    return Found(rows, [], found.snapshot.manifest.version, found.digest, found.days_without_records)


def _visited(one: copresence.VisitedPlace) -> dict[str, Any]:
    return {
        "place_code": one.place, "place_name": one.place_name[:200], "place_kind": one.kind, "day": one.day,
        "minutes": one.minutes, "visitors": one.visitors, "recorded": one.recorded, "city_stays": one.city_stays,
    }  # fmt: skip


def harm_of(search: Any, *, number: int, case_number: str, store: Store, now: datetime) -> copresence.Harm:
    """What the rule of a search would do to the city; only numbers, before anybody has approved."""
    return copresence.expected_harm(
        paper_of(search, number=number, case_number=case_number), rule=rule_of(search), store=store.reading,
        record=store.journal.record, now=now, least_minutes=search.least_minutes,
    )  # fmt: skip


def lead_values(leads: Iterable[copresence.Lead], *, places: copresence.PlaceTable) -> list[dict[str, Any]]:
    """Each lead as the values of its row, in the order given."""
    return [{"rank": rank} | values_of(one, places) for rank, one in enumerate(leads, 1)]


def values_of(one: copresence.Lead, places: copresence.PlaceTable) -> dict[str, Any]:
    """A lead as the values of its row, without its rank."""
    return {
        "number": one.person, "place_code": one.place, "place_name": one.place_name, "place_kind": kind_of(places, one.place),
        "metres": one.metres, "first_at": one.first_at, "last_at": one.last_at, "minutes": one.minutes,
        "sure_minutes": one.sure_minutes, "longest_minutes": one.longest_minutes, "episodes": one.episodes,
        "sources": list(one.sources), "infectiousness": one.factors.infectiousness, "crowd": one.factors.crowd,
        "air": one.factors.air, "certainty": one.factors.certainty, "dose": one.factors.dose,
    }  # fmt: skip


def stays_of_batch(store: Store, *, batch: str) -> copresence.Stays:
    """What a batch brought; where compaction has merged it since, everything of its days (which holds it)."""
    snapshot = store.reading.snapshot()
    parts = []
    for name in snapshot.manifest.batches.get(batch, {}).get("segments", ()):
        day = copresence.day_number(date.fromisoformat(name[:10]))
        view = snapshot.days.get(day)
        here = [one for one in view.archives if one.segment == name] if view else []
        parts += [copresence.read_archive(one) for one in (here or (view.archives if view else ()))]
    return joined(parts)


def match_live(
    searches: list[Any], *, numbers: dict[Any, int], stays: copresence.Stays, store: Store, now: datetime
) -> dict[Any, list[dict[str, Any]]]:
    """Search -> values of the leads that these stays make or change, each as a search would find it now. On record first.

    The searches share rule, metres and least minutes and name each case once. Where a case's own record came, its windows
    changed: everything is found anew.
    """
    papers = [paper_of(one, number=numbers[one.id], case_number=one.case.number) for one in searches]
    own = set(numbers.values()) & set(stays.person.tolist())
    found: dict[Any, list[dict[str, Any]]] = {}
    for search in (one for one in searches if numbers[one.id] in own):
        again = exposures(search, number=numbers[search.id], case_number=search.case.number, store=store, now=now,
                          most=MOST_LEADS_PER_CASE)  # fmt: skip
        found[search.id] = lead_values(again.ranked(), places=again.snapshot.places)
    rule, reading, record = rule_of(searches[0]), store.reading, store.journal.record
    windows = copresence.open_windows(papers, rule=rule, store=reading, record=record, now=now)
    moments = windows.match(stays, record=record, now=now)
    snapshot = reading.snapshot()
    rows = windows.leads(moments, snapshot=snapshot, least_minutes=searches[0].least_minutes)
    for row, lead in zip(rows, windows.explained(rows, snapshot=snapshot), strict=True):
        search = searches[int(row["case"])]
        if numbers[search.id] not in own:
            found.setdefault(search.id, []).append(values_of(lead, snapshot.places))
    return found


def kind_of(places: copresence.PlaceTable, code: str) -> str:
    number = places.number_of(code)
    if number is None:
        return copresence.Kind.OTHER.name
    return copresence.Kind(int(places.table["kind"][places.rows_of([number])[0]])).name


def positions(store: Store, *, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of those places that have a position."""
    snapshot = store.reading.snapshot()
    found = {}
    for code in set(codes):
        number = snapshot.places.number_of(code)
        row = None if number is None else snapshot.places.table[snapshot.places.rows_of([number])[0]]
        if row is not None and row["placed"]:
            found[code] = snapshot.manifest.grid.degrees(int(row["x_cm"]), int(row["y_cm"]))
    return found


def in_wgs84(longitude: float, latitude: float, *, datum: str) -> tuple[float, float]:
    """A position in WGS-84, in whole millionths of a degree (a tenth of a metre)."""
    there = to_wgs84(longitude=longitude, latitude=latitude, datum=read_datum(datum))
    return round(float(there[0]), 6), round(float(there[1]), 6)


def codes_of(store: Store, *, names: Iterable[str]) -> dict[str, str]:
    """Name -> code of the place that has this name or code; names that several places share are left out."""
    places = store.reading.snapshot().places
    found: dict[str, str] = {}
    twice: set[str] = set()
    wanted = set(names)
    for code, name in zip(places.codes, places.names, strict=True):
        for word in {code, name} & wanted:
            if word in found:
                twice.add(word)
            found[word] = code
    return {word: code for word, code in found.items() if word not in twice}


def place_names(store: Store) -> list[str]:
    """The names of the places of the store."""
    return [name for name in store.reading.snapshot().places.names if name]


def keep_refusal(store: Store, *, now: datetime, asked: dict[str, Any], reasons: tuple[Any, ...]) -> None:
    """A call that was refused before it came to the core is on record all the same."""
    store.journal.record(copresence.Call(now, "EXPOSURES", False, reasons, (), asked))


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV, Excel or Parquet file. Raises `Refused` for a file that is no table."""
    return [dict(row) for row in read_table(file)]


def bring_records(
    store: Store, *, file: Path, now: datetime, source: str, datum: str, only_look: bool
) -> copresence.Account:
    return copresence.bring_records(
        store.folder, file=file, now=now, source=source, datum=datum, only_look=only_look
    )


def bring_places(store: Store, *, file: Path, datum: str, only_look: bool) -> copresence.Account:
    return copresence.bring_places(store.folder, file=file, datum=datum, only_look=only_look)


def account_of(store: Store, *, batch: str) -> dict[str, Any]:
    """What became of the rows of a batch that the store holds."""
    return dict(store.reading.snapshot().manifest.batches.get(batch, {}))


def forget_batch(store: Store, *, batch: str) -> tuple[int, int]:
    return copresence.forget_batch(store.folder, batch=batch)


def forget_before(store: Store, *, day: date) -> list[date]:
    """Destroy the earlier days; which ones are gone."""
    gone = copresence.forget_before(store.folder, day=copresence.day_number(day))
    return [copresence.day_of(one) for one in gone]


def seal(store: Store) -> list[date]:
    """Seal what was kept before there were keys; the days."""
    return [copresence.day_of(one) for one in copresence.seal(store.folder)]


def left_of_destroyed_days(store: Store) -> list[tuple[str, str, int]]:
    """(day, key, how many files and keys) of what is left of days although they are destroyed."""
    return [
        (copresence.day_of(one.day).isoformat(), one.key, one.files_left + one.key_left)
        for one in copresence.not_gone(store.folder)
    ]
