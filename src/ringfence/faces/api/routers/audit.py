"""The record: what was done, by whom, to what, for which reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.faces import sign_ins
from ringfence.faces.changes import Reading
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.audit import queries as audit
from ringfence.kernel import NotFound, reason

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Instant, sentences

operations = Operations("audit")


IN_WORDS = ("reasons", "changes", "subject")  # said in the language of the answer


class Changed(Schema):
    """One changed field: its raw key, and name and values in the language of the answer ("" where there was none)."""

    key: str
    label: str
    before: str
    after: str


class Deed(Schema):
    """One deed or look; the record is only ever added to. `persons`: whose data were changed or shown.

    `before` and `after` hold raw keys and values; `changes` says the same in words, `subject` names what it was about.
    """

    id: int
    at: Instant
    by_id: UUID
    by_name: str
    action: str
    subject_type: str
    subject_id: str
    reasons: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    changes: list[Changed]
    subject: str
    kind: str
    persons: list[UUID]
    fields: list[str]
    purpose: str
    page: str
    via: str
    address: str


class WantedDeeds(Cursor):
    kind: Literal["DEED", "LOOK", "ACCOUNT"] = Field(
        "DEED", description="What was done, who looked at whose data, or who signed in and out."
    )
    subject_type: str = Field(
        "", pattern=r"^[a-z_]{0,40}$", description="Only of one subject: case, order, contact, ..."
    )
    subject_id: str = Field("", pattern=r"^[-0-9A-Za-z]{0,40}$", description="... and its id.")


@operations.read(f"{INSIDE}/audit", Listed[Deed], needs=Permission.AUDIT_READ)
def list_some(request: Call, wanted: Query[WantedDeeds]) -> object:
    """What was done in the outbreak, the newest first; or to one subject."""
    if not access.may(request.user, Permission.AUDIT_READ, area_code=request.outbreak.area_id):
        raise NotFound(reason("There is no record that you may read here."))
    found = (
        sign_ins.seen_by(by=request.user) if wanted.kind == "ACCOUNT"
        else audit.of_outbreak(outbreak_id=request.outbreak.id, kind=wanted.kind)
    )  # fmt: skip
    if wanted.subject_type:
        found = found.filter(subject_type=wanted.subject_type)
    if wanted.subject_id:
        found = found.filter(subject_id=wanted.subject_id)
    page = listed(found, at=wanted, order=("-id",), shown=lambda deed: deed)
    reading = Reading.of(page["items"])
    return page | {"items": [_shown(deed, reading) for deed in page["items"]]}


def _shown(deed: Any, reading: Reading) -> dict[str, Any]:
    told = {name: getattr(deed, name) for name in Deed.__annotations__ if name not in IN_WORDS}
    changes = [asdict(one) for one in reading.changes(deed)]
    return {**told, "reasons": sentences(deed.reasons), "changes": changes, "subject": reading.subject(deed)}
