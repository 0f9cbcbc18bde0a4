"""Drills in the background: look at seeds, make the files of the chosen one."""

from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from ringfence.command.drills import actions as drills
from ringfence.command.drills import queries
from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import Expected
from ringfence.registry.outbreaks import queries as outbreaks


class _Cancelled(Exception):
    """Somebody cancelled the drill while it was made."""


@app.task(name="drills.work_on", retry=2)
def work_on(drill_id: str, user_id: str) -> None:
    """The next step of a drill; after a kill it is done anew, with the same bytes."""
    with acting.block(acting.as_user(UUID(user_id))):
        work_on_now(drill_id=UUID(drill_id), user_id=UUID(user_id))


def work_on_now(*, drill_id: UUID, user_id: UUID) -> None:
    """The same at once."""
    by = access.user(user_id=user_id)
    found = queries.drill(drill_id=drill_id, by=by)
    now = outbreaks.now_for(found.outbreak, real_now=clock.real_now())
    told: dict[str, Any] = {"drill_id": found.id, "by": by, "now": now}
    try:
        if found.state == found.State.ESTIMATING:
            _look(found, told)
        elif found.state == found.State.MAKING:
            _make(found, told)
    except _Cancelled:
        return
    except Expected as refusal:
        drills.fail(reasons=refusal.reasons, **told)


def _look(found: queries.Drill, told: dict[str, Any]) -> None:
    from ringfence.command.drills import playing  # the engine: some 150 MB that only who plays it needs

    wanted, villages = queries.wanted_of(found), queries.villages(outbreak=found.outbreak)
    drills.answer_estimates(estimates=playing.estimates(wanted, villages=villages), **told)


def _make(found: queries.Drill, told: dict[str, Any]) -> None:
    from ringfence.command.drills import playing

    def progress(done: float) -> None:
        if not drills.note_progress(percent=int(100 * done), **told):
            raise _Cancelled

    assert found.seed is not None  # the table says so: it is chosen with the state
    wanted, villages = queries.wanted_of(found), queries.villages(outbreak=found.outbreak)
    made = playing.make(wanted, seed=found.seed, villages=villages, progress=progress)
    drills.keep(truth=made.truth, files=made.files, engine_version=playing.engine_version(), **told)
