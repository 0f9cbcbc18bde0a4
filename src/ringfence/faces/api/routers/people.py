"""People: found, registered, corrected; who lives with whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.ground.audit import queries as record
from ringfence.kernel import Refused, new_id, reason
from ringfence.measures.health_status import queries as health_status
from ringfence.registry.people import actions as people_actions
from ringfence.registry.people import queries as people

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, AreaCode, Day, Done, Given, Instant, Line, Word, sentences
from ..words import Sex

operations = Operations("people")


class Person(Schema):
    """A person with their identity."""

    id: UUID
    name: str
    sex: Sex
    age_years: int | None
    birth_date: Day | None
    id_number: str
    phone: str
    address: str
    workplace: str
    occupation: str
    guardian: str
    area_code: str
    area_name: str
    household_id: UUID | None
    needs_carer: bool


class HealthStatus(Schema):
    """What status a person has now; computed from evidence at every look."""

    status: str
    until: Instant | None
    reasons: list[str]


class PersonShown(Person):
    """A person with their status and the people they live with."""

    status: HealthStatus
    household: list[Person]


class Look(Schema):
    """One look at a person's data: by whom, which fields the page can show, why (the permission it asks for), from where."""

    id: int
    recorded_at: Instant
    by_id: UUID
    by_name: str
    organisation_id: UUID
    action: str
    fields: list[str]
    purpose: str
    page: str
    via: str
    address: str


class WantedPeople(Schema):
    q: str = Field(min_length=1, max_length=80, pattern=NO_NUL,
                   description="A name, pinyin, initials, a telephone or an identity number.")  # fmt: skip
    within: str = Field("", pattern=r"^[0-9]{0,12}$")
    limit: int = Field(50, ge=1, le=200)


class PersonTold(Given):
    """What is told about a person. Empty text means: not told. With an `id` of your own, told twice is told once."""

    id: UUID | None = None
    name: Word = Field(examples=["王小明"])
    area_code: AreaCode = Field(examples=["410702001"])
    sex: Sex = "U"
    birth_date: Day | None = None
    age_years: int | None = Field(None, ge=0, le=130)
    id_number: str = Field("", max_length=30, pattern=r"^[0-9A-Za-z()-]*$")
    phone: str = Field("", max_length=30, pattern=r"^[-+0-9 ]*$")
    address: Line = ""
    workplace: str = Field("", max_length=120, pattern=NO_NUL)
    occupation: str = Field("", max_length=60, pattern=NO_NUL)
    guardian: Word = ""
    needs_carer: bool = False

    def facts(self) -> people_actions.PersonFacts:
        told = self.dict()
        return people_actions.PersonFacts(**told | {"id": self.id or new_id()})


class SomebodyTold(Given):
    """Somebody registered (`person_id`) or somebody new (`person`)."""

    person_id: UUID | None = None
    person: PersonTold | None = None


class PersonCorrected(Given):
    """Only the fields that are sent are corrected."""

    name: Word = Field("", min_length=1)
    area_code: AreaCode = ""
    sex: Sex = "U"
    birth_date: Day | None = None
    age_years: int | None = Field(None, ge=0, le=130)
    id_number: str = Field("", max_length=30, pattern=r"^[0-9A-Za-z()-]*$")
    phone: str = Field("", max_length=30, pattern=r"^[-+0-9 ]*$")
    address: Line = ""
    workplace: str = Field("", max_length=120, pattern=NO_NUL)
    occupation: str = Field("", max_length=60, pattern=NO_NUL)
    guardian: Word = ""
    needs_carer: bool = False


class Together(Given):
    person_ids: list[UUID] = Field(min_length=2, max_length=50)


@operations.read(f"{INSIDE}/people", list[Person], needs=Permission.PERSON_READ)
def search(request: Call, wanted: Query[WantedPeople]) -> object:
    """People by name, pinyin, initials, telephone or identity number."""
    return people.search(
        text=wanted.q,
        within_code=wanted.within,
        limit=wanted.limit,
        by=request.user,
        on=request.outbreak_today,
    )


@operations.write(f"{INSIDE}/people", Person, needs=Permission.PERSON_WRITE, status=201)
def register(request: Call, told: PersonTold) -> object:
    """Register a person; somebody with the same identity number is found again instead of doubled."""
    made = people_actions.register(facts=told.facts(), by=request.user, now=request.outbreak_now)
    return _person(request, made.id)


@operations.read(f"{INSIDE}/people/{{person_id}}", PersonShown, needs=Permission.PERSON_READ)
def show(request: Call, person_id: UUID) -> object:
    """One person: identity, status now, household."""
    person = _person(request, person_id)
    status = health_status.status_of(
        person_id=person_id, outbreak_id=request.outbreak.id, now=request.outbreak_now
    )
    mates = people.people(person_ids=people.household_of(person_id=person_id), on=request.outbreak_today)
    return {
        **Person.from_orm(person).dict(), "household": [one for one in mates.values()],
        "status": {"status": str(status.status), "until": status.until, "reasons": sentences(status.reasons)},
    }  # fmt: skip


@operations.read(f"{INSIDE}/people/{{person_id}}/looks", Listed[Look], needs=Permission.PERSON_READ)
def looks_at(request: Call, person_id: UUID, at: Query[Cursor]) -> object:
    """Who looked at this person's data, when, why and from where; newest first."""
    _person(request, person_id)
    return listed(record.looks_at(person_id=person_id), at=at, order=("-id",), shown=lambda one: one)


@operations.write(f"{INSIDE}/people/{{person_id}}", Person, needs=Permission.PERSON_WRITE, method="PATCH")
def correct(request: Call, person_id: UUID, told: PersonCorrected) -> object:
    """Correct what is known of a person; only the fields that are sent."""
    _person(request, person_id)
    changes: dict[str, Any] = told.dict(exclude_unset=True)
    people_actions.correct(person_id=person_id, changes=changes, by=request.user, now=request.outbreak_now)
    return _person(request, person_id)


@operations.write(f"{INSIDE}/households", Done, needs=Permission.PERSON_WRITE, status=201)
def share_household(request: Call, told: Together) -> dict[str, int]:
    """Say that these people live together."""
    for person_id in told.person_ids:
        _person(request, person_id)
    people_actions.share_household(person_ids=told.person_ids, by=request.user, now=request.outbreak_now)
    return {"changed": len(set(told.person_ids))}


def meant(request: Call, told: SomebodyTold) -> UUID | people_actions.PersonFacts:
    """The registered person that is meant, if the caller may see them, or the facts of a new one."""
    if told.person_id is not None:
        return _person(request, told.person_id).id
    if told.person is None:
        raise Refused(
            reason("Say who it is: `person_id` of somebody registered, or `person`."),
            fields={"person": [reason("Say who it is.")]},
        )
    return told.person.facts()


def _person(request: Call, person_id: UUID) -> people.NamedPerson:
    return people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
