"""Everything that the page of a case shows, read once and put into the rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ringfence.command.timeline import queries as timeline
from ringfence.command.timeline.file import CaseFile
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.words import Milestone
from ringfence.kernel import Decision, Reason
from ringfence.measures.orders import queries as orders
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import again
from ringfence.tracing.contacts.queries import Contact
from ringfence.tracing.investigations import form as investigation_form
from ringfence.tracing.investigations import rules as clock_rules

MAY = {
    "write": Permission.CASE_WRITE, "investigate": Permission.INVESTIGATION_WRITE, "name": Permission.CONTACT_WRITE,
    "classify": Permission.CONTACT_CLASSIFY, "link": Permission.LINK_WRITE, "draft": Permission.ORDER_DRAFT,
    "persons": Permission.PERSON_READ, "movement": Permission.MOVEMENT_READ,
}  # fmt: skip


KINDS = [one for one in Contact.Kind.choices if one[0] != Contact.Kind.UNDECIDED]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its name and what must be on the table before it counts as met."""

    row: Any
    name: Reason
    asked: tuple[Reason, ...]
    left_when_stopped: timedelta | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with the newest exposure and the newest order of the person."""

    contact: Contact
    exposures: list[Any]
    order: Any | None
    may_accept: bool


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block of the investigation form: how much of it is filled, who saved it last."""

    block: investigation_form.Block
    saved: Any | None
    filled: int

    @property
    def all(self) -> int:
        return len(self.block.fields)


def allowed(request: DeskRequest, case: Any) -> dict[str, bool]:
    """What this reader may do with this case; for buttons, every deed asks again."""
    return {name: access.may(request.user, one, area_code=case.area_id) for name, one in MAY.items()}


def milestones(file: CaseFile) -> list[MilestoneRow]:
    stopped = file.running_stop.stopped_at if file.running_stop else None
    return [
        MilestoneRow(
            one, clock_rules.milestone_words(Milestone(one.code)), clock_rules.evidence_words(Milestone(one.code)),
            one.due_at - stopped if stopped and one.met_at is None else None,
        )
        for one in file.milestones
    ]  # fmt: skip


def contact_rows(file: CaseFile) -> list[ContactRow]:
    """Undecided contacts first, then as they were named."""
    found = [contact_row(one, file.order_of.get(one.person_id)) for one in file.contacts]
    return sorted(found, key=lambda one: one.contact.kind != Contact.Kind.UNDECIDED)


def contact_row(contact: Contact, order: Any | None) -> ContactRow:
    exposures = sorted(contact.exposures.all(), key=lambda one: one.last_at, reverse=True)
    undecided = Contact.Kind.UNDECIDED
    return ContactRow(
        contact, exposures, order, contact.kind == undecided and contact.proposed_kind != undecided
    )


def blocks(file: CaseFile) -> list[BlockRow]:
    found = []
    for block in investigation_form.BLOCKS.values():
        saved = file.blocks.get(block.code)
        found.append(BlockRow(block, saved, block.filled(saved.content if saved else {})))
    return found


def discharge(file: CaseFile, *, now: datetime) -> Decision | None:
    """May the isolation end now, and why not? None when nobody is isolated."""
    order = file.isolation
    if order is None or order.state != "IN_FORCE" or order.ends_at is not None:  # what follows is running
        return None
    return orders.may_discharge(order=order, ruleset=rulesets.get(order.ruleset_id), now=now)


def whole(request: DeskRequest, case: Any) -> dict[str, Any]:
    """The context of the page, without its forms."""
    file = timeline.case_file(case=case, by=request.user)
    person = people.people(person_ids=[case.person_id], on=request.outbreak_today)[case.person_id]
    rows = contact_rows(file)
    return {
        "case": case, "file": file, "person": person, "may": allowed(request, case), "milestones": milestones(file),
        "contacts": rows, "contact_kinds": KINDS, "acceptable": sum(1 for one in rows if one.may_accept), "blocks": blocks(file),
        "undecided": sum(1 for one in rows if one.contact.kind == Contact.Kind.UNDECIDED),
        "close": sum(1 for one in rows if one.contact.kind == Contact.Kind.CLOSE),
        "managed": sum(1 for one in rows if one.contact.outcome == Contact.Outcome.MANAGED),
        "again": list(again.of_case(case_id=case.id)), "decision": discharge(file, now=request.outbreak_now), "ruleset": rulesets.get(request.outbreak.ruleset_id),
    }  # fmt: skip
