"""The archive of one segment: Parquet, sealed with the key of its day. What was kept before there were keys is in the clear."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from ringfence.kernel import Refused, reason

from ..ordered import Ordered
from ..parquet import quoted, session
from ..stays import DURATION_SHIFT, ID_SHIFT, IDS, SOURCE_SHIFT, START_SHIFT, Stays, day_of
from .keys import key_of
from .sealed import NotGenuine, in_memory, open_file, seal_file

PLAIN, SEALED = "stays.parquet", "stays.sealed"
GROUP_ROWS = 131_072  # MOVEMENT 2: within 1 % of the size of other sizes, fast to write and to prune
UNPACKED = f"""
    select cast((word >> {ID_SHIFT}) & {IDS - 1} as integer) as person, place, cast(word >> {START_SHIFT} as integer) as start_s,
           cast((word >> {START_SHIFT}) + ((word >> {DURATION_SHIFT}) & {(1 << 17) - 1}) as integer) as end_s,
           cast((word >> {SOURCE_SHIFT}) & 7 as utinyint) as source, cast(word & 1 as utinyint) as imputed
    from packed
"""
COLUMNS = ("person", "place", "start_s", "end_s", "source", "imputed")


@dataclass(frozen=True)
class Archive:
    """Where the archive of a segment lies and which key of its day opens it; no key: it is in the clear."""

    folder: Path
    day: int
    segment: str
    key: str

    @property
    def path(self) -> Path:
        return self.folder / "days" / self.segment / (SEALED if self.key else PLAIN)

    @property
    def hot(self) -> Path:
        """The folder of its hot orders; those of a sealed archive lie apart, where no backup goes."""
        return self.folder / ("hot" if self.key else "days") / self.segment

    def seal(self, plain: IO[bytes], path: Path) -> None:
        """Seal Parquet into a file. Raises `Refused` when the day's key is not there."""
        own = key_of(self.folder, day=self.day, key=self.key)
        seal_file(plain, path, secret=own.secret, name=self.segment)

    @contextmanager
    def plain(self) -> Iterator[Path]:
        """The Parquet file, for this process and this block only. Raises `Refused` without the key or when it was changed."""
        if not self.key:
            yield self.path
            return
        with in_memory() as (file, path):
            self._open_into(file)
            yield path

    def plain_into(self, folder: Path) -> Path:
        """The Parquet file for other engines, in a private folder of the caller, who removes it. In the clear: it stays where it is."""
        if not self.key:
            return self.path
        path = folder / f"{self.segment}.parquet"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            self._open_into(file)
        return path

    def _open_into(self, file: IO[bytes]) -> None:
        own = key_of(self.folder, day=self.day, key=self.key)
        try:
            open_file(self.path, file, secret=own.secret, name=self.segment)
        except NotGenuine:
            raise Refused(reason("The archive of {day} in {file} was changed or was sealed with another key. Bring this file back from a backup.", day=day_of(self.day), file=str(self.path))) from None  # fmt: skip


def write_archive(path: Path, by_place: Ordered, *, archive: Archive) -> None:
    """Parquet with delta encoding and zstd, sealed: the form to keep. In the clear it exists in memory only."""
    with in_memory() as (file, at):
        write_parquet(at, by_place)
        archive.seal(file, path)


def write_parquet(path: Path, by_place: Ordered) -> None:
    with session() as con:
        con.register("packed", {"word": by_place.words, "place": by_place.keys()})
        con.execute(
            f"copy ({UNPACKED}) to {quoted(path)} (format parquet, parquet_version v2, codec 'zstd', compression_level 1, "
            f"dictionary_size_limit 1, row_group_size {GROUP_ROWS}, use_tmp_file false)"
        )


def read_archive(archive: Archive) -> Stays:
    """The stays of an archive, in the order of places."""
    with archive.plain() as path, session() as con:
        found = con.execute(f"select {', '.join(COLUMNS)} from read_parquet({quoted(path)})").fetchnumpy()
    person, place, start, end, source, imputed = (np.ascontiguousarray(found[name]) for name in COLUMNS)
    days = np.full(person.size, archive.day, np.int32)
    return Stays(person, place, days, start, end, source, imputed)
