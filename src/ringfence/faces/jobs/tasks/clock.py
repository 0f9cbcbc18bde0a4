"""Every minute: what is due in every outbreak whose clock runs."""

import logging

from procrastinate.contrib.django import app

from ringfence.faces import clock, sealing, ticking
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks import queries as outbreaks

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="clock", name="clock.tick")
@acting.block(ticking.CLOCK)
def tick(timestamp: int) -> dict[str, dict[str, int]]:
    """Release, escalate, lapse and place whatever is due; returns the counts by outbreak."""
    now, by = clock.real_now(), access.system_user()
    done = {}
    orders.note_refused_writes(by=by, now=now)
    if not sealing.watch(now=now):
        log.error("The ledger is not sealed in time, or its newest head is not signed with a known key.")
    if not sealing.watch_kept(now=now):
        log.warning("No signed head of the ledger has left this machine for too long.")
    for outbreak in outbreaks.open_outbreaks().filter(clock_runs=True):
        done[outbreak.slug] = ticking.tick(
            outbreak_id=outbreak.id, now=outbreaks.now_for(outbreak, real_now=now)
        )
    return done
