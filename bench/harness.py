"""What every comparison shares: a throw-away PostgreSQL with normal durability, timings, one way to print.

Nothing here asserts: a benchmark tells, a test judges.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Timings:
    """Many calls of the same thing: milliseconds by the clock on the wall, and of processor time.

    On a busy machine the wall says how busy it is. Processor time counts this process and its database session
    (not PostgreSQL's parallel workers); on a machine with nothing else to do the two are nearly the same.
    """

    milliseconds: list[float]
    processor: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return percentile_95(self.milliseconds)

    @property
    def cpu_p50(self) -> float:
        return statistics.median(self.processor)

    @property
    def cpu_p95(self) -> float:
        return percentile_95(self.processor)


def percentile_95(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


@dataclass
class Report:
    """Lines of one comparison: a figure, its aim, and the plain way beside it."""

    title: str
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, what: str, ours: float, *, unit: str, aim: float | None = None, naive: float | None = None,
        at_least: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        """One figure. `at_least`: more is better (rows a second); otherwise less is."""
        line: dict[str, Any] = {"what": what, "ours": round(ours, 3), "unit": unit} | more
        if aim is not None:
            line |= {"aim": aim, "met": ours >= aim if at_least else ours <= aim}
        if naive is not None:
            over, under = (ours, naive) if at_least else (naive, ours)
            line |= {"naive": round(naive, 3)} | ({"ratio": round(over / under, 1)} if under else {})
        self.lines.append(line)

    def print(self, *, as_json: bool) -> None:
        if as_json:
            print(
                json.dumps(
                    {"title": self.title, "machine": machine(), "lines": self.lines}, ensure_ascii=False
                )
            )
            return
        print(f"\n{self.title}\n{machine()}")
        for line in self.lines:
            aim = f"aim {line['aim']:g} {'met' if line['met'] else 'MISSED'}" if "aim" in line else ""
            naive = (
                f"plain way {line['naive']:,.1f} ({line.get('ratio', '?')} times)" if "naive" in line else ""
            )
            rest = " ".join(
                f"{name}={value:,.1f}" if isinstance(value, float) else f"{name}={value}"
                for name, value in line.items() if name not in ("what", "ours", "unit", "aim", "met", "naive", "ratio")
            )  # fmt: skip
            print(
                f"  {line['what']:58} {line['ours']:>10,.1f} {line['unit']:8} {aim:18} {naive:34} {rest}".rstrip()
            )


def machine() -> str:
    """What the figures were measured on."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return (
        f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def arguments(doc: str | None, **sizes: int) -> argparse.Namespace:
    """The command line of a comparison: `--json`, `--home`, and its sizes with their defaults."""
    wish = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    wish.add_argument("--home", help="keep the database in this folder and use it again if it is there")
    for name, size in sizes.items():
        wish.add_argument(f"--{name.replace('_', '-')}", type=int, default=size)
    return wish.parse_args()


def timed(work: Callable[[int], object], *, times: int, warm_up: int = 2) -> Timings:
    """Call `work(0)`, `work(1)`, ...; the first few are not counted."""
    wall, processor = [], []
    for turn in range(-warm_up, times):
        start, busy = time.perf_counter(), processor_seconds()
        work(turn)
        if turn >= 0:
            wall.append(1000 * (time.perf_counter() - start))
            processor.append(1000 * (processor_seconds() - busy))
    return Timings(wall, processor)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of processor time."""
    start, busy = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - start, processor_seconds() - busy


def processor_seconds() -> float:
    """What this process and its database session have used of the processor so far."""
    from django.db import connection

    session = connection.connection.info.backend_pid if connection.connection else None
    try:
        served = int(Path(f"/proc/{session}/schedstat").read_text().split()[0]) / 1e9 if session else 0.0
    except OSError:
        served = 0.0
    return time.process_time() + served


def exactly(wanted: int, *, what: str, found: list[tuple[Any, ...]]) -> None:
    """A figure told for a size is taken at that size: a kept home that has grown is refused."""
    if found[0][0] != wanted:
        raise SystemExit(
            f"This home holds {found[0][0]:,} {what}, not {wanted:,}. Give a fresh --home, or none."
        )


def say(text: str) -> None:
    """Progress, beside the figures."""
    print(f"  [{text}]", file=sys.stderr, flush=True)


@contextmanager
def product(*, home: str | None = None) -> Iterator[Path]:
    """Django on an embedded PostgreSQL with the settings and the durability that `make run` uses."""
    folder = Path(home or tempfile.mkdtemp(prefix="ringfence-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    os.environ |= {"RINGFENCE_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "ringfence.settings.owner"}
    for name in ("DATABASE_URL", "RINGFENCE_OWNER_URL"):
        os.environ.pop(name, None)
    from ringfence.faces.jobs.embedded_postgres import open_server
    from ringfence.faces.jobs.embedded_postgres.tuning import fitted_settings

    server = open_server(folder, settings=fitted_settings())
    server.start()
    try:
        _prepare()
        yield folder
    finally:
        _close()
        server.stop()
        if home is None:
            if server.places.root != folder / "postgres":
                shutil.rmtree(server.places.root, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import get_resolver

    from ringfence.faces import memory

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", interactive=False, verbosity=0)
    _hold_rows()
    if get_resolver().url_patterns:  # as the product's own processes begin (ringfence.wsgi)
        memory.settle()


def _hold_rows() -> None:
    """The owner loads the city; every request is held to the policies, as in the product."""
    from django.conf import settings
    from django.db import connection

    from ringfence.faces.rows import laying

    connection.ensure_connection()
    laying.make_role(connection.connection, role=settings.ROWS_ROLE)
    laying.lay(connection.connection, role=settings.ROWS_ROLE)
    connection.settings_dict["ROWS_ROLE"] = settings.ROWS_ROLE


def _close() -> None:
    from django.db import connections

    connections.close_all()


def sql(text: str, parameters: dict[str, Any] | list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement (or several) on Django's connection; the rows of the last one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.fetchall() if cursor.description else []
