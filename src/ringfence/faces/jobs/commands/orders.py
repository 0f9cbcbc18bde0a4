"""Check that every active restriction rests on valid evidence; exit code 1 if one does not."""

from __future__ import annotations

import argparse
from typing import Any

from ..database import open_database, started
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("check",), help="check every open outbreak, or one")
    parser.add_argument("--outbreak", help="only this one, by its short name")


def run(options: argparse.Namespace) -> int:
    from ringfence.faces import clock
    from ringfence.ground.access import queries as access
    from ringfence.measures.orders import actions as orders
    from ringfence.measures.orders import evidence
    from ringfence.registry.outbreaks import queries as outbreaks

    told: dict[str, dict[str, Any]] = {}
    with started(open_database()):
        by, now = access.system_user(), clock.real_now()
        for outbreak in _wanted(options.outbreak, by):
            time = outbreaks.now_for(outbreak, real_now=now)
            found = orders.check_evidence(outbreak_id=outbreak.id, by=by, now=time)
            told[outbreak.slug] = {
                "active": evidence.in_force_count(outbreak_id=outbreak.id), "violations": len(found),
                "orders": [{"order": one.order.number, "codes": list(one.codes), "reasons": [str(why) for why in one.reasons]}
                           for one in found],
            }  # fmt: skip
    Printer(as_json=options.json).result(told, sentences=_sentences(told))
    return 1 if any(one["violations"] for one in told.values()) else 0


def _wanted(slug: str | None, by: Any) -> list[Any]:
    from ringfence.registry.outbreaks import queries as outbreaks

    return [outbreaks.outbreak_named(slug=slug, by=by)] if slug else list(outbreaks.open_outbreaks())


def _sentences(told: dict[str, dict[str, Any]]) -> list[str]:
    lines = []
    for slug, one in told.items():
        lines.append(
            f"{slug}: {one['active']:,} active restrictions, {one['violations']:,} without valid evidence."
        )
        lines += [f"  {each['order']}: {' '.join(each['reasons'])}" for each in one["orders"]]
    return lines or ["There is no open outbreak."]
