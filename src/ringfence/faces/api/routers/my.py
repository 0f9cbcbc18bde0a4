"""A person's own page as an interface: a code opens a visit; its token reads, appeals, asks for corrections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Schema

from ringfence.faces import wording
from ringfence.faces.addresses import client_address
from ringfence.faces.citizen import door, steps, view, words
from ringfence.kernel import NotFound, Refused, reason
from ringfence.measures.orders import actions as order_actions
from ringfence.registry.citizens.queries import Stranger
from ringfence.registry.corrections import actions as correction_actions

from ..auth import OwnCall
from ..operations import Operations
from ..schema import NO_NUL, Day, Done, Given, Instant, sentences
from ..words import CorrectionField, Sex
from .corrections import OwnCorrection

operations = Operations("my page")


class CodeTyped(Given):
    code: str = Field(max_length=60, pattern=NO_NUL, examples=["1234 5678 1234 5678"])


class VisitOpened(Schema):
    """Send the token as `Authorization: Bearer rfv_...` until the visit ends."""

    token: str
    ends_at: Instant


class OwnStatus(Schema):
    """What holds now, why and until when. `measure`: the measure in force, or CLEAR."""

    is_restricted: bool
    measure: str
    until: Instant | None
    reasons: list[str]
    evidence_is_gone: bool


class OwnStep(Schema):
    when: str
    what: str


class OwnTest(Schema):
    day: int
    due_on: Day
    samples: int
    result: str


class OwnAppeal(Schema):
    id: UUID
    text: str
    opened_at: Instant
    due_at: Instant
    decided_at: Instant | None
    upheld: bool | None
    answer: str


class OwnNotice(Schema):
    """The order as its notice tells it. Organisations sign, no names."""

    number: str
    kind: str
    state: str
    ruleset_id: str
    reasons: list[str]
    proposed_by: str
    approved_by: str
    tests: list[OwnTest]
    appeals: list[OwnAppeal]


class OwnFacts(Schema):
    """What is kept about the person; numbers by their last four digits."""

    name: str
    sex: Sex
    birth_date: Day | None
    age_years: int | None
    id_number: str
    phone: str
    address: str
    workplace: str
    occupation: str
    guardian: str
    area_name: str


class OwnLine(Schema):
    at: Instant
    who: str
    what: str
    purpose: str
    times: int


class OwnReceiver(Schema):
    organisation: str
    first_at: Instant
    last_at: Instant


class OwnPage(Schema):
    """Everything that the page of a person shows."""

    outbreak: str
    now: Instant
    status: OwnStatus
    place: str
    next: list[OwnStep]
    notice: OwnNotice | None
    facts: OwnFacts
    corrections: list[OwnCorrection]
    record: list[OwnLine] = Field(description="Who looked at or changed my data, newest first.")
    receivers: list[OwnReceiver]


class AppealSaid(Given):
    text: str = Field(max_length=10_000, min_length=1, pattern=NO_NUL)


class CorrectionAsked(Given):
    field: CorrectionField
    wrong: str = Field("", max_length=1000, pattern=NO_NUL)
    right: str = Field(min_length=1, max_length=1000, pattern=NO_NUL)


@operations.public("/my/visits", VisitOpened, status=201)
def open_visit(request: Any, told: CodeTyped) -> object:
    """Open a visit with a code. The answer to a code that opens nothing does not tell why; many tries are locked."""
    entry = door.use(typed=told.code, by=Stranger(client_address(request)), now=request.received_at)
    if entry.visit is None:
        raise Refused(*entry.decision.reasons, fields={"code": entry.decision.reasons})
    return {"token": entry.token, "ends_at": entry.visit.ends_at}


@operations.own("GET", "/my", OwnPage)
def show(request: OwnCall) -> object:
    """My page: status and why, what comes next, notice, what is kept, who looked."""
    return _page(_seen(request))


@operations.own("POST", "/my/appeals", OwnAppeal, status=201)
def appeal(request: OwnCall, told: AppealSaid) -> object:
    """Appeal against the order about me, in my own words. A second one joins the first."""
    own = _seen(request)
    if own.order is None:
        raise NotFound(reason("There is no order about you."))
    return order_actions.appeal_for_oneself(
        order_id=own.order.id, text=told.text, by=request.oneself, now=request.outbreak_now
    )


@operations.own("POST", "/my/corrections", OwnCorrection, status=201)
def ask_correction(request: OwnCall, told: CorrectionAsked) -> object:
    """Say what is wrong about me and what is right."""
    return correction_actions.ask(
        outbreak_id=request.visit.code.outbreak_id,
        by=request.oneself,
        now=request.outbreak_now,
        **told.dict(),
    )


@operations.own("POST", "/my/corrections/{correction_id}/withdraw", OwnCorrection)
def withdraw_correction(request: OwnCall, correction_id: UUID) -> object:
    """Take a request of mine back before it is decided."""
    return correction_actions.withdraw(
        correction_id=correction_id, by=request.oneself, now=request.outbreak_now
    )


@operations.own("DELETE", "/my/visit", Done)
def leave(request: OwnCall) -> dict[str, int]:
    """I am done: the token ends."""
    door.leave(visit=request.visit, by=request.oneself, now=request.received_at)
    return {"changed": 1}


def _seen(request: OwnCall) -> view.OwnView:
    code = request.visit.code
    return view.see(person_id=code.person_id, outbreak=code.outbreak, now=request.outbreak_now)


def _page(own: view.OwnView) -> dict[str, Any]:
    return {
        "outbreak": _named(own.outbreak), "now": own.now, "place": _place(own.stay), "next": steps.steps(own),
        "status": {"is_restricted": own.is_restricted, "measure": own.measure, "until": own.until,
                   "reasons": sentences(own.status.reasons), "evidence_is_gone": own.evidence_is_gone},
        "notice": _notice(own), "facts": _facts(own), "corrections": list(own.corrections),
        "record": [{"at": one.at, "who": words.who(one), "what": words.deed(one), "purpose": words.purpose(one),
                    "times": one.count} for one in own.lines],
        "receivers": [{"organisation": _named(one.house), "first_at": one.first_at, "last_at": one.last_at} for one in own.receivers],
    }  # fmt: skip


def _notice(own: view.OwnView) -> dict[str, Any] | None:
    order = own.order
    if order is None:
        return None
    return {
        "number": order.number, "kind": order.kind, "state": order.state, "ruleset_id": order.ruleset_id,
        "reasons": sentences(order.reasons), "proposed_by": _named(own.drafted_house), "approved_by": _named(own.approved_house),
        "tests": [{"day": one.day, "due_on": one.due_on, "samples": one.needed, "result": one.result} for one in own.tests],
        "appeals": list(own.appeals),
    }  # fmt: skip


def _facts(own: view.OwnView) -> dict[str, Any]:
    told = {name: getattr(own.person, name) for name in OwnFacts.model_fields}
    return told | {"id_number": own.person.id_number[-4:], "phone": own.person.phone[-4:]}


def _place(stay: Any) -> str:
    return (
        f"{_named(stay.room.site)} {stay.room.number}" if stay is not None and stay.room is not None else ""
    )


def _named(thing: Any) -> str:
    """An outbreak, site or organisation in the caller's language."""
    if thing is None:
        return ""
    return str(thing.name if wording.is_chinese() else thing.name_en or thing.name)
