"""What kind of contact somebody is: decided one by one, or all proposals at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, reason
from ringfence.measures.orders import queries as orders
from ringfence.response import contact_list, positive_sample
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts

from .. import board
from ..forms.deeds import DecideForm
from ..reading import ids
from .clock import back
from .showing import page


@require_POST
@needs(Permission.CONTACT_CLASSIFY)
def decide(request: DeskRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """The investigator decides; the order that the rule set asks for is drafted. A script gets the row alone."""
    case = cases.case(case_id=case_id, by=request.user)
    if contacts.contact(contact_id=contact_id, by=request.user).case_id != case_id:
        raise NotFound(reason("This is a contact of another case."))
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            _contact, order, decision = positive_sample.classify_contact(
                contact_id=contact_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Expected as refusal:
            show_refusal(form, refusal)
        else:
            _tell(request, order, decision)
    if request.htmx:
        return _row(request, case, contact_id, form)
    if form.errors:
        return page(request, case_id, decide_form=form, decided_id=contact_id, status=422)
    return back(request, case_id, "contacts")


@require_POST
@needs(Permission.CONTACT_CLASSIFY)
def accept_all(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Decide every undecided contact (or the chosen ones) as the rule set proposes; orders are drafted."""
    cases.case(case_id=case_id, by=request.user)
    chosen = ids(request.POST.getlist("contact")) if "chosen" in request.POST else None
    accepted = contact_list.accept_proposals(case_id=case_id, contact_ids=chosen, by=request.user, now=request.outbreak_now)  # fmt: skip
    said = _("{classified} contacts decided as proposed; {drafted} orders wait for approval.")
    tell = messages.success if accepted.classified else messages.warning
    tell(request, said.format(classified=accepted.classified, drafted=accepted.drafted))
    return back(request, case_id, "contacts")


def _row(request: DeskRequest, case: Any, contact_id: UUID, form: DecideForm) -> HttpResponse:
    contact = contacts.contact(contact_id=contact_id, by=request.user)
    own = orders.of_people(person_ids=[contact.person_id], outbreak_id=request.outbreak.id)
    row = board.contact_row(contact, own.last())
    context = {"row": row, "case": case, "may": board.allowed(request, case), "contact_kinds": board.KINDS,
               "acceptable": request.POST.get("boxes", "")}  # fmt: skip
    if form.errors:
        context |= {"decide_form": form, "decided_id": contact_id}
    return render(request, "cases/contact_row_answer.html", context, status=422 if form.errors else 200)


def _tell(request: DeskRequest, order: Any, decision: Any) -> None:
    if order is not None:
        messages.success(request, _("Order {number} waits for approval.").format(number=order.number))
    elif decision is not None:
        messages.info(request, wording.say_all(decision.reasons))
    else:
        messages.success(request, _("The contact is classified; no measure follows."))
