"""A refusal beside the input it is about, with everything that was typed still there."""

from __future__ import annotations

from django.forms import Form

from ringfence.faces import wording
from ringfence.kernel import Expected


def show_refusal(form: Form, refusal: Expected) -> None:
    """Put the sentences of a refusal at their fields; what fits no field stands above the form."""
    for name, sentences in wording.field_texts(refusal).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    form.add_error(None, wording.refusal_text(refusal))
