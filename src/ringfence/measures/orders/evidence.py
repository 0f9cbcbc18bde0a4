"""Does every active restriction rest on valid evidence? Asked of the database, for one order or for all of them.

The same conditions stand in the trigger of `Order`: no program, import or command puts an order in force without them.
What falls away afterwards (a case ruled out, a contact classified anew, a result withdrawn) is found by the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, Lower

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.audit import queries as record
from ringfence.kernel import Reason, reason
from ringfence.tracing.contacts import queries as contacts

from .models import Order

RESTRICTING = ("CLOSE", "SECONDARY", "CASUAL")  # kinds of contact for which a rule set may have a measure
SEEN_OR_TOLD = ("TOLD", "RECORD")  # a check-in or a telephone grid alone never restricts (DOMAIN 9.2)
RULED_OUT = "RULED_OUT"


def _of_isolation(condition: Q) -> Q:
    return Q(basis_case__isnull=False) & condition


def _of_contact(condition: Q) -> Q:
    return Q(basis_contact__isnull=False) & condition


def _exposed() -> Exists:
    """The contact met the case somewhere where somebody saw it or told it."""
    return Exists(contacts.exposures_with_basis(SEEN_OR_TOLD).filter(contact_id=OuterRef("basis_contact_id")))


FAULTS: dict[str, tuple[Q, Reason]] = {
    "no_basis": (
        Q(basis_case=None, basis_contact=None), reason("It rests on no case and on no contact.")),
    "other_person": (
        _of_isolation(~Q(basis_case__person_id=F("person_id"))) | _of_contact(~Q(basis_contact__person_id=F("person_id"))),
        reason("Its evidence concerns somebody else.")),
    "other_outbreak": (
        _of_isolation(~Q(basis_case__outbreak_id=F("outbreak_id"))) | _of_contact(~Q(basis_contact__outbreak_id=F("outbreak_id"))),
        reason("Its evidence belongs to another outbreak.")),
    "case_ruled_out": (
        _of_isolation(Q(basis_case__classification=RULED_OUT)) | _of_contact(Q(basis_contact__case__classification=RULED_OUT)),
        reason("The case that it rests on was ruled out.")),
    "no_result": (
        _of_isolation(Q(basis_case__confirming_sample=None) | ~Q(basis_case__confirming_sample__result="POSITIVE")),
        reason(
            "The case that it rests on has no positive laboratory result here. Take a sample of the person: a positive one confirms the case, and its isolation can be signed."
        )),
    "not_classified": (
        _of_contact(~Q(basis_contact__kind__in=RESTRICTING)),
        reason("The contact that it rests on is not classified, or was ruled out.")),
    "kind_changed": (
        _of_contact(Q(basis_contact__kind__in=RESTRICTING) & ~Q(basis_contact__kind=F("contact_kind"))),
        reason("The contact was classified anew since; the order does not follow from it any more.")),
    "through_nobody": (
        _of_contact(Q(basis_contact__kind="SECONDARY") & ~Q(basis_contact__via_contact__kind="CLOSE")),
        reason("The person through whom the exposure came is no close contact.")),
    "not_exposed": (
        _of_contact(~Q(_exposed())),
        reason("No exposure was seen or told; a check-in alone restricts nobody.")),
    "signatures": (
        Q(approved_by_id=None) | Q(approved_by_id=F("drafted_by_id")) | Q(approved_organisation_id=F("drafted_organisation_id")),
        reason("It has not been signed by two people of two organisations.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """An order in force whose evidence is not valid, with the codes of what is wrong and the sentences."""

    order: Order
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...]


def unfounded(*, outbreak_id: UUID | None = None, by: Actor | None = None) -> QuerySet[Order]:
    """Orders in force without valid evidence; `by` limits them to the reader's areas, no outbreak means all."""
    found = Order.objects.filter(_any_fault(), state=Order.State.IN_FORCE)
    found = found.filter(outbreak_id=outbreak_id) if outbreak_id else found
    return (
        _readable(found, by)
        .select_related("person__identity", "basis_case", "basis_contact__case", "area", "outbreak")
        .order_by("approved_at", "id")
    )


def unrecorded(*, outbreak_id: UUID) -> QuerySet[Order]:
    """Orders that came into force, or ended, without the deed on record: somebody wrote past the platform."""
    deeds = record.deeds(subject_type="order").filter(subject_id=Cast(OuterRef("pk"), CharField()))
    begun = Q(approved_at=None) | Exists(deeds.filter(action="order.approve"))
    ended = Q(closed_at=None) | Exists(deeds.filter(action=Concat(Value("order."), Lower(OuterRef("state")))))
    return Order.objects.filter(outbreak_id=outbreak_id).exclude(begun & ended).order_by("drafted_at", "id")


def violations(orders: QuerySet[Order]) -> list[Violation]:
    """What is wrong with each of these orders."""
    return [_violation(order) for order in _marked(orders)]


def faults_of(*, order_id: UUID, signed: bool = True) -> list[Reason]:
    """What is wrong with the evidence of one order, in any state. `signed` False: its second signature is to come."""
    order = _marked(Order.objects.filter(id=order_id)).get()
    return [
        why
        for code, (_, why) in FAULTS.items()
        if getattr(order, f"has_{code}") and (signed or code != "signatures")
    ]


def in_force_count(*, outbreak_id: UUID, by: Actor | None = None) -> int:
    """How many restrictions are active; `by` limits them to the reader's areas."""
    return _readable(Order.objects.filter(state=Order.State.IN_FORCE, outbreak_id=outbreak_id), by).count()


def _readable(found: QuerySet[Order], by: Actor | None) -> QuerySet[Order]:
    return (
        found
        if by is None
        else found.filter(in_areas("area__code", visible_areas(by, Permission.ORDER_READ)))
    )


def _any_fault() -> Q:
    every = Q()
    for condition, _why in FAULTS.values():
        every |= condition
    return every


def _marked(orders: QuerySet[Order]) -> QuerySet[Order]:
    marks = {
        f"has_{code}": ExpressionWrapper(condition, BooleanField()) for code, (condition, _) in FAULTS.items()
    }
    return orders.annotate(**marks)


def _violation(order: Order) -> Violation:
    codes = tuple(code for code in FAULTS if getattr(order, f"has_{code}"))
    return Violation(order, codes, tuple(FAULTS[code][1] for code in codes))
