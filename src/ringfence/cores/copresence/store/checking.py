"""Looking again: does every archive open and agree with its hot orders, is every destroyed key gone, what does a copy still tell?"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ringfence.kernel import NotFound, Refused, reason

from ..stays import day_of, pack
from .archive import Archive, read_archive
from .keys import keys_there
from .manifest import Manifest, read_manifest
from .reading import archive_of
from .segments import open_base


@dataclass(frozen=True)
class DayChecked:
    """One day of a store or of a copy. `fault` is the sentence of what does not open or agree; empty when all is well."""

    day: int
    stays: int
    sealed: bool
    fault: str


@dataclass(frozen=True)
class GoneChecked:
    """A day that is said to be destroyed, and what is still there of it: its key, or files named after a segment of it."""

    day: int
    key: str
    clear: bool
    key_left: bool
    files_left: int

    @property
    def is_gone(self) -> bool:
        return not self.key_left and not self.files_left


@dataclass(frozen=True)
class Checked:
    days: tuple[DayChecked, ...]
    gone: tuple[GoneChecked, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        return not any(one.fault for one in self.days) and all(one.is_gone for one in self.gone)


def check(folder: Path) -> Checked:
    """Open everything once, and look for what must not be there. Raises `NotFound` when there is no store."""
    manifest = read_manifest(folder)
    return Checked(_days(folder, folder, manifest), tuple(_gone(folder, manifest)))


def check_copy(folder: Path, *, copy: Path) -> Checked:
    """What a copy of the store (a folder, or what `backup` wrote) tells to whoever has every key that is left."""
    with _unpacked(copy) as unpacked:
        return Checked(_days(unpacked, folder, read_manifest(unpacked)))


def check_gone(folder: Path) -> tuple[GoneChecked, ...]:
    """The days that are destroyed. Opens nothing."""
    return tuple(_gone(folder, read_manifest(folder)))


def not_gone(folder: Path) -> tuple[GoneChecked, ...]:
    """Of the days that are said to be destroyed those of which something is left. Opens nothing."""
    return tuple(one for one in check_gone(folder) if not one.is_gone)


def _days(at: Path, keys_of: Path, manifest: Manifest) -> tuple[DayChecked, ...]:
    """`at` holds the archives; the keys are those of `keys_of`."""
    found = []
    for day, segments in sorted(manifest.days.items()):
        faults = []
        for one in segments:
            archive = archive_of(at, day, one)
            try:
                _look(archive if at == keys_of else _with_keys_of(archive, keys_of), one.rows, base=one.base)
            except (Refused, FileNotFoundError) as fault:
                faults.append(str(fault))
        sealed = all(one.key for one in segments)
        found.append(
            DayChecked(day, sum(one.rows for one in segments), sealed, " ".join(dict.fromkeys(faults)))
        )
    return tuple(found)


def _look(archive: Archive, rows: int, *, base: bool) -> None:
    told = read_archive(archive)
    words = pack(start=told.start, end=told.end, number=told.person, source=told.source, imputed=told.imputed)
    if told.rows != rows:
        raise Refused(reason("The archive {file} holds {found} stays, not {wanted}.", file=str(archive.path), found=told.rows, wanted=rows))  # fmt: skip
    if base and archive.hot.is_dir() and not np.array_equal(words, open_base(archive).by_place.words):
        raise Refused(reason("The hot orders of {folder} are not those of its archive. Remove the folder: they are made again.", folder=str(archive.hot)))  # fmt: skip


@dataclass(frozen=True)
class _Elsewhere(Archive):
    """An archive of a copy; its key is looked for where the store's keys are."""

    lies_in: Path

    @property
    def path(self) -> Path:
        return Archive(self.lies_in, self.day, self.segment, self.key).path

    @property
    def hot(self) -> Path:
        return self.lies_in / "no-hot-orders-in-a-copy"


def _with_keys_of(archive: Archive, folder: Path) -> Archive:
    return _Elsewhere(folder, archive.day, archive.segment, archive.key, archive.folder)


def _gone(folder: Path, manifest: Manifest) -> Iterator[GoneChecked]:
    keys = keys_there(folder)
    named = {one.name for segments in manifest.days.values() for one in segments}
    lying = [
        file
        for part in ("days", "hot")
        for file in (folder / part).glob("*")
        if file.name.strip(".")[:1].isdigit()
    ]
    for one in manifest.gone:
        day = day_of(one.day).isoformat()
        files = [file for file in lying if file.name.lstrip(".").startswith(day) and file.name not in named]
        yield GoneChecked(one.day, one.key, one.clear, one.key in keys, len(files))


@contextmanager
def _unpacked(copy: Path) -> Iterator[Path]:
    if copy.is_dir():
        yield copy
        return
    with tempfile.TemporaryDirectory() as folder:
        unpack_copy(copy, Path(folder))
        yield Path(folder)


def unpack_copy(copy: Path, folder: Path) -> None:
    """Unpack what `backup` wrote. Raises `Refused` when it is something else."""
    try:
        with tarfile.open(copy) as tar:
            tar.extractall(folder, filter="data")
        read_manifest(folder)
    except (tarfile.TarError, NotFound, OSError):
        shutil.rmtree(folder / "days", ignore_errors=True)
        raise Refused(reason("{file} is no backup of a movement store.", file=copy.name)) from None
