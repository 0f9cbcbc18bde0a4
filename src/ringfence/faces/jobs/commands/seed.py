"""Lay down the city and, for trying out, demo staff, demo sites, two outbreaks and a demo citizen; told twice, nothing changes."""

import argparse
from collections.abc import Iterator
from datetime import datetime

from ringfence.faces import clock

from ..printing import Printer

AS_OWNER = True
FILL_AFTER_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-demo", action="store_true", help="only the city's places, nobody and nothing else"
    )


def run(options: argparse.Namespace) -> None:
    from ..seeding import seed_city, seed_outbreaks, seed_sites, seed_staff, seed_system

    say = Printer(as_json=options.json)
    now = clock.real_now()
    done: dict[str, int] = seed_city(by=seed_system(), now=now)
    say.line(f"  city: {done['places']} places")
    if not options.no_demo:
        done["staff"] = len(seed_staff())
        done |= seed_sites(now=now)
        say.line(f"  demo: {done['staff']} people, {done['sites']} quarantine sites")
        done |= seed_outbreaks(now=now)
        done["exposure_drill"] = _exposure_drill(now)
        say.line(f"  outbreaks: Xinxiang (empty), Tianjin 2020 ({done['imported']} rows imported)")
    say.result(done)


def _exposure_drill(now: datetime) -> int:
    """The drill of the exposure search; its records come in the background, so that the start does not wait for the engine."""
    from ..seeding import seed_exposures
    from ..tasks import movement as jobs

    new = seed_exposures(now=now)
    if new:
        jobs.fill_drill.configure(schedule_in={"seconds": FILL_AFTER_SECONDS}, priority=-1).defer()
    return int(new)


def own_page_code() -> str:
    """A fresh code for the page of the demo citizen; made last, so that it is the one that opens."""
    from ..seeding import seed_own_page

    return seed_own_page(now=clock.real_now())


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """(role, user name, password) of the demo staff."""
    from ringfence.ground.access import ROLES

    from ..seeding import DEMO_PASSWORD, DEMO_STAFF

    for one in DEMO_STAFF:
        yield ROLES[one.role].name, one.username, DEMO_PASSWORD
