"""Export of 120,000 cases as CSV, beside a list that is gathered first and written then.

    python -m bench.bench_export [--rows 120000] [--home FOLDER] [--json]

The product's own export, handed out in pieces. The plain way reads every row into a list, makes the whole text and hands
it out at once. Each runs in a process of its own, and so does ours on a tenth of the rows: the growth of its memory
between a tenth and all of them is what "constant" means here. Seconds to the first byte, rows a second, peak memory
above that of the process before it began.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import city, harness
from .harness import Report, exactly, processor_seconds, say, sql

AIM_GROWTH_MB = 32.0  # between a tenth of the rows and all of them; the plain way grows by hundreds
WAYS = ("ours", "plain")


def main() -> None:
    if "--way" in sys.argv:
        child()
        return
    wish = harness.arguments(__doc__, rows=120_000)
    with harness.product(home=wish.home):
        built = city.build(people=wish.rows, cases=wish.rows, contacts=1000, with_work=False)
        exactly(
            wish.rows,
            what="cases",
            found=sql("select count(*) from cases_case where outbreak_id = %s", [built.outbreak_id]),
        )
        tenth = outbreak_with_a_tenth(built)
        report = Report("Export of a line list as CSV")
        measure(report, whole=city.SLUG, tenth=tenth)
    report.print(as_json=wish.json)


def measure(report: Report, *, whole: str, tenth: str) -> None:
    ours, plain = ran("ours", whole), ran("plain", whole)
    small, plain_small = ran("ours", tenth), ran("plain", tenth)
    rows = ours["rows"]
    if (ours["bytes"], ours["rows"]) != (plain["bytes"], plain["rows"]):
        raise RuntimeError(f"The two ways wrote different files: {ours} and {plain}")
    report.add(
        "first byte", ours["first"], unit="s", naive=plain["first"], rows=rows, megabytes=ours["bytes"] / 1e6
    )
    report.add("rows handed out", rows / ours["seconds"], unit="rows/s", at_least=True, naive=plain["rows"] / plain["seconds"],
               per_processor_second=rows / ours["processor"], plain_per_processor_second=plain["rows"] / plain["processor"])  # fmt: skip
    report.add("peak memory above the start", ours["grown"], unit="MB", naive=plain["grown"])
    report.add("memory: all rows against a tenth", ours["grown"] - small["grown"], unit="MB", aim=AIM_GROWTH_MB,
               naive=plain["grown"] - plain_small["grown"], tenth_rows=small["rows"])  # fmt: skip


def ran(way: str, slug: str) -> dict[str, float]:
    """One way in a process of its own, on the database of this one."""
    say(f"{way}, {slug}")
    command = [sys.executable, "-m", "bench.bench_export", "--way", way, slug]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1], env=os.environ
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child() -> None:
    """Export once and tell how it went."""
    way, slug = sys.argv[-2:]
    import django

    django.setup()
    from django.urls import get_resolver

    from ringfence.faces import memory
    from ringfence.ground.access import queries as access

    if get_resolver().url_patterns:
        memory.settle()
    by = access.user_named(username="bench-data")
    outbreak, now = opened(slug)
    before, start, busy = memory_from_here(), time.perf_counter(), processor_seconds()
    first, count, lines = None, 0, 0
    for piece in pieces(way, outbreak=outbreak, by=by, now=now):
        first = time.perf_counter() - start if first is None else first
        count, lines = count + len(piece), lines + piece.count(b"\r\n")
    print(json.dumps({
        "first": first, "seconds": time.perf_counter() - start, "processor": processor_seconds() - busy,
        "bytes": count, "rows": lines - 1, "grown": _megabytes("VmHWM") - before,
    }))  # fmt: skip


def opened(slug: str) -> tuple[Any, Any]:
    from ringfence.faces.clock import real_now
    from ringfence.registry.outbreaks.models import Outbreak

    return Outbreak.objects.get(slug=slug), real_now()


def pieces(way: str, *, outbreak: Any, by: Any, now: Any) -> Iterator[bytes]:
    from ringfence.command.exports import queries as exports
    from ringfence.cores.linelist.writing import write_csv
    from ringfence.faces import exporting
    from ringfence.tracing.cases import queries as cases
    from ringfence.tracing.linelists.queries import told_of_case

    if way == "ours":
        told = {"what": "line-list", "kind": "csv", "language": "en"}
        yield from exporting.export(**told, outbreak=outbreak, by=by, now=now).pieces
        return
    found = cases.visible_to(by=by, outbreak_id=outbreak.id).order_by("reported_at", "id")
    rows = [told_of_case(one) for one in list(found)]
    extras = exports.extra_names(by=by, outbreak_id=outbreak.id)
    yield b"".join(
        list(write_csv(rows=rows, schema=exports.SCHEMAS["line-list"], extras=extras, language="en"))
    )


def memory_from_here() -> float:
    """Megabytes in use now; the kernel begins to watch for the most anew (proc_pid_clear_refs(5), value 5)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def outbreak_with_a_tenth(built: city.City) -> str:
    """A second outbreak with every tenth of the cases; of the same people."""
    from datetime import timedelta

    from ringfence.ground.access import queries as access
    from ringfence.registry.outbreaks import actions as outbreaks
    from ringfence.registry.outbreaks.models import Outbreak

    slug = f"{city.SLUG}-tenth"
    if not Outbreak.objects.filter(slug=slug).exists():
        kept = outbreaks.open_outbreak(
            slug=slug, name="十分之一", name_en="A tenth", area_code="4107", ruleset_id="CN-8-HN-2022-01", case_prefix="B",
            by=access.user_named(username="liwei"), now=built.now - timedelta(days=60),
        )  # fmt: skip
        sql(
            "create temporary table tenth as select * from cases_case where outbreak_id = %s and right(number, 1) = '0'",
            [built.outbreak_id],
        )
        sql("update tenth set id = gen_random_uuid(), outbreak_id = %s", [kept.id])
        sql("insert into cases_case select * from tenth")
    return slug


if __name__ == "__main__":
    main()
