"""Files that are either whole or not there: written beside, forced to the disk, renamed, folder forced to the disk."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

OPENED = ".opened-"


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file at once: readers see the old or the new one."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def write_array(path: Path, array: npt.NDArray[np.generic]) -> None:
    with path.open("wb") as file:
        array.tofile(file)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Force a file that somebody else wrote to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


sync_folder = sync_file  # a folder is forced to the disk in the same way


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write: one process at a time, given back by the system when the process dies."""
    with (folder / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(reason("Somebody else is writing into this movement store. Try again when they are done.")) from None  # fmt: skip
        yield


@contextmanager
def opened_for_others(parent: Path) -> Iterator[Path]:
    """A private folder for what another engine reads. It is gone after the block; after a kill, with the next writer."""
    with tempfile.TemporaryDirectory(prefix=OPENED, dir=parent) as name:
        handle = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield Path(name)
        finally:
            os.close(handle)


def in_use(folder: Path) -> bool:
    """Whether somebody alive still reads from such a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
