"""Check that every active restriction rests on valid evidence (exit code 1 if one does not), or list what is held."""

from __future__ import annotations

import argparse
from typing import Any

from ringfence.kernel import Reason

from ..database import open_database, started
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("check", "held"),
        help="check the evidence of every open outbreak, or list held batches",
    )
    parser.add_argument("--outbreak", help="only this one, by its short name")


def run(options: argparse.Namespace) -> int:
    return held(options) if options.what == "held" else check(options)


def held(options: argparse.Namespace) -> int:
    """Every batch that waits for an independent review; exit code 1 if one waits."""
    from ringfence.ground import acting
    from ringfence.ground.access import queries as access
    from ringfence.measures.orders import hold_queries as holds

    told: dict[str, list[dict[str, Any]]] = {}
    with started(open_database()), acting.block(acting.as_job("orders.check")):
        for outbreak in _wanted(options.outbreak, access.system_user()):
            waiting = holds.all_of(outbreak_id=outbreak.id).filter(state=holds.Hold.State.HELD)
            told[outbreak.slug] = [_held(one, holds.spread(hold_id=one.id)) for one in waiting]
    Printer(as_json=options.json).result(told, sentences=[
        f"{slug}: {one['orders']:,} restrictions held since {one['held_at']}, by {one['asked_by']}. {' '.join(one['reasons'])}"
        for slug, some in told.items() for one in some
    ] or ["Nothing is held."])  # fmt: skip
    return 1 if any(told.values()) else 0


def _held(hold: Any, spread: Any) -> dict[str, Any]:
    return {
        "id": str(hold.id), "cause": hold.cause, "step": hold.step, "area": hold.area_id, "orders": hold.size,
        "counted": hold.counted, "most": hold.most, "cases": hold.cases, "asked_by": hold.asked_by_name,
        "held_at": hold.held_at.isoformat(), "reasons": [str(Reason.from_json(one)) for one in hold.reasons],
        "by_place": dict(spread.by_place), "by_case": dict(spread.by_case), "by_state": spread.by_state,
    }  # fmt: skip


def check(options: argparse.Namespace) -> int:
    """Ask the database now; the outcome is on record."""
    from ringfence.faces import clock
    from ringfence.ground import acting
    from ringfence.ground.access import queries as access
    from ringfence.measures.orders import actions as orders
    from ringfence.measures.orders import evidence
    from ringfence.registry.outbreaks import queries as outbreaks

    told: dict[str, dict[str, Any]] = {}
    with started(open_database()), acting.block(acting.as_job("orders.check")):
        by, now = access.system_user(), clock.real_now()
        orders.note_refused_writes(by=by, now=now)
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
