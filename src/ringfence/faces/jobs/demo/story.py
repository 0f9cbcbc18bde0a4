"""The story in its order."""

from __future__ import annotations

from . import bulletin, days, files, first_day, history
from .caller import Caller
from .drill import SLUG, Drill
from .telling import Deviation, Telling


def tell(*, api: Caller, telling: Telling, mark: str = "") -> None:
    """A past outbreak looked at and imported anew, then a drill from the first positive sample to the last release.

    `mark` ends the short names of the outbreaks that the story opens, where others of that name may be.
    """
    try:
        history.look_at_tianjin(api=api, telling=telling)
        history.import_anew(api=api, telling=telling, slug=f"tianjin-anew{mark}")
        drill = Drill(api=api, telling=telling, slug=f"{SLUG}{mark}")
        first_day.play(drill=drill)
        bulletin.play(drill=drill)
        days.play(drill=drill)
        files.play(drill=drill)
    except (LookupError, StopIteration, TypeError, ValueError) as fault:
        last = telling.steps[-1]["step"] if telling.steps else "the start"
        raise Deviation(f"An answer after “{last}” lacks what the story needs: {fault!r}.") from fault
