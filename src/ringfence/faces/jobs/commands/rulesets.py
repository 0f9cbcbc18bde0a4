"""List the rule sets, or show one with every parameter and its source."""

from __future__ import annotations

import argparse
import json

from ..printing import Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="show this one, such as CN-8-HN-2022-01")


def run(options: argparse.Namespace) -> None:
    from ringfence.ground.rulesets import queries as rulesets
    from ringfence.ground.rulesets.plain import as_plain

    say = Printer(as_json=options.json)
    if options.id:
        told = as_plain(rulesets.get(options.id))
        say.result(told, sentences=[json.dumps(told, ensure_ascii=False, indent=2)])
        return
    found = rulesets.all_rulesets()
    lines = [
        {
            "id": one.id,
            "name": one.name_en,
            "name_zh": one.name_zh,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        for one in found
    ]
    say.result(
        lines,
        sentences=[
            f"{one.id:<18} {one.valid_from} - {one.valid_to or '':<10}  {one.name_en}" for one in found
        ],
    )
