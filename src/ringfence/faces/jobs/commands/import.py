"""Import a line list into an outbreak: read, looked at, and with --yes imported; every row is accounted for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..inside import Inside, add_outbreak, enter, readable, writable
from ..mapping import decided
from ..printing import CannotRun, Printer

SHOWN = 20  # rows whose faults are printed; the others stand in the file of failed rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV or XLSX")
    add_outbreak(parser)
    parser.add_argument("--map", type=Path, help='JSON file {"heading": "field"}; "-" leaves a column out')
    parser.add_argument(
        "--date-order", action="append", default=[], metavar="FIELD=DMY", help="how short dates are read"
    )
    parser.add_argument("--yes", action="store_true", help="import; without it the rows are only looked at")
    parser.add_argument("--failed-rows", type=Path, metavar="CSV", help="write the rows to correct there")


def run(options: argparse.Namespace) -> int:
    from ringfence.tracing.linelists import actions as linelists
    from ringfence.tracing.linelists import queries as imports

    say = Printer(as_json=options.json)
    content = readable(options.file).read_bytes()
    failed_rows = writable(options.failed_rows) if options.failed_rows else None
    with enter(options) as here:
        told: dict[str, Any] = {"by": here.by, "now": here.now}
        run_id = linelists.upload(
            outbreak_id=here.outbreak.id, file_name=options.file.name, content=content, **told
        ).id
        _choose(options, run_id, told)
        linelists.preview(run_id=run_id, **told)
        say.line("Looked at: " + _sentence(imports.count_verdicts(run_id=run_id)))
        if options.yes:
            linelists.queue(run_id=run_id, **told)
            linelists.start(run_id=run_id, **told)
            linelists.run_batch(run_id=run_id, **told)
        return _tell(say, here, run_id, failed_rows=failed_rows, imported=options.yes)


def _choose(options: argparse.Namespace, run_id: Any, told: dict[str, Any]) -> None:
    from ringfence.cores.linelist.mapping import ColumnMap
    from ringfence.tracing.linelists import actions as linelists
    from ringfence.tracing.linelists import queries as imports

    if options.map is None and not options.date_order:
        return
    found = ColumnMap.from_json(imports.run(run_id=run_id, by=told["by"]).column_map)
    chosen = decided(found, file=options.map, date_orders=options.date_order)
    linelists.choose_columns(run_id=run_id, column_map=chosen, **told)


def _tell(say: Printer, here: Inside, run_id: Any, *, failed_rows: Path | None, imported: bool) -> int:
    """The account, the faults, the failed rows; 1 when rows failed."""
    from ringfence.kernel import city_date
    from ringfence.tracing.linelists import queries as imports

    run = imports.run(run_id=run_id, by=here.by)
    faults = [_fault(row) for row in imports.rows(run_id=run_id).exclude(reasons=[])]
    faults = [one for one in faults if one["sentences"]]
    if failed_rows:
        with failed_rows.open("wb") as file:
            for piece in imports.failed_csv(run, today=city_date(here.now), say=str, language="en"):
                file.write(piece)
    account = {
        name: getattr(run, name)
        for name in ("rows_in", "created", "updated", "unchanged", "skipped", "failed")
    }
    answer = {
        "import": str(run.id), "state": run.state, "verdicts": imports.count_verdicts(run_id=run_id), "rows": faults,
        **(account if imported else {"rows_in": run.rows_in}), "links_found": run.links_found,
    }  # fmt: skip
    sentences = [f"  row {one['row']}: {' '.join(one['sentences'])}" for one in faults[:SHOWN]]
    if imported:
        sentences.append("Imported: " + _sentence(account))
    else:
        sentences.append("Nothing was imported. Add --yes to import.")
    say.result(answer, sentences=sentences)
    if imported and run.state != run.State.DONE:
        raise CannotRun(run.error or "The import did not finish.")
    return int(imported and run.failed > 0)


def _fault(row: Any) -> dict[str, Any]:
    from ringfence.kernel import Reason

    said = [f"[{one['column']}] {Reason.from_json(one['reason'])}" for one in row.reasons if one["fault"]]
    return {
        "row": row.number,
        "case_id": row.case_number,
        "verdict": row.verdict,
        "became": row.became,
        "sentences": said,
    }


def _sentence(counted: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.lower().replace('_', ' ')}" for name, count in counted.items())
