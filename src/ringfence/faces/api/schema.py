"""What every input and answer of the interface is made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict

from ringfence.faces import wording
from ringfence.faces.web.names import names_of
from ringfence.kernel import Reason
from ringfence.registry.people import rules as person_rules

NO_NUL = r"^[^\u0000]*$"  # PostgreSQL keeps no NUL in a text
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Word = Annotated[str, Field(max_length=80, pattern=NO_NUL)]
Line = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Sentence = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
Paragraph = Annotated[str, Field(max_length=5000, pattern=NO_NUL)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9]{2,12}$", description="Code of a place: 4107, 410702, ...")]
Slug = Annotated[
    str,
    Field(pattern=r"^[-a-zA-Z0-9_]{1,50}$", description="The short name of an outbreak, as in its address."),
]
Instant = Annotated[
    AwareDatetime,
    Field(ge=EARLIEST, le=LATEST, description="With its offset from UTC, such as 2022-01-09T12:00:00+08:00."),
]
Day = Annotated[
    date, Field(ge=EARLIEST.date(), le=LATEST.date(), description="A day of the city: 2022-01-09.")
]


class Given(Schema):
    """What a caller sends; an unknown field is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")


class Done(Schema):
    """How many things were changed."""

    changed: int


class PersonBrief(Schema):
    """A person beside something else. The name is shown in full only to who may read persons in their area."""

    id: UUID
    name: str
    sex: str
    age_years: int | None
    area_code: str


def brief(person: Any, request: Any) -> PersonBrief:
    """A person whose identity was loaded with them, as this reader may see them."""
    age = person_rules.age_on(
        birth_date=person.birth_date, age_years=person.age_years, told_on=person.age_on, day=request.outbreak_today
    )  # fmt: skip
    return PersonBrief(
        id=person.id,
        name=names_of(request).of(person),
        sex=person.sex,
        age_years=age,
        area_code=person.area_id,
    )


def sentences(reasons: Iterable[Reason | dict[str, Any]]) -> list[str]:
    """Reasons in the caller's language."""
    return [wording.say(one) for one in reasons]
