"""The files of one segment: the archive in Parquet, and for a base the two hot orders with their offsets."""

from __future__ import annotations

import mmap
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..ordered import Ordered, order
from ..parquet import quoted, session
from ..stays import Ints, Stays, Words, pack, unpack
from .files import sync_file, sync_folder, write_array

ARCHIVE = "stays.parquet"
GROUP_ROWS = 131_072  # MOVEMENT 2: within 1 % of the size of other sizes, fast to write and to prune
COLUMNS = ("person", "place", "start_s", "end_s", "source", "imputed")


@dataclass(frozen=True)
class Orders:
    """Both sort orders of the same stays."""

    by_place: Ordered
    by_person: Ordered

    @property
    def rows(self) -> int:
        return int(self.by_place.words.size)


def orders_of(stays: Stays) -> Orders:
    """Both orders of the stays of one day, each stay once."""
    by_place = order(keys=stays.place, words=_words(stays, stays.person))
    double = np.zeros(stays.rows, bool)
    double[1:] = by_place.words[1:] == by_place.words[:-1]
    double[by_place.offsets[:-1][by_place.offsets[:-1] < stays.rows]] = (
        False  # the first of a place repeats nobody
    )
    if double.any():
        return orders_of(stays_of(by_place, 0).take(~double))
    return Orders(by_place, order(keys=stays.person, words=_words(stays, stays.place)))


def _words(stays: Stays, number: Ints) -> Words:
    return pack(start=stays.start, end=stays.end, number=number, source=stays.source, imputed=stays.imputed)


def stays_of(by_place: Ordered, day: int) -> Stays:
    """The stays again, by place and start."""
    told = unpack(by_place.words)
    days = np.full(told.start.size, day, np.int32)
    return Stays(told.number, by_place.keys(), days, told.start, told.end, told.source, told.imputed)


def write_segment(folder: Path, *, stays: Stays, day: int, base: bool) -> tuple[int, dict[str, int]]:
    """Write a segment into a folder that is not there yet; whole on the disk when this returns. Rows, bytes by file."""
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    orders = orders_of(stays)
    with ThreadPoolExecutor(1) as pool:
        archive = pool.submit(write_archive, beside / ARCHIVE, stays_of(orders.by_place, day))
        for name, one in (("place", orders.by_place), ("person", orders.by_person)) if base else ():
            write_array(beside / f"{name}.u64", one.words)
            write_array(beside / f"{name}.off", one.offsets)
        archive.result()
    sync_folder(beside)
    beside.rename(folder)
    sync_folder(folder.parent)
    return orders.rows, {file.name: file.stat().st_size for file in sorted(folder.iterdir())}


def write_archive(path: Path, stays: Stays) -> None:
    """Parquet with delta encoding and zstd: the form to keep, and what other engines read."""
    columns = (stays.person, stays.place, stays.start, stays.end, stays.source, stays.imputed)
    with session() as con:
        con.register("stays", dict(zip(COLUMNS, columns, strict=True)))
        con.execute(
            f"copy (select * from stays) to {quoted(path)} (format parquet, parquet_version v2, codec 'zstd', "
            f"dictionary_size_limit 1, row_group_size {GROUP_ROWS})"
        )
    sync_file(path)


def read_archive(path: Path, day: int) -> Stays:
    """The stays of an archive."""
    with session() as con:
        found = con.execute(f"select {', '.join(COLUMNS)} from {quoted(path)}").fetchnumpy()
    person, place, start, end, source, imputed = (np.ascontiguousarray(found[name]) for name in COLUMNS)
    days = np.full(person.size, day, np.int32)
    return Stays(person, place, days, start, end, source, imputed)


def open_order(folder: Path, name: str) -> Ordered:
    """One hot order, mapped and not read."""
    words = _mapped(folder / f"{name}.u64")
    offsets = _mapped(folder / f"{name}.off")
    return Ordered(_array(words, np.uint64), _array(offsets, np.uint32), words)


def _mapped(path: Path) -> mmap.mmap | None:
    size = path.stat().st_size
    if not size:
        return None
    handle = os.open(path, os.O_RDONLY)
    try:
        return mmap.mmap(handle, size, access=mmap.ACCESS_READ)
    finally:
        os.close(handle)


def _array(mapped: mmap.mmap | None, dtype: type[Any]) -> Any:
    if mapped is not None:
        return np.frombuffer(mapped, dtype)
    nothing = np.zeros(0, dtype)
    nothing.flags.writeable = False
    return nothing
