"""What leaves: rows of the line list, the contacts, the links and the resolved tree, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ringfence.command.spread import queries as spread
from ringfence.cores.linelist.fields import CONTACTS, LINE_LIST, LINKS, Schema
from ringfence.ground.access import Actor
from ringfence.kernel import NotFound, city_date, reason
from ringfence.measures.orders import queries as orders
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.linelists.queries import told_of_case

Rows = Iterator[Mapping[str, Any]]
AT_ONCE = 2000  # rows fetched together: constant memory, few round trips

SCHEMAS: dict[str, Schema] = {"line-list": LINE_LIST, "contacts": CONTACTS, "links": LINKS, "tree": LINKS}


def rows(*, what: str, by: Actor, outbreak_id: UUID) -> Rows:
    """The rows of an export by its name: line-list, contacts, links or tree."""
    ways = {"line-list": line_list, "contacts": contact_list, "links": link_list, "tree": tree}
    if what not in ways:
        raise NotFound(
            reason("There is no export named {what}: choose line-list, contacts, links or tree.", what=what)
        )
    return ways[what](by=by, outbreak_id=outbreak_id)


def extra_names(*, by: Actor, outbreak_id: UUID) -> list[str]:
    """Names of the columns that imported files brought along, in order of the alphabet."""
    return cases.extra_names(by=by, outbreak_id=outbreak_id)


def line_list(*, by: Actor, outbreak_id: UUID) -> Rows:
    """Every case that the reader may see, in the words of a line list."""
    found = cases.visible_to(by=by, outbreak_id=outbreak_id).order_by("reported_at", "id")
    found = found.select_related(None).select_related(
        "person__identity"
    )  # of the area its code alone is told
    for part in _parts(found):
        yield from map(told_of_case, part)


def contact_list(*, by: Actor, outbreak_id: UUID) -> Rows:
    """Every contact with its first and last exposure and its measure."""
    found = (
        contacts.visible_to(by=by, outbreak_id=outbreak_id)
        .prefetch_related("exposures")
        .order_by("created_at", "id")
    )
    for part in _parts(found):
        yield from _told_contacts(part, outbreak_id)


def _parts(found: QuerySet[Any]) -> Iterator[list[Any]]:
    """Rows by the thousand: those of a part are there before the first is opened, so that their keys come together."""
    source = found.iterator(chunk_size=AT_ONCE)
    while part := list(islice(source, AT_ONCE)):
        yield part


def link_list(*, by: Actor, outbreak_id: UUID) -> Rows:
    """Candidate links with their grades; a mention has no direction."""
    seen = set(cases.visible_to(by=by, outbreak_id=outbreak_id).values_list("id", flat=True))
    for link in cases.links(outbreak_id=outbreak_id).iterator(chunk_size=AT_ONCE):
        if link.case_id in seen:
            yield {
                "case_id": link.case.number, "kind": link.source_kind, "relation": link.relation, "grade": link.grade,
                "source_case_id": link.source_case.number if link.source_case else _unlisted(link),
                "direction": "SOURCE_TO_CASE" if link.directed or link.chosen else "UNKNOWN",
                "given_text": link.evidence or link.source_label,
            }  # fmt: skip


def tree(*, by: Actor, outbreak_id: UUID) -> Rows:
    """Each case with its most likely source and its weight; without one the source is unknown."""
    found = spread.spread(by=by, outbreak_id=outbreak_id)
    numbers = {str(row.id): row.number for row in found.rows}
    for verdict in found.resolution.cases:
        chosen = verdict.chosen
        yield {
            "case_id": numbers[verdict.case_id], "source_case_id": numbers.get(verdict.source_id or "", ""),
            "kind": "CASE" if verdict.source_id else "PLACE" if chosen.place else "UNKNOWN",
            "relation": chosen.relation, "grade": chosen.grade or "", "direction": "SOURCE_TO_CASE" if verdict.source_id else "UNKNOWN",
            "given_text": chosen.place, "notes": " ".join(str(one) for one in verdict.reasons),
            "extra": {"weight": f"{chosen.weight:.4f}"},
        }  # fmt: skip


def _told_contacts(batch: list[contacts.Contact], outbreak_id: UUID) -> Rows:
    running = orders.newest_by_person(outbreak_id=outbreak_id, person_ids=[one.person_id for one in batch])
    for contact in batch:
        exposures = list(contact.exposures.all())
        order, person, identity = running.get(contact.person_id), contact.person, contact.person.identity
        yield {
            "contact_id": str(contact.id), "name": identity.name, "sex": person.sex, "age": person.age_years,
            "birth_date": person.birth_date, "id_number": identity.id_number, "phone": identity.phone,
            "area": contact.area_id, "address": identity.address, "workplace": identity.workplace,
            "case_id": contact.case.number, "relation": contact.relation,
            "setting": exposures[-1].setting if exposures else "", "contact_kind": _kind(contact),
            "first_contact_date": city_date(exposures[0].first_at) if exposures else None,
            "last_contact_date": city_date(contact.last_exposure_at), "measure": order.kind if order else "",
            "measure_start_date": city_date(order.approved_at) if order and order.approved_at else None,
            "release_date": city_date(order.ends_at) if order and order.ends_at else None,
        }  # fmt: skip


def _kind(contact: contacts.Contact) -> str:
    return "" if contact.kind == "UNDECIDED" else contact.kind


def _unlisted(link: cases.CandidateLink) -> str:
    return link.source_label if link.source_kind == "UNKNOWN_CASE" else ""
