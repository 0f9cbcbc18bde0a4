"""Alarms: what must not pass unseen, who has seen it, how it was answered."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.ground.alarms import actions as alarm_actions
from ringfence.ground.alarms import queries as alarms

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Given, Instant, Paragraph, sentences

operations = Operations("alarms")


class Sighting(Schema):
    by_name: str
    at: Instant


class Alarm(Schema):
    """`by_name` is whose deed raised it; `times` counts the same by the same person within an hour."""

    id: UUID
    kind: str
    state: Literal["OPEN", "ANSWERED"]
    what: list[str]
    subject_type: str
    subject_id: str
    raised_at: Instant
    last_at: Instant
    times: int
    by_name: str
    seen_by: list[Sighting]
    answered_at: Instant | None
    answered_by_name: str
    answer: str


class WantedAlarms(Cursor):
    state: Literal["OPEN", "ANSWERED"] | None = None
    kind: str = Field("", pattern=r"^[A-Z_]{0,16}$")


class AnswerAlarm(Given):
    answer: Paragraph = Field(min_length=1, description="What was found and what was done.")


def shown(alarm: alarms.Alarm) -> dict[str, Any]:
    told = {name: getattr(alarm, name) for name in Alarm.__annotations__ if name not in ("what", "seen_by")}
    return {**told, "what": sentences(alarm.what), "seen_by": list(alarm.sightings.all())}


@operations.read(f"{INSIDE}/alarms", Listed[Alarm], needs=Permission.ALARM_READ)
def list_some(request: Call, wanted: Query[WantedAlarms]) -> object:
    """Alarms of the outbreak and of the whole platform, newest first."""
    found = alarms.visible_to(
        by=request.user, outbreak_id=request.outbreak.id, state=wanted.state or "", kind=wanted.kind
    )
    return listed(found, at=wanted, order=("-raised_at", "-id"), shown=shown)


@operations.write(f"{INSIDE}/alarms/{{alarm_id}}/see", Alarm, needs=Permission.ALARM_READ)
def see(request: Call, alarm_id: UUID) -> object:
    """Keep that I have seen it."""
    alarm = alarms.alarm(alarm_id=alarm_id, by=request.user, outbreak_id=request.outbreak.id)
    alarm_actions.see(alarms=[alarm], by=request.user, now=request.outbreak_now)
    return shown(alarms.alarm(alarm_id=alarm_id, by=request.user, outbreak_id=request.outbreak.id))


@operations.write(f"{INSIDE}/alarms/{{alarm_id}}/answer", Alarm, needs=Permission.ALARM_ANSWER)
def answer(request: Call, alarm_id: UUID, told: AnswerAlarm) -> object:
    """Say what was done about it. Refused for whose organisation's deed raised it."""
    alarms.alarm(alarm_id=alarm_id, by=request.user, outbreak_id=request.outbreak.id)
    alarm_actions.answer(alarm_id=alarm_id, text=told.answer, by=request.user, now=request.outbreak_now)
    return shown(alarms.alarm(alarm_id=alarm_id, by=request.user, outbreak_id=request.outbreak.id))
