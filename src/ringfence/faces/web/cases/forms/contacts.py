"""A contact named one by one: who, how related, through whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.tracing.cases.queries import CandidateLink
from ringfence.tracing.contacts.queries import Contact

from .persons import PersonPick


def via_choices(close: list[Contact], names: Any) -> list[tuple[str, Any]]:
    """The close contacts through whom somebody may be a secondary one."""
    return [
        ("", _("Met the case directly")),
        *((str(one.id), names.of(one.person, of_case=one.case)) for one in close),
    ]


class ViaForm(forms.Form):
    """Whom they met: the case, or one of its close contacts."""

    via = forms.ChoiceField(label=_("Whom they met"), required=False)

    def __init__(self, *told: Any, via: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*told, **options)
        self.fields["via"].choices = via  # type: ignore[attr-defined]

    @property
    def via_contact_id(self) -> UUID | None:
        chosen = self.cleaned_data.get("via")
        return UUID(chosen) if chosen else None


class NameForm(ViaForm, PersonPick):
    """Who the contact is and how they are related to the case. How they met is asked by another form."""

    relation = forms.ChoiceField(
        label=_("Relation"), choices=CandidateLink.Relation.choices, initial="UNKNOWN"
    )
