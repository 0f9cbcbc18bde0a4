"""The files of one segment: the sealed archive, and for a base the two hot orders with their offsets.

Hot orders are mapped and read in place, so they are in the clear. They lie in a folder of their own that is marked as a
cache: no backup holds them, and whoever opens a base without them makes them again out of the archive.
"""

from __future__ import annotations

import mmap
import os
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..ordered import Ordered, merged, order
from ..stays import Stays, unpack
from .archive import SEALED, Archive, read_archive, write_archive
from .files import sync_folder, write_array

WORTH_A_THREAD = 20_000
HOT = ("place.u64", "place.off", "person.u64", "person.off")
TAG = "CACHEDIR.TAG"  # https://bford.info/cachedir/ : tar, borg, restic and others leave such a folder out when told to
TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# Hot orders of a movement store. Never back this up: it is made again out of the archives.\n"


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


def write_segment(archive: Archive, *, orders: Orders, base: bool) -> tuple[int, dict[str, int]]:
    """Write a segment that is not there yet; whole on the disk when this returns. Rows, bytes by file."""
    folder = archive.path.parent
    beside = _emptied(folder.with_name(f".{folder.name}.new"))
    with ThreadPoolExecutor(1) as pool:
        hot = pool.submit(write_hot, archive, orders) if base else None
        write_archive(beside / SEALED, orders.by_place, archive=archive)
        if hot is not None:
            hot.result()
    _in_place(beside, folder)
    written = [folder / SEALED, *(archive.hot / name for name in HOT if base)]
    return orders.rows, {file.name: file.stat().st_size for file in written}


def hot_folder(folder: Path) -> Path:
    """Where the hot orders of a store lie: for its owner only, and marked as a cache."""
    hot = folder / "hot"
    if not (hot / TAG).exists():
        hot.mkdir(exist_ok=True, mode=0o700)
        (hot / TAG).write_text(TAG_TEXT, encoding="ascii")
    return hot


def write_hot(archive: Archive, orders: Orders) -> None:
    """The hot orders of a sealed base. Two may do it at once: what they write is the same."""
    hot = hot_folder(archive.folder)
    beside = _emptied(hot / f".{archive.segment}.{secrets.token_hex(4)}.new")
    for name, one in (("place", orders.by_place), ("person", orders.by_person)):
        write_array(beside / f"{name}.u64", one.words)
        write_array(beside / f"{name}.off", one.offsets)
    try:
        _in_place(beside, archive.hot)
    except OSError:
        if not archive.hot.is_dir():
            raise
        shutil.rmtree(beside)


def open_base(archive: Archive) -> Orders:
    """Both hot orders of a base; made again out of the archive where they are missing. Raises `Refused` as `read_archive`."""
    if archive.key and not archive.hot.is_dir():
        write_hot(archive, orders_of(read_archive(archive)))
        if not archive.path.exists():  # the day was destroyed meanwhile
            shutil.rmtree(archive.hot, ignore_errors=True)
            raise FileNotFoundError(archive.path)
    return Orders(open_order(archive.hot, "place"), open_order(archive.hot, "person"))


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


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _in_place(beside: Path, folder: Path) -> None:
    sync_folder(beside)
    beside.rename(folder)
    sync_folder(folder.parent)
