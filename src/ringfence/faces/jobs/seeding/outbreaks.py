"""Two outbreaks to begin with: the real one of Tianjin in 2020, and an empty one for Xinxiang."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from ringfence.command.forecasts import actions as forecast_actions
from ringfence.command.forecasts import queries as forecasts
from ringfence.command.forecasts import rules
from ringfence.faces.jobs.tasks import forecasts as jobs
from ringfence.ground.access import Actor
from ringfence.ground.access import queries as access
from ringfence.kernel import CITY_ZONE
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as outbreak_register
from ringfence.tracing.linelists import actions as linelists

TIANJIN_FILE = Path(__file__).parent.parent / "data" / "outbreaks" / "tianjin-2020.csv"
FIRST_REPORT = datetime(2020, 1, 21, 8, 0, tzinfo=CITY_ZONE)  # TJ1 was confirmed on this day
AFTER_THE_LAST = datetime(
    2020, 2, 23, 8, 0, tzinfo=CITY_ZONE
)  # the list ends with the reports of 22 February
FORECAST_AFTER_SECONDS = 60
PROVENANCE = (
    "天津市2020年1月至2月的135例确诊病例，由研究者根据天津市每日通报整理（ClustersCOVID19，MIT许可；"
    "见 faces/jobs/data/outbreaks/PROVENANCE.md）。当时的方案不在本系统的规则集中，CN-7是这里最早的一版。"
)
PROVENANCE_EN = (
    "135 confirmed cases of Tianjin, January and February 2020, compiled from the city's daily announcements "
    "(ClustersCOVID19, MIT licence; faces/jobs/data/outbreaks/PROVENANCE.md). The rules of that time are not among "
    "the rule sets; CN-7 is the oldest one known here."
)


def seed_outbreaks(*, now: datetime) -> dict[str, int]:
    """Make sure both outbreaks are there; returns how many rows were imported this time."""
    command, officer = access.user_named(username="liwei"), access.user_named(username="xuna")
    if not outbreak_register.is_there(slug="xinxiang"):
        outbreaks.open_outbreak(
            slug="xinxiang", name="新乡市疫情", name_en="Xinxiang", area_code="4107", ruleset_id="CN-8-HN-2022-01",
            case_prefix="XX", by=command, now=now,
        )  # fmt: skip
    if outbreak_register.is_there(slug="tianjin-2020"):
        return {"imported": 0}
    outbreak = outbreaks.open_outbreak(
        slug="tianjin-2020", name="天津 2020", name_en="Tianjin 2020", area_code="12", ruleset_id="CN-7",
        case_prefix="TJ", purpose="HISTORY", provenance=PROVENANCE, provenance_en=PROVENANCE_EN, clock_set_to=FIRST_REPORT, clock_runs=False,
        by=command, now=now,
    )  # fmt: skip
    outbreaks.set_clock(outbreak_id=outbreak.id, to=AFTER_THE_LAST, runs=False, by=command, now=now)
    imported = _import(outbreak.id, officer)
    _ask_for_a_forecast(outbreak, command)
    return {"imported": imported}


def _ask_for_a_forecast(outbreak: outbreak_register.Outbreak, command: Actor) -> None:
    """One forecast to look at; the worker plays it when the start is over."""
    begun = forecasts.presets(outbreak=outbreak)
    asked = forecast_actions.ask(
        outbreak_id=outbreak.id, by=command, now=AFTER_THE_LAST,
        question=rules.Question(strategies=begun["strategies"], pathogen="ancestral", runs=100),
    )  # fmt: skip
    jobs.play.configure(schedule_in={"seconds": FORECAST_AFTER_SECONDS}, priority=-1).defer(
        forecast_id=str(asked.id), user_id=str(command.id)
    )


def _import(outbreak_id: UUID, officer: Actor) -> int:
    told: dict[str, Any] = {"by": officer, "now": AFTER_THE_LAST}
    run = linelists.upload(
        outbreak_id=outbreak_id, file_name=TIANJIN_FILE.name, content=TIANJIN_FILE.read_bytes(), **told
    )
    linelists.preview(run_id=run.id, **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    linelists.run_batch(run_id=run.id, **told)
    return run.rows_in
