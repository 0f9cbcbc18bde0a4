"""Drills: an outbreak that never was, from a seed; its files and its truth."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Schema
from pydantic import FiniteFloat

from ringfence.command.drills import actions as drills
from ringfence.command.drills import queries, rules
from ringfence.faces import drill_files
from ringfence.faces.jobs.tasks import drills as jobs
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.response import exercise

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Slug, Word, sentences
from ..words import DrillState, PathogenName

operations = Operations("drills")
ONE = f"{INSIDE}/drills/{{drill_id}}"
FileName = Literal[
    "line-list.csv", "contacts.csv", "places.csv", "movement.csv", "movement-named.csv", "events.csv", "truth.json"
]  # fmt: skip


class DrillAsked(Given):
    """Capacities are those of the whole city; bounds are in the refusal."""

    title: Word
    starts_on: Day = Field(description="Day of hour 0, when the first are infected.")
    area: Word = Field(
        "", description="County or township in which they live, by code or name; empty: anywhere."
    )
    pathogen: PathogenName = "delta"
    days: int = Field(21, description="The files tell what is known at the end of the last one.")
    infected: int = Field(3, description="Residents infected on the first day.")
    first_seed: int = Field(1, description="Twelve seeds from this one on are looked at.")
    tracing_hours: FiniteFloat = Field(24, description="Hours until the slowest contact is found.")
    tracers: FiniteFloat = Field(400, description="Persons; 0: no tracing.")
    rooms: FiniteFloat = Field(500, description="Rooms ready.")
    test_rounds: int = 0
    meetings_kept: FiniteFloat = Field(
        0.45, description="Share of meetings outside the home after the first report."
    )


class SeedChosen(Given):
    seed: int = Field(description="One of `estimates`.", ge=0, le=10_000_000)


class ExerciseAsked(Given):
    slug: Slug
    case_prefix: str = Field("DR", max_length=8, pattern="^[A-Za-z0-9]+$")


class Drill(Schema):
    """A drill and how far it is."""

    id: UUID
    title: str
    state: DrillState
    percent: int
    asked_at: Instant
    finished_at: Instant | None
    truth_opened_at: Instant | None
    exercise_id: UUID | None


class DrillFile(Schema):
    """A file that the caller may take."""

    name: str
    rows: int
    size_bytes: int


class DrillShown(Drill):
    """With its truth for whoever may see it; for others `wanted`, `estimates` and `truth` are empty and `seed` is null."""

    sees_truth: bool
    wanted: dict[str, Any]
    estimates: list[dict[str, Any]]
    seed: int | None
    engine_version: str
    error: list[str]
    truth: dict[str, Any]
    files: list[DrillFile]


class Exercise(Schema):
    """The outbreak in which a drill is played."""

    id: UUID
    slug: str


class LineListTaken(Schema):
    """The import that was begun; go on with it under `imports`."""

    import_id: UUID


@operations.read(f"{INSIDE}/drills", Listed[Drill], needs=Permission.DASHBOARD_READ)
def list_all(request: Call, at: Query[Cursor]) -> object:
    """Drills made from this outbreak and the one played in it, newest first."""
    found = queries.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-asked_at", "-id"), shown=_line)


@operations.write(f"{INSIDE}/drills", DrillShown, needs=Permission.FORECAST_MAKE, status=201)
def ask(request: Call, told: DrillAsked) -> object:
    """Want a drill, which the caller then leads; ask for it again to see what each seed becomes."""
    wanted = rules.Wanted(**told.model_dump())
    found = drills.ask(outbreak_id=request.outbreak.id, wanted=wanted, by=request.user, now=request.outbreak_now)  # fmt: skip
    return _worked_on(request, found)


@operations.read(ONE, DrillShown, needs=Permission.DASHBOARD_READ)
def show(request: Call, drill_id: UUID) -> object:
    """A drill as it stands: what each seed becomes, progress, then the truth with its tree and curves."""
    return _shown(request, _drill(request, drill_id))


@operations.write(f"{ONE}/choose", DrillShown, needs=Permission.FORECAST_MAKE)
def choose(request: Call, drill_id: UUID, told: SeedChosen) -> object:
    """Choose one of the seeds; the worker makes its files."""
    found = _drill(request, drill_id)
    return _worked_on(request, drills.choose(drill_id=found.id, seed=told.seed, **_by(request)))


@operations.write(f"{ONE}/cancel", DrillShown, needs=Permission.FORECAST_MAKE)
def cancel(request: Call, drill_id: UUID) -> object:
    """Stop a drill that is not done."""
    found = _drill(request, drill_id)
    return _shown(request, drills.cancel(drill_id=found.id, **_by(request)))


@operations.write(f"{ONE}/open-truth", DrillShown, needs=Permission.FORECAST_MAKE)
def open_truth(request: Call, drill_id: UUID) -> object:
    """After the exercise: everybody who may see the situation sees the truth. It cannot be sealed again."""
    found = _drill(request, drill_id)
    return _shown(request, drills.open_truth(drill_id=found.id, **_by(request)))


@operations.file(f"{ONE}/files/{{file_name}}", ["csv", "json"], needs=Permission.DASHBOARD_READ)
def take_file(request: Call, drill_id: UUID, file_name: FileName) -> object:
    """A file, on record. Events and truth are the leader's until the truth is opened; players' files are also for who imports them."""
    found = _drill(request, drill_id)
    content = drills.take_file(drill_id=found.id, name=file_name, **_by(request))
    answer: HttpResponse = drill_files.answer(name=file_name, content=content)
    return answer


@operations.write(f"{ONE}/exercise", Exercise, needs=Permission.OUTBREAK_MANAGE, status=201)
def open_exercise(request: Call, drill_id: UUID, told: ExerciseAsked) -> object:
    """Open an outbreak with the purpose drill in which it is played; its clock begins at the end of the drill's last day."""
    found = _drill(request, drill_id)
    return exercise.open_exercise(
        drill_id=found.id, **told.model_dump(), by=request.user, now=request.received_at
    )


@operations.write(f"{ONE}/line-list", LineListTaken, needs=Permission.LINE_LIST_IMPORT, status=201)
def bring_line_list(request: Call, drill_id: UUID) -> object:
    """Take its line list into the exercise as an import, to be looked at and run like any other."""
    found = _drill(request, drill_id)
    return {"import_id": exercise.bring_line_list(drill_id=found.id, **_by(request)).id}


def _by(request: Call) -> dict[str, Any]:
    return {"by": request.user, "now": request.outbreak_now}


def _drill(request: Call, drill_id: UUID) -> queries.Drill:
    found = queries.drill(drill_id=drill_id, by=request.user)
    if request.outbreak.id not in (found.outbreak_id, found.exercise_id):
        raise NotFound(reason("There is no such drill."))
    return found


def _worked_on(request: Call, found: queries.Drill) -> dict[str, Any]:
    jobs.work_on.defer(drill_id=str(found.id), user_id=str(request.user.id))
    return _shown(request, found)


def _line(found: queries.Drill) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Drill.__annotations__}


def _shown(request: Call, found: queries.Drill) -> dict[str, Any]:
    sees = queries.sees_truth(found=found, by=request.user)
    return _line(found) | {
        "sees_truth": sees, "wanted": found.wanted if sees else {}, "estimates": found.estimates if sees else [],
        "seed": found.seed if sees else None, "engine_version": found.engine_version, "error": sentences(found.error) if sees else [],
        "truth": found.result if sees else {},
        "files": [one for one in queries.files_of(found=found) if queries.may_take(found=found, name=one.name, by=request.user)],
    }  # fmt: skip
