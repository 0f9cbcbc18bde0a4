"""Do now what is due in every outbreak, as the worker does every minute."""

from __future__ import annotations

import argparse

from ..database import open_database, started
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(options: argparse.Namespace) -> None:
    from ringfence.faces import clock
    from ringfence.ground import acting
    from ringfence.ground.access import queries as access
    from ringfence.registry.outbreaks import queries as outbreaks
    from ringfence.response import clock as response_clock

    done = {}
    with started(open_database()), acting.block(acting.as_job("clock.tick")):
        now, by = clock.real_now(), access.system_user()
        for outbreak in outbreaks.open_outbreaks():
            time = outbreaks.now_for(outbreak, real_now=now)
            done[outbreak.slug] = response_clock.tick(outbreak_id=outbreak.id, by=by, now=time)
    sentences = [f"{slug}: " + (", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count) or "nothing was due")
                 for slug, counts in done.items()]  # fmt: skip
    Printer(as_json=options.json).result(done, sentences=sentences or ["There is no open outbreak."])
