"""Contacts of cases: named one by one or as a list, their exposures, what kind they are, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.kernel import Reason, Refused
from ringfence.response import contact_list, positive_sample
from ringfence.tracing.contacts import actions as contact_actions
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.contacts.told import ExposureTold

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Given, Instant, Line, PersonBrief, Sentence, brief, sentences
from ..words import ContactKind, ContactOutcome, DecidedKind, ExposureBasis, Relation, Setting, Vehicle
from .cases import our_case
from .people import SomebodyTold, meant

operations = Operations("contacts")
ON_A_CASE = f"{INSIDE}/cases/{{case_id}}/contacts"
ONE = f"{INSIDE}/contacts/{{contact_id}}"


class Contact(Schema):
    """A person exposed to a case. `kind` is what an investigator decided, `proposed_kind` what the rule set proposes."""

    id: UUID
    case_id: UUID
    case_number: str
    person: PersonBrief
    area_code: str
    kind: ContactKind
    proposed_kind: ContactKind
    proposed_reasons: list[str]
    decided_at: Instant | None
    decided_by_name: str
    decided_why: str
    relation: Relation
    via_contact_id: UUID | None
    last_exposure_at: Instant
    outcome: ContactOutcome
    outcome_why: str
    created_at: Instant


class ExposureShown(Schema):
    """One meeting of a contact with the case. Distances in metres, lengths in minutes."""

    id: UUID
    first_at: Instant
    last_at: Instant
    setting: Setting
    place: str
    distance_metres: float | None
    minutes: int | None
    protected: bool | None
    basis: ExposureBasis
    justification: str


class ContactShown(Contact):
    """A contact with every exposure."""

    exposures: list[ExposureShown]


class WantedContacts(Cursor):
    q: str = Field(
        "",
        max_length=80,
        pattern=NO_NUL,
        description="A name, pinyin, telephone, identity number or case number.",
    )
    kind: ContactKind | None = None
    outcome: ContactOutcome | None = None
    area: str = Field("", pattern=r"^[0-9]{0,12}$")
    case_id: UUID | None = None


class ExposureHere(Given):
    """One exposure as told."""

    first_at: Instant
    last_at: Instant
    setting: Setting
    place: Line = ""
    distance_metres: Decimal | None = Field(None, ge=0, le=9999, decimal_places=1)
    minutes: int | None = Field(None, ge=0, le=100_000)
    protected: bool | None = None
    vehicle: Vehicle = ""
    places_apart: int | None = Field(None, ge=0, le=1000)
    same_compartment: bool | None = None
    physical_contact: bool = False
    same_indoor_space: bool = False
    basis: ExposureBasis = "TOLD"
    justification: Sentence = ""

    def told(self) -> ExposureTold:
        return ExposureTold(**self.dict())


class NamedContact(SomebodyTold):
    """Somebody registered (`person_id`) or somebody new (`person`), and how they met the case."""

    exposure: ExposureHere
    relation: Relation = "UNKNOWN"


class NameOne(NamedContact):
    via_contact_id: UUID | None = Field(
        None, description="For a secondary contact: the close contact in between."
    )


class NameMany(Given):
    contacts: list[NamedContact] = Field(min_length=1, max_length=200)
    via_contact_id: UUID | None = None
    accept: bool = Field(
        False, description="Decide them at once as the rule set proposes; the orders are drafted."
    )


class AcceptProposals(Given):
    contact_ids: list[UUID] | None = Field(
        None,
        max_length=1000,
        description="Whose proposals are accepted; null: of all who wait for a decision.",
    )


class AcceptedProposals(Schema):
    """How many contacts were classified as proposed, and how many orders were drafted."""

    classified: int
    drafted: int


class DecideKind(Given):
    kind: DecidedKind
    why: Sentence = Field("", description="Needed when the decision differs from the proposal.")


class KindDecided(Schema):
    """The contact, and the order that was drafted; without one the reasons say why."""

    contact: Contact
    order_id: UUID | None
    order_number: str
    reasons: list[str]


class NoteOutcome(Given):
    outcome: ContactOutcome
    why: Sentence = ""


def shown(contact: contacts.Contact, request: Call) -> dict[str, Any]:
    beside = ("person", "case_number", "area_code", "proposed_reasons")
    told = {name: getattr(contact, name) for name in Contact.__annotations__ if name not in beside}
    return {
        **told, "person": brief(contact.person, request), "case_number": contact.case.number,
        "area_code": contact.area_id, "proposed_reasons": sentences(contact.proposed_reasons),
    }  # fmt: skip


@operations.read(f"{INSIDE}/contacts", Listed[Contact], needs=Permission.CONTACT_READ)
def list_some(request: Call, wanted: Query[WantedContacts]) -> object:
    """Contacts in my areas, newest first, narrowed by what is asked for."""
    found = contacts.listed(
        by=request.user, outbreak_id=request.outbreak.id, text=wanted.q, kind=wanted.kind or "",
        outcome=wanted.outcome or "", area_code=wanted.area, case_id=wanted.case_id,
    )  # fmt: skip
    return listed(found, at=wanted, order=("-created_at", "-id"), shown=lambda one: shown(one, request))


@operations.write(ON_A_CASE, ContactShown, needs=Permission.CONTACT_WRITE, status=201)
def name_one(request: Call, case_id: UUID, told: NameOne) -> object:
    """Name a contact of a case; the rule set proposes what kind. Told twice: the same contact."""
    our_case(request, case_id)
    named = _name(request, case_id, [told], via=told.via_contact_id)
    return _full(request, named[0].id)


@operations.write(f"{ON_A_CASE}/list", list[Contact], needs=Permission.CONTACT_WRITE, status=201)
def name_many(request: Call, case_id: UUID, told: NameMany) -> object:
    """Name a whole list of contacts, or nobody: `errors` names the lines that need a correction."""
    our_case(request, case_id)
    named = _name(request, case_id, told.contacts, via=told.via_contact_id, accept=told.accept)
    return [shown(our_contact(request, one.id), request) for one in named]


@operations.write(f"{ON_A_CASE}/accept-proposals", AcceptedProposals, needs=Permission.CONTACT_CLASSIFY)
def accept_proposals(request: Call, case_id: UUID, told: AcceptProposals) -> object:
    """Decide contacts of a case as the rule set proposes; the orders are drafted."""
    our_case(request, case_id)
    return contact_list.accept_proposals(
        case_id=case_id, by=request.user, now=request.outbreak_now, contact_ids=told.contact_ids
    )


@operations.read(ONE, ContactShown, needs=Permission.CONTACT_READ)
def show(request: Call, contact_id: UUID) -> object:
    """One contact with every exposure."""
    return _full(request, contact_id)


@operations.write(f"{ONE}/exposures", ContactShown, needs=Permission.CONTACT_WRITE, status=201)
def add_exposure(request: Call, contact_id: UUID, told: ExposureHere) -> object:
    """Another exposure of a known contact; the end of a running quarantine may move, with its reason."""
    contact = our_contact(request, contact_id)
    positive_sample.name_contact(
        case_id=contact.case_id, person_id=contact.person_id, exposure=told.told(), by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip
    return _full(request, contact_id)


@operations.write(f"{ONE}/kind", KindDecided, needs=Permission.CONTACT_CLASSIFY)
def classify(request: Call, contact_id: UUID, told: DecideKind) -> object:
    """Decide what kind of contact this is; the order that the rule set asks for is drafted."""
    our_contact(request, contact_id)
    _, order, decision = positive_sample.classify_contact(
        contact_id=contact_id, kind=told.kind, why=told.why, by=request.user, now=request.outbreak_now
    )
    return {
        "contact": shown(our_contact(request, contact_id), request), "order_id": order.id if order else None,
        "order_number": order.number if order else "", "reasons": sentences(decision.reasons if decision else ()),
    }  # fmt: skip


@operations.write(f"{ONE}/outcome", Contact, needs=Permission.CONTACT_WRITE)
def note_outcome(request: Call, contact_id: UUID, told: NoteOutcome) -> object:
    """Note what became of a contact."""
    our_contact(request, contact_id)
    contact_actions.tell_outcome(
        contact_id=contact_id, outcome=told.outcome, why=told.why, by=request.user, now=request.outbreak_now
    )
    return shown(our_contact(request, contact_id), request)


def _name(
    request: Call, case_id: UUID, told: list[Any], *, via: UUID | None, accept: bool = False
) -> list[contacts.Contact]:
    if via is not None:
        our_contact(request, via)
    listed_ones = [
        contact_list.Listed(person=meant(request, one), exposure=one.exposure.told(), relation=one.relation)
        for one in told
    ]
    try:
        return contact_list.name_list(
            case_id=case_id,
            listed=listed_ones,
            by=request.user,
            now=request.outbreak_now,
            via_contact_id=via,
            accept=accept,
        ).named
    except contact_list.ListRefused as refusal:
        if len(told) == 1:
            raise refusal.lines[0] from None
        lines: dict[str, Sequence[Reason]] = {
            f"contacts.{place}": fault.reasons for place, fault in refusal.lines.items()
        }
        raise Refused(*refusal.reasons, fields=lines) from None


def our_contact(request: Call, contact_id: UUID) -> contacts.Contact:
    """The contact, if it is in this outbreak and the caller may see it."""
    return ours(contacts.contact(contact_id=contact_id, by=request.user), request)


def _full(request: Call, contact_id: UUID) -> dict[str, Any]:
    exposures = list(contacts.exposures(contact_id=contact_id))
    return {**shown(our_contact(request, contact_id), request), "exposures": exposures}
