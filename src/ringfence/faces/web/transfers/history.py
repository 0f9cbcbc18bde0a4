"""What the audit says about a transfer, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.history import Word

WORDS = {
    "transfer.request": Word(_("Asked for"), "warn", "clock"),
    "transfer.take": Word(_("Taken by a driver"), "info", "user-circle"),
    "transfer.assign": Word(_("Assigned to a driver"), "info", "user-circle"),
    "transfer.give_back": Word(_("Given back by the driver"), "warn", "arrow-back-up"),
    "transfer.pick_up": Word(_("Picked up"), "info", "ambulance"),
    "transfer.deliver": Word(_("Received"), "ok", "check"),
    "transfer.disinfect": Word(_("Vehicle disinfected"), "ok", "refresh"),
    "transfer.turn_back": Word(_("Turned back on the way: taken home"), "warn", "arrow-back-up"),
    "transfer.cancel": Word(_("Cancelled"), "neutral", "ban"),
}
