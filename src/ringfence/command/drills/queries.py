"""Finding drills: heads for whoever may see the situation, the truth for the leader until it is opened."""

from __future__ import annotations

import gzip
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, may
from ringfence.kernel import Decision, NotFound, NotPermitted, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.places import queries as places

from . import rules
from .models import Drill, DrillFile

__all__ = [
    "Drill", "DrillFile", "area_of", "areas_to_choose", "code_of", "drill", "files_of", "may_take", "sees_truth",
    "villages", "visible_to", "wanted_of",
]  # fmt: skip
CHOSEN_KINDS = ("COUNTY", "MANAGEMENT_AREA", "TOWNSHIP")


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Drill]:
    """Drills made from this outbreak, and the one that is played in it; newest first, without their truth."""
    return (
        Drill.objects.filter(_inside(by), Q(outbreak_id=outbreak_id) | Q(exercise_id=outbreak_id))
        .defer("result", "estimates").select_related("asked_by")
    )  # fmt: skip


def drill(*, drill_id: UUID, by: Actor) -> Drill:
    """One drill. Whether its truth may be shown is asked by `sees_truth`."""
    found = (
        Drill.objects.filter(_inside(by), id=drill_id)
        .select_related("asked_by", "outbreak__area", "exercise").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such drill."))
    return found


def sees_truth(*, found: Drill, by: Actor) -> bool:
    """Its leader always, everybody else after it was opened."""
    return rules.sees_truth(
        is_leader=found.asked_by_id == by.id, opened=found.truth_opened_at is not None
    ).allowed


def may_take(*, found: Drill, name: str, by: Actor) -> bool:
    """May this reader take this file?"""
    return _taking(found, name, by).allowed


def files_of(*, found: Drill) -> list[DrillFile]:
    """Names, rows and sizes, without the content."""
    return list(found.files.defer("content").order_by("name"))


def content_of(*, found: Drill, name: str, by: Actor) -> bytes:
    """The bytes of a file. Refused: no such file; NotPermitted: not for this reader."""
    file = found.files.filter(name=name).first()
    if file is None:
        raise NotFound(reason("A drill has no file {name}.", name=name))
    if not (decision := _taking(found, name, by)).allowed:
        raise NotPermitted(*decision.reasons)
    return gzip.decompress(bytes(file.content))


def _taking(found: Drill, name: str, by: Actor) -> Decision:
    code = found.outbreak.area_id
    brings_in = any(
        may(by, one, area_code=code) for one in (Permission.LINE_LIST_IMPORT, Permission.MOVEMENT_IMPORT)
    )
    return rules.may_take(name=name, sees_truth=sees_truth(found=found, by=by), brings_in=brings_in)


def wanted_of(found: Drill) -> rules.Wanted:
    return rules.wanted_from(found.wanted)


def villages(*, outbreak: Outbreak) -> tuple[tuple[str, int], ...]:
    """Villages of the outbreak's area with their residents; none where the register has no tree."""
    found = places.within(code=outbreak.area_id, kind="VILLAGE").order_by("code")
    return tuple((code, people) for code, people in found.values_list("code", "population") if people)


def areas_to_choose(*, outbreak: Outbreak) -> list[list[places.Place]]:
    """A list a county of the outbreak's area with residents: itself first, then its townships."""
    known = {code[:n] for code, _ in villages(outbreak=outbreak) for n in (6, 9)}
    groups: dict[str, list[places.Place]] = {}
    for place in places.within(code=outbreak.area_id).filter(kind__in=CHOSEN_KINDS).order_by("code"):
        if place.code in known:
            groups.setdefault(place.code[:6], []).append(place)
    return list(groups.values())


def code_of(*, area: str, outbreak: Outbreak) -> str:
    """The code of a county or township of the outbreak's area, given by code or name; empty stays empty. Refused: none, or several."""
    wanted = area.strip()
    if not wanted:
        return ""
    inside = [one for county in areas_to_choose(outbreak=outbreak) for one in county]
    found = [one for one in inside if wanted in (one.code, one.name) or wanted.lower() == one.name_en.lower()]
    if len(found) == 1:
        return found[0].code
    sentence = (
        reason("{area} is the name of several areas: {codes}. Give the code.", area=area, codes=", ".join(one.code for one in found[:6]))
        if found
        else reason("There is no area {area} with known residents in this outbreak's area; give a code or a name of the tree of places.", area=area)
    )  # fmt: skip
    raise Refused(sentence, fields={"area": [sentence]})


def area_of(found: Drill) -> places.Place | None:
    """The part of the city in which the first infected live; none: anywhere."""
    code = found.wanted.get("area", "")
    return places.names(codes={code}).get(code) if code else None


def _inside(by: Actor) -> Q:
    """Whoever may see the situation somewhere in the outbreak's area, or around it: a county's staff play, too."""
    if not may(by, Permission.DASHBOARD_READ):
        return Q(pk__in=[])
    return Q(outbreak__in=outbreaks.visible_to(by=by))
