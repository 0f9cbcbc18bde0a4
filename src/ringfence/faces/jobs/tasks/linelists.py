"""Line lists in the background: looking at a long file, and importing it."""

from uuid import UUID

from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import Expected
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists import queries as imports


@app.task(name="linelists.preview", retry=3)
def preview(run_id: str, user_id: str) -> None:
    """Give every row its verdict, as whoever asked for it."""
    with acting.block(acting.as_user(UUID(user_id))):
        _preview(run_id, user_id)


def _preview(run_id: str, user_id: str) -> None:
    by = access.user(user_id=UUID(user_id))
    run = imports.run(run_id=UUID(run_id), by=by)
    now = outbreaks.now_for(run.outbreak, real_now=clock.real_now())
    try:
        linelists.preview(run_id=run.id, by=by, now=now)
    except Expected as refusal:
        linelists.fail(run_id=run.id, error=str(refusal), by=by, now=now)


@app.task(name="linelists.run", retry=5)
def run(run_id: str, user_id: str) -> None:
    """Import batch by batch, as whoever asked for it; after a kill it goes on where it was."""
    with acting.block(acting.as_user(UUID(user_id))):
        _run(run_id, user_id)


def _run(run_id: str, user_id: str) -> None:
    by = access.user(user_id=UUID(user_id))
    found = imports.run(run_id=UUID(run_id), by=by)
    now = outbreaks.now_for(found.outbreak, real_now=clock.real_now())
    linelists.start(run_id=found.id, by=by, now=now)
    try:
        linelists.run_batch(run_id=found.id, by=by, now=now)
    except Expected as refusal:
        linelists.fail(run_id=found.id, error=str(refusal), by=by, now=now)
