"""All comparisons, one after the other, at sizes that take minutes; give a comparison's own options for the real ones.

python -m bench [NAME ...]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SMALL = {
    "bench_lists": ["--people", "20000", "--cases", "1000", "--contacts", "4000", "--requests", "10"],
    "bench_import": ["--people", "10000", "--rows", "2000", "--plain-rows", "50"],
    "bench_bulk_edit": ["--people", "20000", "--cases", "1000"],
    "bench_dashboard": ["--people", "20000", "--cases", "1000", "--contacts", "4000"],
    "bench_chain_layout": ["--cases", "5000", "--naive-cases", "2000"],
    "bench_leads": ["--people", "20000", "--cases", "20"],
    "bench_sources": ["--clusters", "40", "--chains", "5", "--people", "6000"],
    "bench_movement": ["--people", "10000", "--days", "6", "--cases", "10", "100", "--turns", "3"],
    "bench_live": ["--people", "10000", "--cases", "100", "--batches", "5"],
    "bench_ledger": ["--people", "10000", "--cases", "600", "--contacts", "2500"],
    "bench_rows": ["--people", "10000", "--cases", "600", "--contacts", "2500", "--requests", "20"],
    "bench_estimate": ["--areas", "500", "--naive-areas", "5"],
    "bench_vault": ["--people", "20000", "--cases", "1000", "--contacts", "4000", "--requests", "10"],
    "bench_export": ["--rows", "12000"],
    "bench_chain_page": ["--cases", "3000", "--rounds", "3"],
    "bench_simulator": ["--runs", "30", "--quick"],
    "bench_drill": ["--days", "6", "7", "9"],
    "bench_incidence": ["--measured", "tests/cores/transmission/covasim_incidence.json", "--ours", "100"],
    "bench_calibration": ["--outbreaks", "5", "--draws", "600", "--keep", "40"],
}


def main() -> int:
    """Run those named, or all; 1 when one of them did not end well."""
    wanted = sys.argv[1:] or list(SMALL)
    faults = []
    for name in wanted:
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}", *SMALL.get(name, [])],
            cwd=Path(__file__).parents[1],
            check=False,
        )
        faults += [name] if done.returncode else []
    if faults:
        print(f"Did not end well: {', '.join(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
