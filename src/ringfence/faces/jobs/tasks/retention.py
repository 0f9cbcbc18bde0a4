"""Every night: whoever is no longer needed is forgotten, in every outbreak by its own time."""

import logging

from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.response import forgetting

log = logging.getLogger(__name__)


@app.periodic(cron="41 18 * * *")  # 02:41 in the city, after the ledger was checked
@app.task(queueing_lock="retention.sweep", name="retention.sweep")
@acting.block(acting.as_job("retention.sweep"))
def sweep(timestamp: int) -> dict[str, int]:
    """Returns how many people of each outbreak were forgotten."""
    by, now = access.system_user(), clock.real_now()
    found = {}
    for outbreak in outbreaks.every_outbreak():
        time = outbreaks.now_for(outbreak, real_now=now)
        made = forgetting.forget_due(outbreak_id=outbreak.id, by=by, now=time, real_now=now)
        found[outbreak.slug] = sum(one.people for one in made)
        if made:
            log.info("%d people of %s are forgotten.", found[outbreak.slug], outbreak.slug)
    return found
