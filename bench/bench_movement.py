"""The exposure search in a made-up city: our kernel beside DuckDB, ClickHouse, Polars and PostgreSQL, same rows, one run.

    python -m bench.bench_movement [--size XS|S|L] [--cases 10 100 1000] [--turns 20] [--home FOLDER] [--peers FOLDER] [--json]

XS is 125,000 people x 14 days, about 18.8 million stays; S 625,000, about 94 million; L 6.25 million, about 940 million
(25 GB, some 5 GB of memory). `--home` keeps the store and goes on with it. Peers that are no part of the product are
installed beside it: `pip install --target FOLDER chdb polars`; without them they are left out with a sentence.

The kernel always answers with all sixteen columns (unions of time, certainty, dose by factor). "definition" is the same answer by
the product's own SQL, compared byte for byte: that is the like for like. The other lines of the peers are an easier
question (overlaps summed, six columns), and every row is compared with the kernel's. "cold" drops the files from the page cache first
(the host of a virtual disk may still hold them). Wall times tell of a busy machine; "processor" is what was worked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.cores.copresence.authorisation import AuthorisedCase, Purpose
from ringfence.cores.copresence.reach import SamePlace, WithinMetres
from ringfence.cores.copresence.reference import Database, leads_by_sql
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.store import MovementStore
from ringfence.kernel import CITY_ZONE

from .harness import machine, percentile_95
from .movement_city import FIRST
from .movement_disk import drop_cache, share_of_memory, sizes_touched
from .movement_fill import fill, print_ingestion, storage
from .movement_peers import LEAST_SECONDS, PEERS, WEIGHTS, DuckPeer, opened, same

WINDOW_DAYS = 5
MIDNIGHT = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=CITY_ZONE)
SIZES = {"XS": 125_000, "S": 625_000, "L": 6_250_000}
AIMS = {
    10: (20, 100),
    100: (60, 300),
    1000: (250, 1000),
}  # p95 in milliseconds, warm and cold, at 940 million stays
FEW = 3  # turns of the slower engines
MOST_FOR_DEFINITION = 100  # cases; the definition keeps every moment with sixteen columns


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--size", choices=SIZES, default="XS")
    wish.add_argument("--people", type=int, help="another number of people")
    wish.add_argument("--days", type=int, default=14)
    wish.add_argument("--cases", type=int, nargs="+", default=[10, 100, 1000])
    wish.add_argument("--turns", type=int, default=20, help="searches of the kernel, each of other cases")
    wish.add_argument("--metres", type=int, default=20, help="distance of the search by distance")
    wish.add_argument(
        "--without", nargs="*", default=[], choices=[*PEERS, "definition", "cold", "metres", "memory"]
    )
    wish.add_argument("--home", type=Path, help="keep the store here and use it again")
    wish.add_argument("--peers", type=Path, help="folder with chdb and polars")
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    folder = options.home or Path(tempfile.mkdtemp(prefix="ringfence-bench-"))
    try:
        told = measure(options, folder)
    finally:
        shutil.rmtree(folder / "peers", ignore_errors=True)
        shutil.rmtree(folder / "compared", ignore_errors=True)
        if options.home is None:
            shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        print(json.dumps(told))


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    people = options.people or SIZES[options.size]
    told: dict[str, Any] = {"machine": machine(), "people": people, "days": options.days}
    print(f"\nMovement: {people:,} people, {options.days} days. {machine()}", flush=True)
    told["ingestion"] = fill(folder / "store", people=people, days=options.days)
    print_ingestion(told["ingestion"])
    store = MovementStore(folder / "store")
    told["storage"] = storage(store)
    if "memory" not in options.without:
        told["memory"] = share_of_memory(store)
    bench = Bench(store, options)
    for count in options.cases:
        bench.kernel(count)
    for name in [one for one in PEERS if one not in options.without]:
        peer = opened(name, store.snapshot(), folder / "peers" / name, installed=options.peers)
        if peer is None:
            continue
        for count in options.cases:
            bench.line(
                peer.name,
                count,
                peer.run,
                turns=min(FEW, options.turns),
                backend=getattr(peer, "backend", None),
            )
            if isinstance(peer, DuckPeer) and peer.native and count <= MOST_FOR_DEFINITION:
                bench.line(f"{peer.name}, definition", count, peer.definition, turns=min(FEW, options.turns))
        peer.close()
        shutil.rmtree(folder / "peers" / name, ignore_errors=True)
    if "definition" not in options.without:
        bench.definition(min(options.cases))
    return told | {"searches": bench.lines}


class Bench:
    """Lines of searches; every line compares the same cases."""

    def __init__(self, store: MovementStore, options: argparse.Namespace) -> None:
        self.store, self.options = store, options
        self.lines: list[dict[str, Any]] = []
        self.ours: dict[
            tuple[int, int], tuple[float, float]
        ] = {}  # the kernel's wall and processor by count and turn

    def cases(self, count: int, turn: int) -> list[AuthorisedCase]:
        """Random residents with a window of five days, other ones each turn."""
        manifest = self.store.snapshot().manifest
        rng = np.random.default_rng([7, count, turn + 1000])
        last = max(1, len(manifest.days) - WINDOW_DAYS + 1)
        begins = [MIDNIGHT + timedelta(days=int(one)) for one in rng.integers(0, last, count)]
        persons = rng.choice(manifest.persons, count, replace=False)
        return [
            AuthorisedCase(f"B{at}", int(person), begin, begin + timedelta(days=WINDOW_DAYS), Purpose.FIND_CONTACTS, "bench", "a", "b",
                           begin + timedelta(days=99), (begin + timedelta(days=2)).date())
            for at, (person, begin) in enumerate(zip(persons, begins, strict=True))
        ]  # fmt: skip

    def search(self, cases: list[AuthorisedCase], rule: Any = SamePlace()) -> Any:  # noqa: B008 - a frozen rule
        return match(
            cases, rule=rule, snapshot=self.store.snapshot(), least_seconds=LEAST_SECONDS, weights=WEIGHTS
        )

    def kernel(self, count: int) -> None:
        """Warm, cold, and by distance; warm searches are turned twice, the second time counts."""
        turns, cold = self.options.turns, "cold" not in self.options.without
        for turn in range(-1, turns):
            self.search(self.cases(count, turn))
        self.line("kernel", count, self.search, turns=turns, aim=AIMS.get(count, (None, None))[0])
        if cold:
            self.line(
                "kernel, cold",
                count,
                self.search,
                turns=min(turns, max(FEW, turns // 2)),
                aim=AIMS.get(count, (None, None))[1],
                before=lambda: drop_cache(self.store),
            )
            sizes_touched(self.store, self.cases(count, 0))
        if "metres" not in self.options.without and count <= 100:
            self.line(
                f"kernel, within {self.options.metres} m",
                count,
                lambda cases: self.search(cases, WithinMetres(self.options.metres)),
                turns=min(5, turns),
            )

    def definition(self, count: int) -> None:
        """The product's own SQL over the archives: all columns, byte for byte."""
        database = Database.over_archives(self.store.snapshot(), weights=WEIGHTS)
        rule: dict[str, Any] = {
            "rule": SamePlace(),
            "database": database,
            "least_seconds": LEAST_SECONDS,
            "weights": WEIGHTS,
        }
        self.line("DuckDB Parquet, definition", count, lambda cases: leads_by_sql(cases, **rule), turns=1)

    def line(
        self, engine: str, count: int, work: Callable[[list[AuthorisedCase]], Any], *, turns: int, aim: float | None = None,
        before: Callable[[], object] | None = None, backend: int | None = None,
    ) -> None:  # fmt: skip
        """One engine, some turns: each with other cases, the same ones for every engine; a peer's rows are compared."""
        taken, busy, rows, equal = [], [], 0, 0
        for turn in range(-1, turns):
            cases = self.cases(count, turn)
            if before is not None:
                before()
            begin, used = time.perf_counter(), processor_seconds(backend)
            answer = work(cases)
            spent = 1000 * (time.perf_counter() - begin), 1000 * (processor_seconds(backend) - used)
            if turn < 0:
                continue  # the first one opens files and compiles
            taken.append(spent[0]), busy.append(spent[1])
            if engine == "kernel":
                self.ours[count, turn] = spent
            if engine.endswith("definition"):
                if self.search(cases).tobytes() != answer.tobytes():
                    raise SystemExit(
                        f"{engine} gives other bytes than the kernel for {count} cases, turn {turn}."
                    )
                equal += 1
            if isinstance(answer, dict):
                if not same(self.search(cases), answer):
                    raise SystemExit(
                        f"{engine} gives other rows than the kernel for {count} cases, turn {turn}."
                    )
                equal, answer = equal + 1, answer["person"]
            rows += len(answer)
        self._tell(engine, count, taken, busy, rows // max(1, turns), equal, aim)

    def _tell(
        self,
        engine: str,
        count: int,
        taken: list[float],
        busy: list[float],
        rows: int,
        equal: int,
        aim: float | None,
    ) -> None:
        ours = [self.ours[count, turn] for turn in range(len(taken))]
        told: dict[str, Any] = {
            "engine": engine, "cases": count, "rows": rows, "turns": len(taken), "median_ms": statistics.median(taken), "p95_ms": percentile_95(taken),
            "processor_ms": statistics.median(busy), "ratio": sum(taken) / sum(one for one, _ in ours), "processor_ratio": sum(busy) / max(1e-9, sum(one for _, one in ours)),
        }  # fmt: skip
        self.lines.append(told)
        mark = (
            f"; aim {aim} ms (at 940 million) {'met' if told['p95_ms'] <= aim else 'missed'}" if aim else ""
        )
        mark += f"; all rows of {equal} searches are the kernel's" if equal else ""
        print("  {cases:>5} cases  {engine:28} {rows:>10,} rows  median {median_ms:>9,.1f} ms  p95 {p95_ms:>9,.1f}  processor {processor_ms:>9,.1f}"
              "  x {ratio:.1f}, processor x {processor_ratio:.1f}  ({turns})".format(**told) + mark, flush=True)  # fmt: skip


def processor_seconds(backend: int | None) -> float:
    """What this process has used of the processor so far, and a database's session beside it (without its own helpers)."""
    served = float(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9 if backend else 0.0
    return time.process_time() + served


if __name__ == "__main__":
    main()
