"""The investigation form: eight blocks on one page, each saved by itself and in versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.kernel import Refused
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import actions as investigation_actions
from ringfence.tracing.investigations import queries as investigations
from ringfence.tracing.investigations.form import BLOCKS, Block

from ..board import allowed
from ..compare import Difference, differences
from ..forms.investigation import BlockForm
from ..forms.movement import StopForm
from .clock import of


@needs(Permission.CASE_READ)
def form(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The whole form; every block saves itself."""
    return page(request, case_id)


@require_POST
@needs(Permission.INVESTIGATION_WRITE)
def save(request: DeskRequest, case_id: UUID, block: str) -> HttpResponse:
    """Save a block on the version it was read at; JSON for the island, a page without a script."""
    asked = _block(block)
    answers = BlockForm(asked, content={}, data=request.POST)
    if answers.errors():
        return _faulty(request, case_id, answers)
    try:
        saved = investigation_actions.save_block(
            investigation_id=of(request, case_id).id, block=block, content=answers.kept(), on_version=_version(request),
            by=request.user, now=request.outbreak_now,
        )  # fmt: skip
    except Refused as refusal:
        return _conflict(request, case_id, answers, refusal)
    if _wants_json(request):
        return JsonResponse({"version": saved.version, "filled": asked.filled(saved.content)})
    messages.success(request, _("{block} is saved.").format(block=asked.label))
    answer = redirect("cases:form", request.outbreak.slug, case_id)
    answer["Location"] += f"#{block}"
    return answer


@needs(Permission.CASE_READ)
def versions(request: DeskRequest, case_id: UUID, block: str) -> HttpResponse:
    """Every version of a block, with what each changed."""
    asked = _block(block)
    case = cases.case(case_id=case_id, by=request.user)
    looks.note(case.person_id)
    found = list(investigations.versions(investigation_id=of(request, case_id).id, block=block))
    older = [*(one.content for one in found[1:]), {}]
    rows = [(one, differences(asked, before, one.content)) for one, before in zip(found, older, strict=False)]
    return render(request, "cases/versions.html", {"case": case, "part": asked, "rows": rows})


def page(request: DeskRequest, case_id: UUID, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The form as saved; a block that was refused stands as it was typed."""
    case = cases.case(case_id=case_id, by=request.user)
    investigation = of(request, case_id)
    saved = investigations.form(investigation_id=investigation.id)
    refused: BlockForm | None = extra.pop("refused", None)
    blocks = []
    for block in BLOCKS.values():
        kept = saved.get(block.code)
        content = kept.content if kept else {}
        shown = refused if refused and refused.block is block else BlockForm(block, content=content)
        blocks.append({"form": shown, "saved": kept, "filled": block.filled(content), "core": block.core_missing(content)})  # fmt: skip
    context = {
        "case": case, "investigation": investigation, "blocks": blocks, "may": allowed(request, case),
        "movement": investigations.movement(investigation_id=investigation.id),
        "clock": investigations.clocks(case_ids=[case_id]).get(case_id),
        "contact_count": contacts.counts_of_cases(case_ids=[case_id]).get(case_id, (0, 0))[0],
        "stop_form": StopForm(city_code=request.outbreak.area_id),
    }  # fmt: skip
    return render(request, "cases/form.html", context | extra, status=status)


def _faulty(request: DeskRequest, case_id: UUID, answers: BlockForm) -> HttpResponse:
    if not _wants_json(request):
        return page(request, case_id, refused=answers, status=422)
    sentence = _("Please correct the marked fields; what you typed is kept.")
    return JsonResponse({"title": sentence, "errors": answers.errors()}, status=422)


def _conflict(request: DeskRequest, case_id: UUID, answers: BlockForm, refusal: Refused) -> HttpResponse:
    """Somebody else saved the block meanwhile: the sentence and both texts."""
    newest = investigations.versions(
        investigation_id=of(request, case_id).id, block=answers.block.code
    ).first()
    content, version = (newest.content, newest.version) if newest else ({}, 0)
    found = differences(answers.block, answers.kept(), content)
    sentence = wording.refusal_text(refusal)
    if _wants_json(request):
        return JsonResponse({"title": sentence, "version": version, "differences": [_pair(one) for one in found]}, status=409)  # fmt: skip
    conflict = {"block": answers.block.code, "sentence": sentence, "differences": found, "version": version}
    return page(request, case_id, refused=answers, conflict=conflict, status=409)


def _pair(one: Difference) -> dict[str, str]:
    return {"label": one.label, "yours": one.first, "theirs": one.second}


def _version(request: DeskRequest) -> int:
    told = request.headers.get("If-Match") or request.POST.get("version", "")
    return int(told) if told.isdecimal() else 0


def _wants_json(request: DeskRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _block(code: str) -> Block:
    found = BLOCKS.get(code)
    if found is None:
        raise Http404
    return found
