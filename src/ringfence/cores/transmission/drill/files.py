"""A drill as files that the platform's own readers take: docs/reference/drill-files.md."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from .meeting import Contact, contacts
from .samples import Samples
from .stays import Places, Stays, stays_of

if TYPE_CHECKING:
    from .making import Case, Drill

FORM = 1  # of these files; a number more when a column changes its meaning
Row = dict[str, Any]
Line = Sequence[Any]
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


def write(
    drill: Drill, folder: Path, *, until_day: int, progress: Callable[[float], None] = lambda done: None
) -> dict[str, int]:
    """Every file; rows by its name. `progress` is told the share that is done."""
    cases = drill.cases(until_day=until_day)
    numbers = {case.person: case.case_id for case in cases}
    met = contacts(
        drill.days, [one for case in cases for one in drill.contact_days(case, until_day=until_day)]
    )
    progress(0.3)
    stays = stays_of(drill, cases, met, until_day)
    progress(0.5)
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[Sequence[str], Iterable[Line]]] = {
        "events.csv": (EVENTS, _events(drill, numbers)),
        "line-list.csv": (LINE_LIST, _in_order(LINE_LIST, _line_list(drill, cases, until_day))),
        "contacts.csv": (CONTACTS, _contacts(drill, cases, met, until_day)),
        "places.csv": (PLACES, _places(stays.of)),
    }
    rows: dict[str, int] = {}
    for name, (columns, told) in tables.items():
        rows[name] = _write(folder / name, columns, told)
        progress(0.5 + 0.07 * len(rows))
    rows |= _write_movement(drill, folder, stays)
    progress(0.9)
    truth = _truth(drill, numbers, until_day)
    (folder / "truth.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return rows | {"truth.json": len(truth["infections"])}


def _write(file: Path, columns: Sequence[str], rows: Iterable[Line]) -> int:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    told = list(rows)
    writer.writerows(told)
    file.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return len(told)


def _in_order(columns: Sequence[str], rows: Iterable[Row]) -> Iterable[Line]:
    for row in rows:
        yield [row.get(name, "") for name in columns]


def _events(drill: Drill, numbers: Mapping[int, str]) -> Iterable[Line]:
    for hour, what, person, other, layer, place, why in drill.events():
        yield (
            drill.instant(second=hour * 3600), hour, what, person if person >= 0 else "", numbers.get(person, ""),
            "" if other is None else other, "" if other is None else numbers.get(other, ""), layer or "", place, why,
        )  # fmt: skip


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


def _contacts(drill: Drill, cases: Sequence[Case], met: Sequence[Contact], until_day: int) -> Iterable[Line]:
    """One row for a case and everybody it was together with while it could infect."""
    by_case: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(
        dict
    )  # other -> nearest layer, first and last day
    for person, other, day, layer, *_ in met:
        nearest, first, last = by_case[person].get(other, (layer, day, day))
        by_case[person][other] = (min(layer, nearest), min(day, first), max(day, last))
    for case in cases:
        together = by_case[case.person]
        for n, other in enumerate(sorted(together), 1):
            nearest, first, last = together[other]
            *_, setting, relation, _ = KINDS[LAYER_NAMES[nearest]]
            yield (
                f"{case.case_id}-{n:03d}", *drill.person(other)[1:], case.case_id, relation, setting,
                drill.day(first), drill.day(last), *_measure(drill, other, until_day),
            )  # fmt: skip


def _measure(drill: Drill, person: int, until_day: int) -> tuple[str, str, str]:
    """What the response has done about this person by the end of the day: measure, its first day, its end if it is over."""
    course, end = drill.days.restrictions.courses.get(person), (until_day + 1) * HOURS_PER_DAY
    if course is None or course.held_from >= min(end, course.held_until):
        return "", "", ""
    in_room = course.room_from < min(course.held_until, end)
    over = _date(drill, course.held_until) if course.held_until < end else ""
    return "FACILITY_QUARANTINE" if in_room else "HOME_QUARANTINE", _date(drill, course.held_from), over


def _write_movement(drill: Drill, folder: Path, stays: Stays) -> dict[str, int]:
    """The same stays by number and by papers. Nothing in them needs quotation marks: codes, digits, made-up names."""
    sources = [KINDS[kind][2] for kind in stays.of.kinds]
    stay = [
        f"{stays.of.codes[place]},{drill.instant(second=from_s)},{drill.instant(second=to_s)},{sources[place]}\n"
        for place, from_s, to_s in zip(stays.places, stays.from_s, stays.to_s, strict=True)
    ]
    papers = {one: ",".join(_papers_in_short(drill, one)) for one in set(stays.persons)}
    whose: dict[str, Iterable[object]] = {
        "movement.csv": stays.persons, "movement-named.csv": (papers[one] for one in stays.persons),
    }  # fmt: skip
    for (name, prefix), columns in zip(whose.items(), (MOVEMENT, NAMED), strict=True):
        text = (
            ",".join(columns)
            + "\n"
            + "".join([f"{one},{rest}" for one, rest in zip(prefix, stay, strict=True)])
        )
        (folder / name).write_text(text, encoding="utf-8-sig", newline="")
    return dict.fromkeys(whose, len(stay))


def _places(places: Places) -> Iterable[Line]:
    """Places have no position: they are made up, and no street of a city shall be blamed in a drill."""
    told = zip(places.codes, places.kinds, places.areas, places.numbers, places.sizes, strict=True)
    for code, kind, area, number, size in sorted(told):
        what, air, *_, name = KINDS[kind]
        yield code, f"{name} {area}-{number}", what, air, size


def _papers_in_short(drill: Drill, number: int) -> tuple[str, str, str]:
    person = drill.person(number)
    return person.id_number, person.name, person.phone


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
                "place": places[int(one["person"])], "infected_at": drill.instant(second=int(one["infected_at"]) * 3600),
                "onset_at": drill.instant(second=int(one["onset_at"]) * 3600) if one["flags"] & SYMPTOMATIC else None,
                **{name: bool(one["flags"] & flag) for name, flag in flags},
            }
            for one in rows[drill.story.infected]
        ],
    }  # fmt: skip


def _date(drill: Drill, hour: int) -> str:
    return str(drill.day(hour // HOURS_PER_DAY))
