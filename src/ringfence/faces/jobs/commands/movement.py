"""Who was where, when: keep records of movement and find the exposures of a case, each search authorised and on record."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ringfence.cores import copresence
from ringfence.cores.sources.timing import INCUBATION
from ringfence.faces import clock
from ringfence.settings.home import state_home

from .. import cluster, movement_keeping, movement_searching
from ..inside import readable, writable
from ..printing import Printer

NEEDS_DJANGO = False
SHOWN = 20
GENTLY = 15  # what nobody waits for gives way to what somebody does
XINXIANG = (113.92, 35.30)  # degrees WGS-84, the middle of the city


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", type=Path, help="folder of the movement store (default: movement in Ringfence's home)"
    )
    parser.add_argument("--outbreak", help="the store of this outbreak, by its short name")
    parts = parser.add_subparsers(
        dest="deed", metavar="deed", required=True, help="what to do; see `ringfence movement <deed> --help`"
    )
    part = _part(parts, "create", "make an empty store")
    part.add_argument(
        "--persons", type=int, required=True, help="how many person numbers the registry gives out"
    )
    part.add_argument("--longitude", type=float, default=XINXIANG[0], help="middle of the city, WGS-84")
    part.add_argument("--latitude", type=float, default=XINXIANG[1], help="middle of the city, WGS-84")
    for deed, told in (("places", "bring in places"), ("add", "bring in records")):
        part = _part(parts, deed, f"{told} from CSV, Excel or Parquet")
        part.add_argument("file", type=Path, help="the file; its columns: docs/reference/movement.md")
        part.add_argument(
            "--datum", default="", help="datum of positions that do not say theirs: WGS-84, GCJ-02 or BD-09"
        )
        part.add_argument(
            "--refused", type=Path, metavar="CSV", help="write the refused rows there, each with its reason"
        )
    part.add_argument("--source", default="", help="source of rows that do not say theirs, as CHECK_IN")
    movement_searching.add_part(lambda deed, told: _part(parts, deed, told))
    part = _part(parts, "source", "rank what may explain a cluster, and who may have infected whom")
    part.add_argument(
        "authorisation",
        type=Path,
        help="JSON: a list, one authorisation (FIND_SOURCE) with onset_date a case",
    )
    part.add_argument(
        "--pathogen", choices=list(INCUBATION), default="delta", help="whose incubation is taken"
    )
    part.add_argument("--most", type=int, default=SHOWN, help="print only the first places and days")
    _part(parts, "status", "what the store holds")
    _part(parts, "compact", "merge late records into their days; answers stay the same")
    movement_keeping.add_parts(lambda deed, told: _part(parts, deed, told))
    _part(parts, "warm", "compile the search now; `ringfence up` does it beside its start")
    _part(parts, "calls", "check and print the record of searches")


def run(options: argparse.Namespace) -> int:
    own = state_home() / "movement"
    folder = options.store or (own / "outbreaks" / options.outbreak if options.outbreak else own)
    return int(DEEDS[options.deed](options, folder, Printer(as_json=options.json)) or 0)


def create(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    copresence.create_store(
        folder, persons=options.persons, grid=copresence.Grid(options.longitude, options.latitude)
    )
    say.result(
        {"store": str(folder), "persons": options.persons},
        sentences=[f"There is an empty movement store in {folder}."],
    )


def bring(options: argparse.Namespace, folder: Path, say: Printer) -> int:
    """Rows in = kept + merged + refused; 1 when rows were refused."""
    refused = writable(options.refused) if options.refused else None
    file = readable(options.file)
    if options.deed == "places":
        account = copresence.bring_places(folder, file=file, datum=options.datum)
    else:
        account = copresence.bring_records(
            folder, file=file, now=clock.real_now(), source=options.source, datum=options.datum
        )
    if refused:
        from ringfence.cores.copresence.records import read_table, refused_csv

        refused.write_text(refused_csv(read_table(file), account.refusals), encoding="utf-8-sig", newline="")
    told = account.counts() | {
        "refusals": [{"line": one.line, "why": str(one.why)} for one in account.refusals],
        "remarked": [{"line": one.line, "what": str(one.what)} for one in account.remarks],
    }
    say.result(told, sentences=_account_sentences(account))
    return int(bool(account.refusals))


def source(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    """The likely source of the named cases. Every case has its own approval; both calls are on record before an answer."""
    store, journal = copresence.MovementStore(folder), copresence.Journal(folder / "calls.jsonl")
    store.snapshot()
    cases = copresence.read_authorisation(readable(options.authorisation))
    found = cluster.ask(
        cases, store=store, record=journal.record, now=clock.real_now(), pathogen=options.pathogen
    )
    say.result(cluster.told(found, most=options.most), sentences=cluster.sentences(found, most=options.most))


def status(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    manifest = copresence.MovementStore(folder).snapshot().manifest
    days = {
        str(copresence.day_of(day)): {
            "stays": sum(one.rows for one in segments), "late": sum(one.rows for one in segments if not one.base),
            "bytes": sum(sum(one.bytes.values()) for one in segments), "sealed": all(one.key for one in segments),
        }
        for day, segments in sorted(manifest.days.items())
    }  # fmt: skip
    told = {
        "store": str(folder),
        "version": manifest.version,
        "stays": manifest.rows,
        "batches": len(manifest.batches),
        "days": days,
    }
    sentences = [f"{manifest.rows:,} stays on {len(days)} days from {len(manifest.batches)} batches."]
    sentences += [
        f"  {day}: {one['stays']:,} stays, {one['late']:,} of them late, {one['bytes'] / 1e6:.1f} MB"
        for day, one in days.items()
    ]
    say.result(told, sentences=sentences)


def compact(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    days = copresence.compact(folder)
    say.result({"days": days}, sentences=[f"{days} days were rewritten."])


def calls(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    copresence.MovementStore(folder).snapshot()
    found = copresence.Journal(folder / "calls.jsonl").calls()
    told: list[Any] = found
    sentences = [f"{len(found)} calls; the chain of the record is whole."]
    sentences += [f"  {one['at']}: {'answered' if one['allowed'] else 'refused'}" for one in found]
    say.result(told, sentences=sentences)


def warm(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    os.nice(GENTLY)
    copresence.warm()
    say.result({"compiled": True}, sentences=["The search is compiled; nobody waits for it."])


DEEDS = {
    "create": create, "places": bring, "add": bring, "search": movement_searching.search, "source": source, "status": status,
    "compact": compact, "warm": warm, "calls": calls,
} | movement_keeping.DEEDS  # fmt: skip


def _part(parts: Any, deed: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(deed, help=told, description=told)
    part.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    return part


def _account_sentences(account: copresence.Account) -> list[str]:
    if account.already_in:
        return ["This file is in already; nothing was changed."]
    counted = f"{account.rows_in} rows: {account.kept} kept, {account.merged} merged into another, {account.refused} refused."
    more = f"{account.imputed} ends were imputed; {account.doubled} stays are told by a second source and count once."
    faults = [f"  line {one.line}: {one.why}" for one in account.refusals[:SHOWN]]
    odd = [f"  line {one.line} was taken, but: {one.what}" for one in account.remarks[:SHOWN]]
    return [counted, more, *faults, *odd]
