"""Records of movement in the background: a file is brought into the store."""

from uuid import UUID

from procrastinate.contrib.django import app

from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import Expected
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

BEGUN = 10  # per cent: the file is read again


@app.task(name="movement.bring", retry=3)
def bring(file_id: str, user_id: str) -> None:
    """Bring a file of records in, as whoever asked for it; after a kill it is brought in anew, and the store takes it once."""
    with acting.block(acting.as_user(UUID(user_id))):
        _bring(file_id, user_id)


def _bring(file_id: str, user_id: str) -> None:
    by = access.user(user_id=UUID(user_id))
    found = queries.file(file_id=UUID(file_id), by=by)
    now = outbreaks.now_for(found.outbreak, real_now=clock.real_now())
    movement.note_progress(file_id=found.id, percent=BEGUN, by=by, now=now)
    try:
        movement.bring(file_id=found.id, by=by, now=now)
    except Expected as refusal:
        movement.fail(file_id=found.id, reasons=refusal.reasons, by=by, now=now)


@app.task(name="movement.fill_drill", retry=2)
def fill_drill() -> int:
    """Bring the records of the drill in and run its search; returns how many leads. Told twice, nothing changes."""
    from ..seeding import exposures

    return exposures.fill()
