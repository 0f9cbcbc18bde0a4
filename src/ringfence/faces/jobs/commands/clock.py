"""Say what time it is in an outbreak, or move the clock of a drill or a past outbreak."""

from __future__ import annotations

import argparse
from datetime import datetime

from ringfence.kernel import CITY_ZONE

from ..inside import add_outbreak, enter
from ..printing import CannotRun, Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_outbreak(parser)
    parser.add_argument("--to", help="city time, such as '2022-01-22 12:00', or an instant with its offset")
    parser.add_argument("--stop", action="store_true", help="let it stand there instead of running on")


def run(options: argparse.Namespace) -> None:
    from ringfence.faces import clock, ticking
    from ringfence.registry.outbreaks import actions as outbreak_actions

    happened: dict[str, int] = {}
    with enter(options) as here:
        now = here.now
        if options.to:
            now = _instant(options.to)
            outbreak_actions.set_clock(
                outbreak_id=here.outbreak.id, to=now, runs=not options.stop, by=here.by, now=clock.real_now()
            )
            happened = ticking.tick(outbreak_id=here.outbreak.id, now=now)
    due = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in happened.items() if count)
    Printer(as_json=options.json).result(
        {"outbreak": options.outbreak, "now": now.isoformat(), "happened": happened},
        sentences=[
            f"It is {now.astimezone(CITY_ZONE):%Y-%m-%d %H:%M} in {options.outbreak}.",
            *([f"Done on the way: {due}."] if due else []),
        ],
    )


def _instant(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"Write the time as '2022-01-22 12:00', not {text!r}.") from None
    return told if told.tzinfo else told.replace(tzinfo=CITY_ZONE)
