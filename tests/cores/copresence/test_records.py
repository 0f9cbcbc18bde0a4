"""Files come in: every row is kept, merged or refused; what is guessed is marked; nothing is taken for certain that is not."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from ringfence.cores.copresence import Account, MovementStore, bring_places, bring_records, create_store
from ringfence.cores.copresence.overlap import Meeting, UncertainStay, meeting
from ringfence.cores.copresence.parquet import quoted, session
from ringfence.cores.copresence.records import read_table, refused_csv
from ringfence.cores.copresence.reference.sql_engine import Database
from ringfence.cores.copresence.stays import DAY_SECONDS
from ringfence.cores.copresence.weights import Weights
from ringfence.kernel import CITY_ZONE, Refused

from .worlds import DAY, XINXIANG

NOW = datetime(2022, 1, 20, tzinfo=CITY_ZONE)
HEADING = "person,place,longitude,latitude,datum,entered_at,left_at,source"
PLACES = """code,name,longitude,latitude,datum,kind,ventilation,crowd,trip,mode,coach,row
market,Market,113.90,35.30,WGS-84,VENUE,POOR,60,,,,
far,Far away,114.20,35.30,GCJ-02,VENUE,GOOD,60,,,,
seat,Seat,,,,,,,G1,TRAIN_SEALED,5,12
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_store(tmp_path / "store", persons=100, grid=XINXIANG)
    bring_places(tmp_path / "store", file=written(tmp_path / "places.csv", PLACES))
    return tmp_path / "store"


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def brought(folder: Path, *rows: str, **more: str) -> Account:
    account = bring_records(
        folder, file=written(folder.parent / "records.csv", "\n".join([HEADING, *rows])), now=NOW, **more
    )
    assert account.rows_in == account.kept + account.merged + account.refused
    return account


def stored(folder: Path) -> list[tuple[int, str, int, int, int]]:
    """(person, place, start, end, imputed), seconds from the first midnight of the test."""
    snapshot = MovementStore(folder).snapshot()
    database = Database.over_archives(snapshot, weights=Weights())
    rows = database.con.execute(
        "select person, place, day, start_s, end_s, imputed from stays order by all"
    ).fetchall()
    return [
        (person, snapshot.places.code_of(place), (day - DAY) * DAY_SECONDS + start, (day - DAY) * DAY_SECONDS + end, imputed)
        for person, place, day, start, end, imputed in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Chen,market,,,,2022-01-09 08:00,,CHECK_IN", "number of the registry"),
        ("13812345678,market,,,,2022-01-09 08:00,,CHECK_IN", "number of the registry"),
        ("410702199001011234,market,,,,2022-01-09 08:00,,CHECK_IN", "number of the registry"),
        ("1,nowhere,,,,2022-01-09 08:00,,CHECK_IN", "The place nowhere is not known"),
        ("1,,113.9,35.3,,2022-01-09 08:00,,CHECK_IN", "cannot be guessed"),
        ("1,,35.3,113.9,WGS-84,2022-01-09 08:00,,CHECK_IN", "numbers of degrees"),
        ("1,,13.9,35.3,WGS-84,2022-01-09 08:00,,CHECK_IN", "more than 300 km"),
        ("1,,,,,2022-01-09 08:00,,CHECK_IN", "neither a place nor"),
        ("1,market,,,,yesterday,,CHECK_IN", "yesterday is no time"),
        ("1,market,,,,,,CHECK_IN", "When the person came is missing"),
        ("1,market,,,,2022-01-09 08:00,2022-01-09 07:00,CHECK_IN", "ends before it begins"),
        ("1,market,,,,2022-01-20 08:00,,CHECK_IN", "lies in the future"),
        ("1,market,,,,2022-01-01 08:00,2022-01-19 07:00,CHECK_IN", "longer than 14 days"),
        ("1,market,,,,2022-01-09 08:00,,", "Say where the record comes from"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(folder: Path, row: str, sentence: str) -> None:
    account = brought(folder, row, "2,market,,,,2022-01-09 08:00,2022-01-09 09:00,CHECK_IN")
    ((line, why),) = [(one.line, str(one.why)) for one in account.refusals]
    assert (line, account.kept) == (2, 1)
    assert sentence in why
    table = read_table(folder.parent / "records.csv")
    (back,) = list(csv.DictReader(io.StringIO(refused_csv(table, account.refusals))))
    assert {name: back[name] for name in HEADING.split(",")} == dict(table[0])


def test_a_scan_without_exit_gets_an_end_that_is_marked_and_cut_by_the_next_record(folder: Path) -> None:
    account = brought(
        folder,
        "1,market,,,,2022-01-09 08:00,,CHECK_IN", "1,far,,,,2022-01-09 08:40,2022-01-09 10:00,CHECK_IN",
        "2,market,,,,2022-01-09 08:00,,CHECK_IN",
    )  # fmt: skip
    assert account.imputed == 2
    assert stored(folder) == [
        (1, "market", 28_800, 31_200, 1),
        (1, "far", 31_200, 36_000, 0),
        (2, "market", 28_800, 32_400, 1),
    ]


def test_doubles_of_one_source_are_merged_and_of_two_sources_count_once(folder: Path) -> None:
    account = brought(
        folder,
        "1,market,,,,2022-01-09 08:00,2022-01-09 09:00,CHECK_IN", "1,market,,,,2022-01-09 08:30,2022-01-09 09:30,CHECK_IN",
        "1,market,,,,2022-01-09 09:30,2022-01-09 09:40,CHECK_IN", "1,market,,,,2022-01-09 08:10,2022-01-09 09:00,DEVICE",
    )  # fmt: skip
    assert (account.kept, account.merged, account.doubled) == (2, 2, 1)
    assert stored(folder) == [(1, "market", 28_800, 34_800, 0), (1, "market", 29_400, 32_400, 0)]


def test_positions_become_stays(folder: Path) -> None:
    rows = [f"1,,113.95,35.31,BD-09,2022-01-09 08:{minute:02},,DEVICE" for minute in (0, 5, 20, 45)]
    account = brought(folder, *rows, "1,,113.95,35.31,BD-09,2022-01-09 11:00,,DEVICE")
    assert (account.kept, account.merged, account.imputed, account.new_places) == (2, 3, 1, 1)
    assert [(start, end, imputed) for _, _, start, end, imputed in stored(folder)] == [
        (28_800, 31_500, 0),
        (39_600, 39_900, 1),
    ]


def test_a_stay_over_midnight_is_stored_on_both_days(folder: Path) -> None:
    account = brought(folder, "1,seat,,,,2022-01-09 23:00,2022-01-10 01:00,TICKET")
    assert (account.kept, account.stored) == (1, 2)
    assert stored(folder) == [(1, "seat", 82_800, 86_400, 0), (1, "seat", 86_400, 90_000, 0)]


def test_a_time_with_its_zone_is_taken_as_told(folder: Path) -> None:
    brought(folder, "1,market,,,,2022-01-09T00:00:00Z,2022-01-09T01:00:00+00:00,GATE")
    assert stored(folder) == [(1, "market", 28_800, 32_400, 0)]


def test_impossible_jumps_are_kept_and_shown(folder: Path) -> None:
    account = brought(
        folder,
        "1,market,,,,2022-01-09 08:00,2022-01-09 09:00,CHECK_IN", "1,far,,,,2022-01-09 09:02,2022-01-09 10:00,CHECK_IN",
        "1,market,,,,2022-01-09 09:30,2022-01-09 11:00,AGENCY",
    )  # fmt: skip
    assert account.kept == 3
    assert [(one.line, str(one.what)[:30]) for one in account.remarks] == [
        (3, "The person covered 26.7 km in "),
        (4, "The person is at two places 26"),
    ]


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    row = "1,market,,,,2022-01-09 08:00,2022-01-09 09:00,CHECK_IN"
    assert not brought(folder, row).already_in
    before = MovementStore(folder).snapshot().manifest.version
    again = bring_records(folder, file=folder.parent / "records.csv", now=NOW)
    assert again.already_in
    assert MovementStore(folder).snapshot().manifest.version == before


def test_csv_excel_and_parquet_tell_the_same(folder: Path, tmp_path: Path) -> None:
    rows = [
        HEADING.split(","),
        ["7", "market", "", "", "", "2022-01-09 08:00:00", "2022-01-09 09:00:00", "CHECK_IN"],
    ]
    plain = written(tmp_path / "a.csv", "\n".join(",".join(row) for row in rows))
    book = openpyxl.Workbook()
    for row in rows[:1]:
        book.active.append(row)
    book.active.append(
        [7, "market", None, None, None, datetime(2022, 1, 9, 8), datetime(2022, 1, 9, 9), "CHECK_IN"]
    )
    book.save(tmp_path / "a.xlsx")
    with session() as con:
        con.execute(f"copy (select 7 as person, 'market' as place, timestamp '2022-01-09 08:00' as entered_at, "
                    f"timestamp '2022-01-09 09:00' as left_at, 'CHECK_IN' as source) to {quoted(tmp_path / 'a.parquet')} (format parquet)")  # fmt: skip
    for file in (plain, tmp_path / "a.xlsx", tmp_path / "a.parquet"):
        account = bring_records(folder, file=file, now=NOW)
        assert (account.kept, account.refused) == (1, 0), account
    from ringfence.cores.copresence.store import compact

    compact(folder)
    assert stored(folder) == [(7, "market", 28_800, 32_400, 0)]


@pytest.mark.parametrize(("content", "sentence"), [(b"", "is empty"), (b"\xff\xff\xff", "neither a table nor text"), (b"PK\x03\x04no", "as an Excel workbook"),
                                                   (b"a,b\n1,2\n", "needs the columns person, entered_at"), (b"a,A\n1,2\n", "names a column twice")])  # fmt: skip
def test_a_file_that_is_no_table_of_records_is_refused(
    folder: Path, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        bring_records(folder, file=file, now=NOW)


@pytest.mark.parametrize(("row", "sentence"), [
    (",,113.9,35.3,WGS-84", "needs a code"), ("@1,,113.9,35.3,WGS-84", "needs a code"), ("x,,113.9,35.3,", "cannot be guessed"),
    ("x,,113.9,35.3,WGS-84,CASTLE", "kind: write one of"), ("x,,,,,,,many", "whole number"), ("x,,,,,,,,G1", "both its trip and its mode"),
])  # fmt: skip
def test_a_place_that_cannot_be_used_is_refused(folder: Path, row: str, sentence: str) -> None:
    file = written(
        folder.parent / "more.csv",
        "code,name,longitude,latitude,datum,kind,ventilation,crowd,trip,mode,coach,row\n" + row,
    )
    account = bring_places(folder, file=file)
    assert sentence in str(account.refusals[0].why)
    assert (account.rows_in, account.kept) == (1, 0)


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (UncertainStay(50, 50, 90, 90), (Meeting.CERTAIN, 30, 40)),
        (UncertainStay(10, 70, 90, 100), (Meeting.CERTAIN, 10, 80)),
        (UncertainStay(85, 95, 120, 120), (Meeting.POSSIBLE, 0, 5)),
        (UncertainStay(90, 95, 120, 120), (Meeting.NONE, 0, 0)),  # leaving as the other comes is no meeting
    ],
)
def test_uncertain_stays_meet_certainly_possibly_or_not(
    other: UncertainStay, wanted: tuple[Meeting, int, int]
) -> None:
    one = UncertainStay(0, 20, 80, 90)
    for found in (meeting(one, other), meeting(other, one)):
        assert (found.meeting, found.least_seconds, found.most_seconds) == wanted
