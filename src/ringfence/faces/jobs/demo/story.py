"""The story in its order."""

from __future__ import annotations

from . import days, first_day, history
from .caller import Caller
from .drill import Drill
from .telling import Deviation, Telling


def tell(*, api: Caller, telling: Telling) -> None:
    """A past outbreak looked at, then a drill from the first positive sample to the last release."""
    try:
        history.look_at_tianjin(api=api, telling=telling)
        drill = Drill(api=api, telling=telling)
        first_day.play(drill=drill)
        days.play(drill=drill)
    except (LookupError, StopIteration, TypeError, ValueError) as fault:
        last = telling.steps[-1]["step"] if telling.steps else "the start"
        raise Deviation(f"An answer after “{last}” lacks what the story needs: {fault!r}.") from fault
