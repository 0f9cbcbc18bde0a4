"""Who was where, when: keep records of movement and find the exposures of a case, each search authorised and on record."""

from __future__ import annotations

import argparse
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ringfence.cores import copresence
from ringfence.cores.copresence.reference import Database, leads_by_sql
from ringfence.cores.sources.timing import INCUBATION
from ringfence.faces import clock
from ringfence.kernel import Expected, city_date
from ringfence.settings.home import state_home

from .. import cluster
from ..inside import readable, writable
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False
SHOWN = 20
GENTLY = 15  # what nobody waits for gives way to what somebody does
XINXIANG = (113.92, 35.30)  # degrees WGS-84, the middle of the city
KEEP_DAYS = 14  # DOMAIN 9.4: venue presence is kept 14 days unless tied to a case


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
    part = _part(parts, "search", "find who was together with a case")
    part.add_argument("authorisation", type=Path, help="JSON: case, person, window, purpose, approval")
    part.add_argument(
        "--rule",
        choices=["same-place", "within", "transport"],
        default="same-place",
        help="what counts as together",
    )
    part.add_argument("--metres", type=int, default=20, help="distance for --rule within")
    part.add_argument("--least-minutes", type=int, default=10, help="shorter togetherness is left out")
    part.add_argument("--most", type=int, help="print only the first leads of each case, by dose")
    part.add_argument(
        "--verify",
        action="store_true",
        help="ask the SQL definition as well and compare the rows byte for byte",
    )
    part.add_argument("--spark-master", default="", metavar="URL", help="let this Spark master search, as spark://host:7077; its machines must see the store's folder; the answer does not depend on it")  # fmt: skip
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
    part = _part(parts, "forget", "destroy the records of days that are over")
    part.add_argument(
        "--before", type=date.fromisoformat, help=f"first day to keep (default: {KEEP_DAYS} days back)"
    )
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


def search(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    """The call is on record before its answer is printed, and when it is refused, too."""
    store, journal = copresence.MovementStore(folder), copresence.Journal(folder / "calls.jsonl")
    store.snapshot()  # a sentence when there is no store to keep the record in
    now = clock.real_now()
    asked = {"file": options.authorisation.name, "rule": options.rule}
    try:
        cases = copresence.read_authorisation(readable(options.authorisation))
        rule = _rule(options)
    except (Expected, CannotRun) as refusal:
        journal.record(
            copresence.Call(
                now,
                "EXPOSURES",
                False,
                getattr(refusal, "reasons", ()),
                (),
                asked | {"refused": str(refusal)},
            )
        )
        raise
    found = copresence.find_exposures_of_cases(
        cases, rule=rule, store=store, record=journal.record, now=now, least_minutes=options.least_minutes,
        spark=options.spark_master,
    )  # fmt: skip
    if options.verify:
        _verify(found, rule, options.least_minutes)
    leads = found.ranked(most=options.most)
    told = {
        "leads": [lead.as_json() for lead in leads],
        "found": int(found.rows.size),
        "digest": found.digest,
        "verified": options.verify,
    }
    told["days_without_records"] = missing = [str(day) for day in found.days_without_records]
    sentences = [
        f"{found.rows.size} leads. A lead is where to look next; only an investigator says who is a contact."
    ]
    sentences += (
        [f"There are no records of {', '.join(missing)}: nobody could be found there."] if missing else []
    )
    say.result(
        told, sentences=[*sentences, *(_lead_sentence(lead) for lead in leads[: options.most or SHOWN])]
    )


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
            "bytes": sum(sum(one.bytes.values()) for one in segments),
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


def forget(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    before = options.before or city_date(clock.real_now()) - timedelta(days=KEEP_DAYS)
    gone = [
        str(copresence.day_of(day))
        for day in copresence.forget_before(folder, day=copresence.day_number(before))
    ]
    say.result(
        {"forgotten": gone, "kept_from": str(before)},
        sentences=[f"{len(gone)} days before {before} are gone: {', '.join(gone) or 'none'}."],
    )


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
    "create": create, "places": bring, "add": bring, "search": search, "source": source, "status": status, "compact": compact,
    "forget": forget, "warm": warm, "calls": calls,
}  # fmt: skip


def _part(parts: Any, deed: str, told: str) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(deed, help=told, description=told)
    part.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    return part


def _rule(
    options: argparse.Namespace,
) -> copresence.SamePlace | copresence.WithinMetres | copresence.SameTransport:
    if options.rule == "within":
        return copresence.WithinMetres(options.metres)
    return copresence.SameTransport() if options.rule == "transport" else copresence.SamePlace()


def _verify(found: copresence.Exposures, rule: Any, least_minutes: int) -> None:
    """The same question to the SQL definition, over the archives of the same version."""
    database = Database.over_archives(found.snapshot, weights=found.weights)
    theirs = leads_by_sql(
        found.cases, rule=rule, database=database, least_seconds=60 * least_minutes, weights=found.weights
    )
    if theirs.tobytes() != found.rows.tobytes():
        raise CannotRun("The two engines disagree. Nothing is printed; please report this.")


def _account_sentences(account: copresence.Account) -> list[str]:
    if account.already_in:
        return ["This file is in already; nothing was changed."]
    counted = f"{account.rows_in} rows: {account.kept} kept, {account.merged} merged into another, {account.refused} refused."
    more = f"{account.imputed} ends were imputed; {account.doubled} stays are told by a second source and count once."
    faults = [f"  line {one.line}: {one.why}" for one in account.refusals[:SHOWN]]
    odd = [f"  line {one.line} was taken, but: {one.what}" for one in account.remarks[:SHOWN]]
    return [counted, more, *faults, *odd]


def _lead_sentence(lead: copresence.Lead) -> str:
    sure = "" if lead.certain else ", time not sure"
    gaps = "without a gap" if lead.continuous else f"in {lead.episodes} stretches"
    return (
        f"  {lead.case_id}: person {lead.person}, {lead.minutes:.0f} min {gaps}{sure}, {lead.first_at:%m-%d %H:%M} to {lead.last_at:%m-%d %H:%M}, "
        f"most at {lead.place_name}; dose {lead.factors.dose:.1f}; from {', '.join(lead.sources)}"
    )
