"""The ledger as a page: its newest head, the last check, when a head last left the machine."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ringfence.cores.ledger.checking import Report
from ringfence.cores.ledger.heads import Head, fingerprint
from ringfence.faces import sealing
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.audit import ledger
from ringfence.kernel import Refused

LARGEST_HEAD = 10_000  # bytes; a head has about 500


class KeptHeads(forms.Form):
    """A head that was kept elsewhere, to check against; the check works without one, too."""

    head = forms.FileField(label=_("A head that was kept elsewhere"), required=False)

    def clean_head(self) -> Head | None:
        file = self.cleaned_data.get("head")
        if file is None:
            return None
        if file.size > LARGEST_HEAD:
            raise forms.ValidationError(_("This file is not a head of a ledger."))
        try:
            return sealing.head_from(file.read())
        except Refused as refusal:
            raise forms.ValidationError(_("This file is not a head of a ledger.")) from refusal


@needs(Permission.AUDIT_READ)
def show(request: DeskRequest) -> HttpResponse:
    """Where the ledger stands."""
    return _page(request, KeptHeads())


@require_POST
@needs(Permission.AUDIT_READ)
def check(request: DeskRequest) -> HttpResponse:
    """Check the whole ledger now; the outcome is on record."""
    form = KeptHeads(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    kept = [form.cleaned_data["head"]] if form.cleaned_data["head"] else []
    sealing.seal(now=request.received_at)
    return _page(
        request, KeptHeads(), report=sealing.check(by=request.user, now=request.received_at, kept=kept)
    )


@require_POST
@needs(Permission.AUDIT_READ)
def head_file(request: DeskRequest) -> HttpResponse:
    """The newest head as a file, to be kept elsewhere."""
    head = sealing.take_head(by=request.user, now=request.received_at, how="FILE")
    named = {"Content-Disposition": f'attachment; filename="ledger-head-{head.size}.json"'}
    return HttpResponse(sealing.head_text(head), content_type="application/json", headers=named)


@require_POST
@needs(Permission.AUDIT_READ)
def head_paper(request: DeskRequest) -> HttpResponse:
    """The newest head on paper, to be signed and kept."""
    head = sealing.take_head(by=request.user, now=request.received_at, how="PRINT")
    lines = [(_("Root"), head.root), (_("Chain"), head.chain), (_("Public key"), head.public_key),
             (_("Signature"), head.signature)]  # fmt: skip
    shown = [(name, fingerprint(value)) for name, value in lines]
    return render(request, "audit/head.html", {"head": head, "lines": shown, "now": request.received_at})


def _page(
    request: DeskRequest, form: forms.Form, *, report: Report | None = None, status: int = 200
) -> HttpResponse:
    stands = ledger.standing()
    faults = [(sealing.FAULTS[one.code], one) for one in report.faults] if report else []
    return render(request, "audit/ledger.html", {
        "form": form, "stands": stands, "late": stands.is_late(now=request.received_at), "report": report,
        "faults": faults, "fault_count": sum(report.counted.values()) if report else 0,
        "root": fingerprint(stands.head.root) if stands.head else "",
        "key": fingerprint(stands.head.public_key) if stands.head else "",
        "last_check": sealing.last("ledger.verify"), "last_left": sealing.last("ledger.head"),
    }, status=status)  # fmt: skip
