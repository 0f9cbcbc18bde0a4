"""What the audit says about a room or a site, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.faces.web.history import Word

WORDS = {
    "room.state": Word(_("State changed"), "info", "bed"),
    "room.accessible": Word(_("Accessible or not"), "info", "edit"),
    "site.add": Word(_("Site registered"), "neutral", "plus"),
    "site.add_rooms": Word(_("Rooms added"), "neutral", "plus"),
    "site.inspect": Word(_("Inspected"), "info", "clipboard-list"),
    "site.accept": Word(_("Three zones and two passages accepted"), "ok", "shield-check"),
    "site.open": Word(pgettext_lazy("site", "Opened"), "ok", "lock-open"),
    "site.close": Word(pgettext_lazy("site", "Closed"), "neutral", "lock"),
}
