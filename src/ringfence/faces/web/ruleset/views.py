"""The rule set: what it says, and changing it in the middle of an outbreak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.paths import value_at
from ringfence.kernel import Refused
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks import queries as outbreak_register
from ringfence.response import ruleset_change

from . import shown

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of a rule set with where it came from."""

    path: str
    value: Any
    sources: str
    mark: str
    note: str

    @property
    def said(self) -> str:
        """The note in the reader's language."""
        return _(self.note) if self.note else ""


class ChangeForm(forms.Form):
    """Another rule set and why."""

    to_ruleset_id = forms.ChoiceField(label=gettext_lazy("New rule set"))
    why = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    def __init__(self, *args: Any, choosable: Sequence[rulesets.RuleSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_ruleset_id"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.id} · {one.name_zh} · {one.name_en}") for one in choosable
        ]


@needs(Permission.DASHBOARD_READ)
def show(request: DeskRequest) -> HttpResponse:
    return _page(request, request.outbreak.ruleset_id)


@needs(Permission.DASHBOARD_READ)
def one(request: DeskRequest, ruleset_id: str) -> HttpResponse:
    return _page(request, ruleset_id)


@needs(Permission.RULESET_CHANGE)
def change(request: DeskRequest) -> HttpResponse:
    """First who would be affected, then the change itself; it only ever shortens."""
    outbreak = request.outbreak
    choosable = rulesets.choosable(
        area_code=outbreak.area_id, purpose=outbreak.purpose, now=request.outbreak_now
    )
    wanted = request.GET.get("to") or outbreak.ruleset_id
    form = ChangeForm(request.POST or None, initial={"to_ruleset_id": wanted}, choosable=choosable)
    migration = None
    if request.method == "POST" and form.is_valid():
        told = {
            "outbreak_id": request.outbreak.id,
            "to_ruleset_id": form.cleaned_data["to_ruleset_id"],
            "by": request.user,
            "now": request.outbreak_now,
        }
        try:
            if "apply" in request.POST:
                ruleset_change.apply(**told, why=form.cleaned_data["why"])
                messages.success(
                    request, _("The outbreak now follows {ruleset}.").format(ruleset=told["to_ruleset_id"])
                )
                return redirect("ruleset:show", request.outbreak.slug)
            migration = ruleset_change.preview(**told)
        except Refused as refusal:
            show_refusal(form, refusal)
    context = {"form": form, "migration": migration, "affected": _affected(request, migration)}
    return render(request, "ruleset/change.html", context, status=422 if form.errors else 200)


def _affected(request: DeskRequest, migration: Any) -> list[tuple[Any, Any]]:
    if migration is None:
        return []
    found = {one.id: one for one in orders.in_force(outbreak_id=request.outbreak.id)}
    return [(found[one.order_id], one) for one in migration.affected if one.order_id in found]


def _page(request: DeskRequest, ruleset_id: str) -> HttpResponse:
    ruleset = rulesets.get(ruleset_id)
    parameters = [
        Parameter(path, shown.said(value_at(ruleset, path)), ", ".join(kept.sources), kept.mark, kept.note)
        for path, kept in sorted(ruleset.provenance.items())
    ]
    outbreak, now = request.outbreak, request.outbreak_now
    return render(request, "ruleset/show.html", {
        "ruleset": ruleset, "parameters": parameters,
        "all": rulesets.choosable(area_code=outbreak.area_id, purpose=outbreak.purpose, now=now),
        "local_versions": rulesets.local_versions(purpose=outbreak.purpose, now=now)[:MOST_SHOWN],
        "version": rulesets.local_version_named(code=ruleset.id),
        "changes": outbreak_register.ruleset_changes(outbreak_id=outbreak.id),
    })  # fmt: skip
