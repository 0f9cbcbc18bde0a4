"""The sentences that the islands say (`say("...")` in web/src). The key is the English sentence, as everywhere."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = (
    # time
    _("over {time}"), _("{days} d {hours} h"), _("now"), _("{n} min"), _("{n} h"), _("{n} d"),
    _("{amount} ago"), _("in {amount}"),
    # saving, queue, paste, upload
    _("Saving ..."), _("Saved"), _("Not saved: {why}"), _("no connection, kept on this device"),
    _("no connection"),
    _("Somebody else changed this block. Your text is kept; load the page again to compare."),
    _("Text of {when} that was not sent."), _("Put it back"), _("Throw it away"),
    _("Save my text"), _("Take the other text"), _("Your text"), _("The other text"),
    _("Undo"), _("{name}: {answer}"), _("All are done."), _("{n} left"), _("{n} lines"),
    _("Sending {percent} %"), _("The file could not be sent."),
    # curve and map
    _("incubation, {n} days"), _("R (estimate)"), _("95 % interval"), _("not estimable"),
    _("gap: R not estimable"), _("reports still coming in"), _("{n} without"), _("no data"),
    # chain
    _("{n} persons"), _("{n} of {all}"), _("Nobody found"), _("infected by {name}"), _("no known source"),
    _("{n} infected directly"), _("{n} after them"), _("around {name}"), _("Click to come closer"),
    _("Click to see everybody"), _("Click for the evidence"), _("several persons"), _("known source"),
    _("possible source"), _("Open the record"), _("Evidence"),
)  # fmt: skip


def words() -> dict[str, str]:
    """English sentence -> the reader's language, those that differ."""
    return {word: said for word in WORDS if (said := gettext(word)) != word}
