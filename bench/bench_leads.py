"""How good are the leads: infections within the first hundred of a case, beside the same-place and the 800 m rule.

python -m bench.bench_leads [--people 100000] [--cases 60] [--json]

"ceiling" is the first hundred in the order of the truth's own law: with the records as they are told, and with every
record. Whatever a score does, chance alone keeps it below: an aim above the ceiling cannot be met in that city.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import harness, leads_city

AIM = 60.0  # per cent, MOVEMENT 6.7


def main() -> None:
    options = harness.arguments(__doc__, people=100_000, cases=60)
    report = harness.Report("Leads of a case, simulated truth with another hazard, 30 % of stays missing")
    with tempfile.TemporaryDirectory() as folder:
        found = leads_city.measure(Path(folder), people=options.people, cases=options.cases)
    for truth, captures in found.items():
        for one in captures:
            aim = {"aim": AIM, "at_least": True} if one.rule.endswith("by dose") else {}
            report.add(f"{truth}: {one.rule}", 100 * one.share, unit="%", people_a_case=one.people, people_for_each_found=one.per_infection, **aim)  # fmt: skip
    report.print(as_json=options.json)


if __name__ == "__main__":
    main()
