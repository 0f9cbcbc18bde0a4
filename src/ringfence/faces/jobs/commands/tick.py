"""Do now what is due in every outbreak, as the worker does every minute."""

from __future__ import annotations

import argparse

from ..database import open_database, started
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(options: argparse.Namespace) -> None:
    from ringfence.faces import clock, ticking
    from ringfence.registry.outbreaks import queries as outbreaks

    done = {}
    with started(open_database()):
        now = clock.real_now()
        for outbreak in outbreaks.open_outbreaks():
            time = outbreaks.now_for(outbreak, real_now=now)
            done[outbreak.slug] = ticking.tick(outbreak_id=outbreak.id, now=time)
    sentences = [f"{slug}: " + (", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count) or "nothing was due")
                 for slug, counts in done.items()]  # fmt: skip
    Printer(as_json=options.json).result(done, sentences=sentences or ["There is no open outbreak."])
