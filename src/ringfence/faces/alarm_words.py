"""What an alarm is called inside a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

ALARM_WORDS = {
    "BATCH_HELD": _("A batch of restrictions is held"), "ONE_OFFICE": _("One office tried to decide and to approve"),
    "NO_EVIDENCE": _("A restriction without evidence was tried"), "STILL_HELD": _("A held restriction was to be put in force"),
    "NOT_INDEPENDENT": _("Somebody who is not independent tried to decide"),
    "NO_RIGHT": _("Somebody without the right tried to restrict"), "FREE_LIST": _("A list of people without cases was given in"),
    "ELSEWHERE": _("An exposure where the person cannot have been"), "DATABASE": _("The database refused writes past the platform"),
    "UNFOUNDED": _("Restrictions without valid evidence are active"), "SILENT": _("A restriction began or ended without record"),
    "UNANSWERED": _("An appeal was not answered in time"), "LEDGER": _("The ledger is not whole"),
    "CODES": _("Entry codes are guessed or given out at an unusual rate"),
    "EMERGENCY": _("Somebody's data are read in an emergency"),
}  # fmt: skip
