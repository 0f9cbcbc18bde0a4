"""Every hour: does every active restriction rest on valid evidence?"""

import logging

from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks import queries as outbreaks

log = logging.getLogger(__name__)


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="orders.check", name="orders.check")
@acting.block(acting.as_job("orders.check"))
def check(timestamp: int) -> dict[str, int]:
    """Check every open outbreak; returns how many restrictions of each have no valid evidence."""
    by, now = access.system_user(), clock.real_now()
    found = {}
    for outbreak in outbreaks.open_outbreaks():
        time = outbreaks.now_for(outbreak, real_now=now)
        found[outbreak.slug] = len(orders.check_evidence(outbreak_id=outbreak.id, by=by, now=time))
        if found[outbreak.slug]:
            log.error("%d restrictions of %s have no valid evidence.", found[outbreak.slug], outbreak.slug)
    return found
