"""`ringfence movement`: what keeps the store: sealing, looking again, backups, destroying days."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ringfence.cores import copresence
from ringfence.faces import clock
from ringfence.kernel import city_date

from .inside import readable
from .printing import CannotRun, Printer

KEEP_DAYS = 14  # DOMAIN 9.4: venue presence is kept 14 days unless tied to a case


def add_parts(part: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The deeds of this file."""
    forgetting = part("forget", "destroy the records of days that are over, and their keys")
    which = forgetting.add_mutually_exclusive_group()
    which.add_argument(
        "--before", type=date.fromisoformat, help=f"first day to keep (default: {KEEP_DAYS} days back)"
    )
    which.add_argument(
        "--day", type=date.fromisoformat, help="give up this one day, as one whose key was lost"
    )
    part("seal", "seal what was kept before every day had a key; searches go on meanwhile")
    looking = part(
        "verify", "open every archive, and prove that of destroyed days neither key nor file is left"
    )
    looking.add_argument(
        "--copy", type=Path, help="say instead which days of this copy or backup of the store still open"
    )
    saving = part("backup", "write sealed archives into one file, and the keys of today into one beside it")
    saving.add_argument("file", type=Path, help="where to; the keys go to movement-keys.json beside it")
    bringing = part("restore", "unpack a backup into a store that is not there yet")
    bringing.add_argument("file", type=Path, help="a file that `ringfence movement backup` wrote")
    bringing.add_argument(
        "--keys", type=Path, help="the newest file of keys (default: the keys that are there)"
    )


def forget(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    if options.day:
        found = copresence.forget_day(folder, day=copresence.day_number(options.day))
        told = {"forgotten": [str(options.day)] if found else []}
        sentence = (
            f"{options.day} is gone, and its key." if found else f"The store holds nothing of {options.day}."
        )
        return say.result(told, sentences=[sentence])
    before = options.before or city_date(clock.real_now()) - timedelta(days=KEEP_DAYS)
    gone = [
        str(copresence.day_of(day))
        for day in copresence.forget_before(folder, day=copresence.day_number(before))
    ]
    return say.result(
        {"forgotten": gone, "kept_from": str(before)},
        sentences=[
            f"{len(gone)} days before {before} are gone, and their keys: {', '.join(gone) or 'none'}."
        ],
    )


def seal(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    days = [str(copresence.day_of(one)) for one in copresence.seal(folder)]
    sentences = [f"{len(days)} days were sealed: {', '.join(days) or 'everything was sealed before'}."]
    if days:
        sentences.append(
            "Copies that were made of these days before now stay readable: destroy those backups on the day on which the records are due."
        )
    say.result({"sealed": days}, sentences=sentences)


def verify(options: argparse.Namespace, folder: Path, say: Printer) -> int:
    """1 when something does not open or is not gone; of a copy, when it holds a day that still opens but is destroyed here."""
    if options.copy:
        return _verify_copy(options.copy, folder, say)
    found = copresence.check(folder)
    sentences = [_day(one) for one in found.days]
    for gone in found.gone:
        key = f"key {gone.key}" if gone.key else "never sealed"
        left = "neither key nor file is left" if gone.is_gone else f"NOT gone: {gone.files_left} files, key there: {gone.key_left}"  # fmt: skip
        sentences.append(f"  {copresence.day_of(gone.day)}: destroyed ({key}); {left}")
    sentences.append("Everything is as it should be." if found.is_whole else "Something is wrong.")
    say.result(_told(found), sentences=sentences)
    return int(not found.is_whole)


def _verify_copy(copy: Path, folder: Path, say: Printer) -> int:
    if not copy.exists():
        raise CannotRun(f"There is no copy {copy}.")
    found = copresence.check_copy(folder, copy=copy)
    gone = {one.day for one in copresence.check_gone(folder)}
    wrong = [one for one in found.days if one.day in gone and not one.fault]
    sentences = [_day(one) for one in found.days]
    sentences.append(
        f"{len(wrong)} days that are destroyed can still be read in this copy: destroy the copy."
        if wrong
        else "No day that is destroyed can be read in this copy."
    )
    say.result(_told(found) | {"destroyed_but_readable": [str(copresence.day_of(one.day)) for one in wrong]},
               sentences=sentences)  # fmt: skip
    return int(bool(wrong))


def backup(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    if options.file.exists():
        raise CannotRun(f"{options.file} exists. Nothing was written over.")
    options.file.parent.mkdir(parents=True, exist_ok=True)
    keys = copresence.backup(folder, to=options.file)
    say.result(
        {"file": str(options.file), "bytes": options.file.stat().st_size, "keys": str(keys)},
        sentences=[
            f"Written: {options.file} ({options.file.stat().st_size:,} bytes), sealed: alone it opens no day.",
            f"Written over: {keys}, the keys of today; keep no older one.",
        ],
    )


def restore(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    closed = [
        str(copresence.day_of(day))
        for day in copresence.restore(folder, backup=readable(options.file), keys=options.keys)
    ]
    sentences = [f"Restored into {folder}."]
    if closed:
        sentences.append(
            f"{len(closed)} days do not open, their keys are not there: {', '.join(closed)}. Give them up with: ringfence movement forget"
        )
    say.result({"store": str(folder), "closed": closed}, sentences=sentences)


def _day(one: Any) -> str:
    state = one.fault or ("opens, sealed" if one.sealed else "opens, IN THE CLEAR: ringfence movement seal")
    return f"  {copresence.day_of(one.day)}: {one.stays:,} stays; {state}"


def _told(found: copresence.Checked) -> dict[str, Any]:
    return {
        "whole": found.is_whole,
        "days": [asdict(one) | {"day": str(copresence.day_of(one.day))} for one in found.days],
        "gone": [asdict(one) | {"day": str(copresence.day_of(one.day))} for one in found.gone],
    }


DEEDS = {"forget": forget, "seal": seal, "verify": verify, "backup": backup, "restore": restore}
