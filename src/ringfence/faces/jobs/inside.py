"""In which outbreak a command works, as whom, and what time it is there."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .database import open_database, started
from .printing import CannotRun

if TYPE_CHECKING:
    from ringfence.ground.access import Actor


@dataclass(frozen=True)
class Inside:
    """The outbreak, whoever works in it, and its time."""

    outbreak: Any
    by: Actor
    now: datetime


def add_outbreak(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """`--outbreak` and `--as`, for commands that work in an outbreak."""
    parser.add_argument("--outbreak", required=required, help="short name of the outbreak, as in its address")
    add_user(parser)


def add_user(parser: argparse.ArgumentParser) -> None:
    """`--as`, for commands that do what a member of staff may do."""
    parser.add_argument("--as", dest="user", default=os.environ.get("RINGFENCE_AS"),
                        help="user name of whoever does it, with their permissions (default: RINGFENCE_AS)")  # fmt: skip


@contextmanager
def enter(options: argparse.Namespace) -> Iterator[Inside]:
    """The outbreak that the options name, with the database running; it is stopped again if it stood."""
    from ringfence.faces import clock
    from ringfence.faces.shown import fields_of
    from ringfence.ground import acting, audit
    from ringfence.ground.audit import looks
    from ringfence.registry.outbreaks import queries as outbreaks

    with started(open_database()):
        by = actor(options)
        outbreak = outbreaks.outbreak_named(slug=options.outbreak, by=by)
        real_now = clock.real_now()
        begun = looks.Look(via=f"command line {getpass.getuser()}", page=f"command:{options.command}")
        with acting.block(acting.as_user(by.id)):  # held to the same policies as on the pages
            with looks.watched(begun) as look:
                yield Inside(outbreak, by, outbreaks.now_for(outbreak, real_now=real_now))
            audit.record_look(by=by, look=look, action="look.file", fields=fields_of(look.page), now=real_now,
                              outbreak_id=outbreak.id)  # fmt: skip


def actor(options: argparse.Namespace) -> Actor:
    """The member of staff that the options name."""
    from ringfence.ground.access import queries as access

    if not options.user:
        raise CannotRun("Say as whom: --as NAME, or set RINGFENCE_AS. Deeds are on record under that name.")
    return access.user_named(username=options.user)


def readable(file: Path) -> Path:
    """The file, if it can be read; else a sentence."""
    if not file.is_file():
        raise CannotRun(f"There is no file {file}.")
    return file


def writable(file: Path, *, over: bool = False) -> Path:
    """The file, if it can be written without harm; else a sentence."""
    if file.exists() and not over:
        raise CannotRun(f"{file} exists. Nothing was written over; choose another name.")
    if not file.parent.is_dir():
        raise CannotRun(f"There is no folder {file.parent}.")
    return file
