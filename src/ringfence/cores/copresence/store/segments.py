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

from ..ordered import Ordered, merged, order
from ..parquet import quoted, session
from ..stays import DURATION_SHIFT, ID_SHIFT, IDS, SOURCE_SHIFT, START_SHIFT, Stays, unpack
from .files import sync_file, sync_folder, write_array

ARCHIVE = "stays.parquet"
GROUP_ROWS = 131_072  # MOVEMENT 2: within 1 % of the size of other sizes, fast to write and to prune
WORTH_A_THREAD = 20_000
UNPACKED = f"""
    select cast((word >> {ID_SHIFT}) & {IDS - 1} as integer) as person, place, cast(word >> {START_SHIFT} as integer) as start_s,
           cast((word >> {START_SHIFT}) + ((word >> {DURATION_SHIFT}) & {(1 << 17) - 1}) as integer) as end_s,
           cast((word >> {SOURCE_SHIFT}) & 7 as utinyint) as source, cast(word & 1 as utinyint) as imputed
    from packed
"""
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
    """Both orders of the stays of one day, each stay once; a thread for each when there are many."""
    if stays.rows < WORTH_A_THREAD:
        return Orders(order(stays, by="place"), order(stays, by="person"))
    with ThreadPoolExecutor(1) as pool:
        by_person = pool.submit(order, stays, by="person")
        return Orders(order(stays, by="place"), by_person.result())


def orders_merged(one: Orders, more: Orders) -> Orders:
    """Both together, each stay once."""
    return Orders(merged(one.by_place, more.by_place), merged(one.by_person, more.by_person))


def stays_of(by_place: Ordered, day: int) -> Stays:
    """The stays again, by place and start."""
    told = unpack(by_place.words)
    days = np.full(told.start.size, day, np.int32)
    return Stays(told.number, by_place.keys(), days, told.start, told.end, told.source, told.imputed)


def write_segment(folder: Path, *, orders: Orders, base: bool) -> tuple[int, dict[str, int]]:
    """Write a segment into a folder that is not there yet; whole on the disk when this returns. Rows, bytes by file."""
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    with ThreadPoolExecutor(1) as pool:
        hot = pool.submit(_write_hot, beside, orders) if base else None
        write_archive(beside / ARCHIVE, orders.by_place)
        if hot is not None:
            hot.result()
    sync_folder(beside)
    beside.rename(folder)
    sync_folder(folder.parent)
    return orders.rows, {file.name: file.stat().st_size for file in sorted(folder.iterdir())}


def _write_hot(folder: Path, orders: Orders) -> None:
    for name, one in (("place", orders.by_place), ("person", orders.by_person)):
        write_array(folder / f"{name}.u64", one.words)
        write_array(folder / f"{name}.off", one.offsets)


def write_archive(path: Path, by_place: Ordered) -> None:
    """Parquet with delta encoding and zstd: the form to keep, and what other engines read."""
    with session() as con:
        con.register("packed", {"word": by_place.words, "place": by_place.keys()})
        con.execute(
            f"copy ({UNPACKED}) to {quoted(path)} (format parquet, parquet_version v2, codec 'zstd', compression_level 1, "
            f"dictionary_size_limit 1, row_group_size {GROUP_ROWS})"
        )
    sync_file(path)


def open_base(folder: Path) -> Orders:
    """Both hot orders of a base."""
    return Orders(open_order(folder, "place"), open_order(folder, "person"))


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
    return Ordered(_array(words, np.uint64), _array(offsets, np.uint32), words, offsets)


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
