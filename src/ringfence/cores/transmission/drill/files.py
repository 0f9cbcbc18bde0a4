"""A drill as files that the platform's own readers take: docs/reference/drill-files.md."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..layers import CITYWIDE, HOUSEHOLD, LAYER_NAMES, NEIGHBOURS, SCHOOL, TRANSPORT, VENUE, WORK
from ..state import (
    CRITICAL,
    FATAL,
    FOUND_BY_ROUND,
    FOUND_IN_QUARANTINE,
    HELD,
    HOURS_PER_DAY,
    SEVERE,
    SYMPTOMATIC,
)
from .days import PersonDay, Place, Presence
from .meeting import Contact, contacts
from .samples import Samples

if TYPE_CHECKING:
    from .making import Case, Drill

FORM = 1  # of these files; a number more when a column changes its meaning
Row = dict[str, Any]
PERSON = ("name", "sex", "age", "birth_date", "id_number", "phone", "area", "address")
EVENTS = ("at", "hour", "event", "person", "case_id", "other", "other_case_id", "layer", "place", "why")
LINE_LIST = ("case_id", *PERSON, "onset_date", "sample_date", "report_date", "classification", "severity", "origin", "found_by", "isolation_date")  # fmt: skip
CONTACTS = ("contact_id", *PERSON, "case_id", "relation", "setting", "first_contact_date", "last_contact_date", "measure", "measure_start_date", "release_date")  # fmt: skip
PLACES = ("code", "name", "kind", "ventilation", "crowd")
MOVEMENT = ("person", "place", "entered_at", "left_at", "source")
NAMED = ("id_number", "name", "phone", "place", "entered_at", "left_at", "source")
# kind and ventilation of a place, who tells of a stay there, how a list of contacts calls a meeting there, and with whom
KINDS = {
    LAYER_NAMES[HOUSEHOLD]: ("HOME", "POOR", "DECLARED", "HOUSEHOLD", "FAMILY", "住户"),
    LAYER_NAMES[SCHOOL]: ("WORK", "POOR", "REGISTER", "WORK_STUDY", "CLASSMATE", "班级"),
    LAYER_NAMES[WORK]: ("WORK", "POOR", "REGISTER", "WORK_STUDY", "COLLEAGUE", "工作单位"),
    LAYER_NAMES[VENUE]: ("VENUE", "POOR", "CHECK_IN", "VENUE", "VENUE", "场所"),
    LAYER_NAMES[TRANSPORT]: ("STOP", "POOR", "CHECK_IN", "TRANSPORT", "TRAVEL", "车辆"),
    LAYER_NAMES[NEIGHBOURS]: ("OTHER", "OUTDOOR", "INVESTIGATOR", "VENUE", "NEIGHBOUR", "邻里"),
    LAYER_NAMES[CITYWIDE]: ("VENUE", "POOR", "CHECK_IN", "VENUE", "OTHER", "市内场所"),
    "room": ("OTHER", "GOOD", "REGISTER", "", "", "隔离房间"),
    "ward": ("CARE", "GOOD", "REGISTER", "", "", "病房"),
}


def write(drill: Drill, folder: Path, *, until_day: int) -> dict[str, int]:
    """Every file; rows by its name."""
    cases = drill.cases(until_day=until_day)
    numbers = {case.person: case.case_id for case in cases}
    met = contacts(
        drill.days, [one for case in cases for one in drill.contact_days(case, until_day=until_day)]
    )
    stays = _stays(drill, cases, met, until_day)
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[Sequence[str], Iterable[Row]]] = {
        "events.csv": (EVENTS, _events(drill, numbers)),
        "line-list.csv": (LINE_LIST, _line_list(drill, cases, until_day)),
        "contacts.csv": (CONTACTS, _contacts(drill, cases, met, until_day)),
        "places.csv": (PLACES, _places(stays)),
        "movement.csv": (MOVEMENT, (_stay(drill, one) for one in stays)),
        "movement-named.csv": (NAMED, (_stay(drill, one) | _papers(drill, one.person) for one in stays)),
    }
    rows = {name: _write(folder / name, columns, told) for name, (columns, told) in tables.items()}
    truth = _truth(drill, numbers, until_day)
    (folder / "truth.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return rows | {"truth.json": len(truth["infections"])}


def _write(file: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n", restval="")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    file.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return count


def _events(drill: Drill, numbers: Mapping[int, str]) -> Iterable[Row]:
    for one in drill.events():
        yield {
            "at": _instant(drill, one.hour * 3600), "hour": one.hour, "event": one.what,
            "person": one.person if one.person >= 0 else "", "case_id": numbers.get(one.person, ""),
            "other": "" if one.other is None else one.other, "other_case_id": "" if one.other is None else numbers.get(one.other, ""),
            "layer": one.layer or "", "place": one.place, "why": one.why,
        }  # fmt: skip


def _line_list(drill: Drill, cases: Sequence[Case], until_day: int) -> Iterable[Row]:
    """What is known at the end of the day: an onset that is still to come is not."""
    samples = Samples(drill.sim, drill.story)
    for case in cases:
        flags, report = int(case.record["flags"]), _date(drill, case.confirmed_at)
        onset = None if case.onset_at is None or case.onset_at > case.confirmed_at else case.onset_at
        taken = max(samples.of(case.record)[-1].taken_at, 0)
        isolated = int(case.record["isolated_at"])
        yield _papers(drill, case.person) | {
            "case_id": case.case_id, "onset_date": "" if onset is None else _date(drill, onset),
            "sample_date": _date(drill, taken), "report_date": report, "severity": _severity(flags, onset),
            "classification": "ASYMPTOMATIC" if onset is None else "CONFIRMED", "origin": "LOCAL", "found_by": _found_by(flags),
            "isolation_date": _date(drill, isolated) if isolated // HOURS_PER_DAY <= until_day else "",
        }  # fmt: skip


def _severity(flags: int, onset: int | None) -> str:
    """As the report tells it; the course may become worse."""
    return "ASYMPTOMATIC" if onset is None else "SEVERE" if flags & SEVERE else "MILD"


def _found_by(flags: int) -> str:
    if flags & FOUND_IN_QUARANTINE:
        return "QUARANTINE"
    return "ACTIVE_SCREENING" if flags & FOUND_BY_ROUND else "FEVER_CLINIC"


def _contacts(drill: Drill, cases: Sequence[Case], met: Sequence[Contact], until_day: int) -> Iterable[Row]:
    """One row for a case and everybody it was together with while it could infect."""
    by_pair: dict[tuple[int, int], list[Contact]] = defaultdict(list)
    for one in met:
        by_pair[one.person, one.other].append(one)
    by_case: dict[int, list[int]] = defaultdict(list)
    for person, other in by_pair:
        by_case[person].append(other)
    for case in cases:
        for n, other in enumerate(sorted(by_case[case.person]), 1):
            together = by_pair[case.person, other]
            kind = KINDS[LAYER_NAMES[min(one.layer for one in together)]]
            yield _papers(drill, other) | _measure(drill, other, until_day) | {
                "contact_id": f"{case.case_id}-{n:03d}", "case_id": case.case_id, "setting": kind[3], "relation": kind[4],
                "first_contact_date": str(drill.day(min(one.day for one in together))),
                "last_contact_date": str(drill.day(max(one.day for one in together))),
            }  # fmt: skip


def _measure(drill: Drill, person: int, until_day: int) -> Row:
    """What the response has done about this person by the end of the day."""
    course, end = drill.days.restrictions.courses.get(person), (until_day + 1) * HOURS_PER_DAY
    if course is None or course.held_from >= min(end, course.held_until):
        return {}
    in_room = course.room_from < min(course.held_until, end)
    return {
        "measure": "FACILITY_QUARANTINE" if in_room else "HOME_QUARANTINE", "measure_start_date": _date(drill, course.held_from),
        "release_date": _date(drill, course.held_until) if course.held_until < end else "",
    }  # fmt: skip


def _stays(drill: Drill, cases: Sequence[Case], met: Sequence[Contact], until_day: int) -> list[Presence]:
    """Of every case before it was found, of its contacts on the days on which they met; by person and time."""
    from .making import told

    wanted: set[PersonDay] = {one for case in cases for one in drill.movement_days(case)}
    wanted |= {(one.other, one.day) for one in met}
    days = sorted(one for one in wanted if one[1] <= until_day)
    drill.days.prepare(days)
    return list(told([one for person, day in days for one in drill.days.of(person, day)]))


def _stay(drill: Drill, one: Presence) -> Row:
    return {
        "person": one.person, "place": one.place.code, "source": KINDS[one.place.kind][2],
        "entered_at": _instant(drill, one.from_s), "left_at": _instant(drill, one.to_s),
    }  # fmt: skip


def _places(stays: Sequence[Presence]) -> Iterable[Row]:
    """Places have no position: they are made up, and no street of a city shall be blamed in a drill."""
    places: dict[str, Place] = {}
    for one in stays:
        places.setdefault(one.place.code, one.place)
    for code, place in sorted(places.items()):
        kind, air, *_, name = KINDS[place.kind]
        yield {
            "code": code,
            "name": f"{name} {place.area}-{place.number}",
            "kind": kind,
            "ventilation": air,
            "crowd": place.size,
        }


def _papers(drill: Drill, number: int) -> Row:
    person = drill.person(number)
    return {name: getattr(person, name) for name in PERSON}


def _truth(drill: Drill, numbers: Mapping[int, str], until_day: int) -> dict[str, Any]:
    """What the examiner knows and the players do not: how the drill was made, and who infected whom."""
    sim, rows = drill.sim, drill.story.records
    flags = (
        ("symptoms", SYMPTOMATIC),
        ("severe", SEVERE),
        ("critical", CRITICAL),
        ("fatal", FATAL),
        ("held", HELD),
    )
    places = {one.person: one.place for one in drill.events() if one.what == "infected"}
    return {
        "form": FORM, "seed": drill.seed, "start": str(drill.start), "until": str(drill.day(until_day)), "days": sim.days,
        "city": sim.city.name, "residents": sim.city.population, "pathogen": sim.pathogen.name,
        "infected_at_the_start": sim.seeds.count, "response": [str(one) for one in sim.interventions],
        "infections": [
            {
                "person": int(one["person"]), "case_id": numbers.get(int(one["person"])),
                "infector": (other := int(rows["person"][one["infector"]]) if one["infector"] >= 0 else None),
                "infector_case_id": None if other is None else numbers.get(other), "layer": LAYER_NAMES[one["layer"]],
                "place": places[int(one["person"])], "infected_at": _instant(drill, int(one["infected_at"]) * 3600),
                "onset_at": _instant(drill, int(one["onset_at"]) * 3600) if one["flags"] & SYMPTOMATIC else None,
                **{name: bool(one["flags"] & flag) for name, flag in flags},
            }
            for one in rows[drill.story.infected]
        ],
    }  # fmt: skip


def _date(drill: Drill, hour: int) -> str:
    return str(drill.day(hour // HOURS_PER_DAY))


def _instant(drill: Drill, second: int) -> str:
    return drill.at(second=second).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
