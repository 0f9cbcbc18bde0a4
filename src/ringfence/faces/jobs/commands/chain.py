"""Tell who infected whom in an outbreak, as far as it is known, as a tree."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..inside import add_outbreak, enter
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_outbreak(parser)


def run(options: argparse.Namespace) -> None:
    from ringfence.command.spread import queries as spread

    with enter(options) as here:
        found = spread.spread(by=here.by, outbreak_id=here.outbreak.id)
    numbers = {str(row.id): row.number for row in found.rows}
    told = [
        {"case": numbers[one.case_id], "source": numbers.get(one.source_id or ""), "kind": str(one.chosen.kind),
         "weight": round(one.chosen.weight, 4)}
        for one in found.resolution.cases
    ]  # fmt: skip
    resolved = sum(one["source"] is not None for one in told)
    sentences = [*_tree(told), f"{len(told)} cases, {resolved} with a source among them."]
    Printer(as_json=options.json).result({"cases": told, "resolved": resolved}, sentences=sentences)


def _tree(told: list[dict[str, Any]]) -> Iterator[str]:
    """One line a case, indented behind its source; without recursion, for chains of any length."""
    behind: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for one in told:
        behind[one["source"]].append(one)
    waiting = [(0, one) for one in reversed(behind[None]) if behind[one["case"]]]
    while waiting:
        depth, one = waiting.pop()
        yield f"{'  ' * depth}{one['case']}" + (
            f"  {one['weight']:.0%}" if depth else f"  ({one['kind'].lower()})"
        )
        waiting += [(depth + 1, each) for each in reversed(behind[one["case"]])]
