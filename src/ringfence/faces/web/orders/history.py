"""What the audit says about an order, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.history import Word

WORDS = {
    "order.draft": Word(_("Drafted"), "special", "edit"),
    "order.approve": Word(_("Approved: in force"), "info", "shield-check"),
    "order.hold": Word(_("Held for an independent review"), "warn", "player-pause"),
    "order.open_hold": Word(_("Let pass by the independent review"), "ok", "lock-open"),
    "order.rejected": Word(_("Rejected"), "late", "circle-x"),
    "order.withdrawn": Word(_("Withdrawn"), "neutral", "arrow-back-up"),
    "order.lapsed": Word(_("Lapsed"), "neutral", "hourglass"),
    "order.released": Word(_("Released"), "ok", "circle-check"),
    "order.start": Word(_("The stay began; test days are counted from here"), "info", "bed"),
    "order.next_stage": Word(_("The next stage began"), "info", "player-skip-forward"),
    "order.move_end": Word(_("A new exposure moved the end"), "soon", "calendar-event"),
    "order.shorten": Word(_("Shortened by a milder rule set"), "ok", "scale"),
    "order.appeal": Word(_("Appeal opened"), "warn", "message"),
    "order.appeal_more": Word(_("More was said to the appeal"), "warn", "message"),
    "order.appeal_answer": Word(_("Appeal answered"), "neutral", "message"),
}
