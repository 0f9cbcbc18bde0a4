"""Look at a line list without a database: what its columns are, how its dates read, what is wrong in which row."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..inside import readable
from ..mapping import decided
from ..printing import Printer

NEEDS_DJANGO = False
SHOWN = 50  # rows whose faults are printed; with --json all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV or XLSX")
    parser.add_argument("--map", type=Path, help='JSON file {"heading": "field"}; "-" leaves a column out')
    parser.add_argument(
        "--date-order", action="append", default=[], metavar="FIELD=DMY", help="how short dates are read"
    )
    parser.add_argument("--today", type=date.fromisoformat, help="the day of the list; later dates are wrong")


def run(options: argparse.Namespace) -> int:
    from ringfence.cores.linelist.columns import propose
    from ringfence.cores.linelist.reading import open_table
    from ringfence.cores.linelist.survey import survey
    from ringfence.kernel import CITY_ZONE

    table = open_table(content=readable(options.file).read_bytes(), file_name=options.file.name)
    proposal = propose(table=table)
    chosen = decided(proposal.column_map, file=options.map, date_orders=options.date_order)
    found = survey(table=table, column_map=chosen, today=options.today or datetime.now(CITY_ZONE).date())
    rows = [] if found.ambiguous_dates else _judged(found)
    counted = Counter(str(one["verdict"]) for one in rows)
    faulty = [one for one in rows if one["sentences"]]
    answer = {
        "columns": proposal.as_json()["columns"],
        "survey": found.as_json(),
        "verdicts": counted,
        "rows": faulty,
    }
    sentences = [*_columns(chosen), *_dates(found)]
    sentences += [f"  row {one['row']}: {' '.join(one['sentences'])}" for one in faulty[:SHOWN]]
    sentences.append(
        f"{found.rows} rows: " + ", ".join(f"{count} {name.lower()}" for name, count in counted.items())
    )
    Printer(as_json=options.json).result(answer, sentences=sentences)
    return int(bool(counted["WRONG"]) or bool(found.ambiguous_dates))


def _judged(found: Any) -> list[dict[str, Any]]:
    from ringfence.cores.linelist.rows import read_rows
    from ringfence.cores.linelist.verdicts import InMemory, judge

    return [
        {"row": one.row.number, "verdict": str(one.verdict),
         "sentences": [f"[{note.column}] {note.reason}" for note in getattr(one.row, "faults", ())]
         or ([str(one.why)] if one.why else [])}
        for one in judge(rows=read_rows(plan=found.plan()), known=InMemory())
    ]  # fmt: skip


def _columns(chosen: Any) -> list[str]:
    return [
        f"{one.header}: {'left out' if one.ignored else one.field or 'kept as an extra column'}"
        for one in chosen.choices
    ]


def _dates(found: Any) -> list[str]:
    return [
        f"The dates of {one.header} can be read in two ways. Say --date-order {one.field}=DMY or {one.field}=MDY."
        for one in found.ambiguous_dates
    ]
