"""What the audit says about a held batch, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.history import Word

WORDS = {
    "hold.begin": Word(_("Held for an independent review"), "warn", "player-pause"),
    "hold.open": Word(_("Opened after review"), "ok", "lock-open"),
    "hold.break": Word(_("Broken off after review"), "neutral", "ban"),
}
