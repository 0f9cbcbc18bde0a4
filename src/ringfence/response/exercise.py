"""A drill is played: an outbreak with the purpose drill is opened for it, and its line list comes in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.command.drills import actions as drills
from ringfence.command.drills import queries
from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import CITY_ZONE, Refused, reason
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists.queries import ImportRun

PROVENANCE = "演练“{title}”：其中所有人员均为虚构。"
PROVENANCE_EN = 'Drill "{title}": nobody in it exists.'


@transaction.atomic
def open_exercise(*, drill_id: UUID, slug: str, case_prefix: str, by: Actor, now: datetime) -> Outbreak:
    """Open the outbreak in which a drill is played; its clock begins at the end of the drill's last day. `now` is the real time.

    Refused: the drill is not made, has its exercise, or the short name is taken. NotPermitted: somebody else leads it.
    """
    found = queries.drill(drill_id=drill_id, by=by)
    wanted = queries.wanted_of(found)
    evening = datetime.combine(
        wanted.starts_on + timedelta(days=wanted.days - 1), time(23, 59, 59), CITY_ZONE
    )
    outbreak = outbreaks.open_outbreak(
        slug=slug, name=found.title, name_en=found.title, area_code=found.outbreak.area_id, ruleset_id=found.outbreak.ruleset_id,
        case_prefix=case_prefix, purpose="DRILL", provenance=PROVENANCE.format(title=found.title),
        provenance_en=PROVENANCE_EN.format(title=found.title), clock_set_to=evening, by=by, now=now,
    )  # fmt: skip
    drills.note_exercise(drill_id=drill_id, exercise_id=outbreak.id, by=by, now=now)
    return outbreak


@transaction.atomic
def bring_line_list(*, drill_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """Take the drill's line list in, into the exercise and nowhere else; it is looked at and run like any other. `now` is the exercise's."""
    found = queries.drill(drill_id=drill_id, by=by)
    access.require(by, Permission.LINE_LIST_IMPORT, area_code=found.outbreak.area_id)
    if found.exercise_id is None:
        raise Refused(reason("This drill has no exercise yet; its leader opens one."))
    content = drills.take_file(drill_id=drill_id, name="line-list.csv", by=by, now=now)
    return linelists.upload(
        outbreak_id=found.exercise_id, file_name="line-list.csv", content=content, by=by, now=now
    )
