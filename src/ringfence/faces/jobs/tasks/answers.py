"""Every hour: answers that were kept for their idempotency keys are forgotten when their day is over."""

from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.faces.api import idempotency
from ringfence.ground import acting


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="answers", name="answers.forget")
@acting.block(acting.as_job("answers.forget"))
def forget(timestamp: int) -> int:
    """Forget the answers of yesterday's writes; returns how many."""
    return idempotency.forget_old_answers(now=clock.real_now())
