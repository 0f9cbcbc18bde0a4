"""Many results at once: pasted, looked at line by line, then each decided on its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import queries as testing
from ringfence.field.testing.actions import ResultFacts
from ringfence.ground.access import Permission
from ringfence.kernel import Expected
from ringfence.response import positive_sample

from .lines import MOST_LINES, Line, read

# verdict of a line: its tone, its icon, whether it is recorded
LOOKS = {
    "record": ("ok", "check", True),
    "case": ("late", "plus", True),
    "same": ("neutral", "check", False),
    "other": ("late", "circle-x", False),
    "unknown": ("soon", "question-mark", False),
    "unread": ("soon", "alert-triangle", False),
    "again": ("neutral", "copy", False),
    "kept": ("ok", "check", False),
    "refused": ("late", "circle-x", False),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line with what will be (or was) done with it."""

    line: Line
    sample: testing.Sample | None
    what: str
    said: str = ""

    @property
    def tone(self) -> str:
        return LOOKS[self.what][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.what][1]

    @property
    def is_recorded(self) -> bool:
        return LOOKS[self.what][2]


@require_POST
@needs(Permission.SAMPLE_RECORD)
def preview(request: DeskRequest) -> HttpResponse:
    """What would become of each line; nothing is written."""
    verdicts = _judged(request)
    context = _counted(verdicts) | {"text": request.POST.get("lines", "")}
    if request.htmx:
        return render(request, "samples/paste_preview.html", context)
    return render(request, "samples/paste.html", context)


@require_POST
@needs(Permission.SAMPLE_RECORD)
def keep(request: DeskRequest) -> HttpResponse:
    """Record what the preview showed. Positives need the tick that somebody looked at them."""
    verdicts = _judged(request)
    text = request.POST.get("lines", "")
    if not any(one.is_recorded for one in verdicts):
        messages.error(request, _("There is no line to record."))
        return render(request, "samples/paste.html", _counted(verdicts) | {"text": text}, status=422)
    if any(one.what == "case" for one in verdicts) and request.POST.get("looked") != "yes":
        messages.error(request, _("There are positives: look at them and tick the box; each opens a case."))
        return render(request, "samples/paste.html", _counted(verdicts) | {"text": text}, status=422)
    done = [_recorded(request, one) if one.is_recorded else one for one in verdicts]
    left = "\n".join(one.line.text for one in done if one.what in ("unknown", "unread", "other", "refused"))
    return render(request, "samples/paste.html", _counted(done) | {"text": left, "is_done": True})


def _judged(request: DeskRequest) -> list[Verdict]:
    lines = read(request.POST.get("lines", ""))
    known = testing.by_codes(
        codes=[line.code for line in lines], by=request.user, outbreak_id=request.outbreak.id
    )
    return [_verdict(line, known.get(line.code)) for line in lines]


def _verdict(line: Line, sample: testing.Sample | None) -> Verdict:
    if not line.result:
        return Verdict(
            line, sample, "unread", _("Not understood: write a tube code and a result, such as T123 n.")
        )
    if line.again:
        return Verdict(line, sample, "again", _("This tube stands higher up already."))
    if sample is None:
        return Verdict(line, None, "unknown", _("No sample has this tube code."))
    if sample.result == line.result:
        return Verdict(line, sample, "same", _("Recorded already."))
    if sample.result != "PENDING":
        return Verdict(
            line, sample, "other", _("Has another result already; take a new sample to correct it.")
        )
    return Verdict(line, sample, "case" if line.result == "POSITIVE" else "record", "")


def _recorded(request: DeskRequest, one: Verdict) -> Verdict:
    assert one.sample is not None
    result = ResultFacts(result=one.line.result, result_at=request.outbreak_now, code=one.line.code)
    try:
        positive_sample.receive_result(
            sample_id=one.sample.id, result=result, by=request.user, now=request.outbreak_now
        )
    except Expected as refusal:
        return Verdict(one.line, one.sample, "refused", wording.refusal_text(refusal))
    return Verdict(
        one.line, one.sample, "kept", _("A case is open.") if one.what == "case" else _("Recorded.")
    )


def _counted(verdicts: list[Verdict]) -> dict[str, object]:
    return {
        "verdicts": verdicts, "to_record": sum(one.is_recorded for one in verdicts), "most": MOST_LINES,
        "positives": sum(one.what == "case" for one in verdicts), "kept": sum(one.what == "kept" for one in verdicts),
        "is_full": len(verdicts) == MOST_LINES,
    }  # fmt: skip
