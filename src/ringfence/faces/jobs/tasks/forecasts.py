"""Forecasts in the background: read the line list, play, keep the answer."""

from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from ringfence.command.forecasts import actions as forecasts
from ringfence.command.forecasts import queries, seeding
from ringfence.faces import clock
from ringfence.ground import acting
from ringfence.ground.access import queries as access
from ringfence.kernel import Expected
from ringfence.registry.outbreaks import queries as outbreaks


class _Cancelled(Exception):
    """Somebody cancelled the forecast while it was played."""


@app.task(name="forecasts.play", retry=2)
def play(forecast_id: str, user_id: str) -> None:
    """Play a forecast; after a kill it is played anew, with the same answer."""
    with acting.block(acting.as_user(UUID(user_id))):
        play_now(forecast_id=UUID(forecast_id), user_id=UUID(user_id))


def play_now(*, forecast_id: UUID, user_id: UUID) -> None:
    """The same at once, for the command line."""
    by = access.user(user_id=user_id)
    found = queries.forecast(forecast_id=forecast_id, by=by)
    told: dict[str, Any] = {
        "forecast_id": found.id,
        "by": by,
        "now": outbreaks.now_for(found.outbreak, real_now=clock.real_now()),
    }
    try:
        _played(found, told)
    except _Cancelled:
        return
    except Expected as refusal:
        forecasts.fail(reasons=refusal.reasons, **told)


def _played(found: queries.Forecast, told: dict[str, Any]) -> None:
    seed = forecasts.start(**told)
    if seed is None:
        return
    from ringfence.command.forecasts import playing  # the engine: some 150 MB that only who plays it needs

    def progress(done: float) -> None:
        if not forecasts.note_progress(percent=int(100 * done), **told):
            raise _Cancelled

    question, so_far = queries.question_of(found), seeding.presets(found.outbreak)[0]
    result = playing.play(
        question, seed=seed, figures=seeding.rule_figures(found.outbreak), so_far=so_far, progress=progress
    )
    said = playing.assumptions(question, result=result, so_far=so_far, ruleset_id=found.ruleset_id)
    forecasts.answer(result=result, assumptions=said, engine_version=playing.engine_version(), **told)
