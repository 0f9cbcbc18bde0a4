"""The sentences that the islands say. The key is the English sentence, as everywhere."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """English sentence -> the reader's language; nothing for English, where both are the same."""
    said = {
        # time
        "over {time}": _("over {time}"), "{days} d {hours} h": _("{days} d {hours} h"), "now": _("now"),
        "{n} min": _("{n} min"), "{n} h": _("{n} h"), "{n} d": _("{n} d"),
        "{amount} ago": _("{amount} ago"), "in {amount}": _("in {amount}"),
        # saving
        "Saving ...": _("Saving ..."), "Saved": _("Saved"), "Not saved: {why}": _("Not saved: {why}"),
        "no connection, kept on this device": _("no connection, kept on this device"),
        "Somebody else changed this block. Your text is kept; load the page again to compare.":
            _("Somebody else changed this block. Your text is kept; load the page again to compare."),
        "Text of {when} that was not sent.": _("Text of {when} that was not sent."),
        "Put it back": _("Put it back"), "Throw it away": _("Throw it away"),
        "Changes are not saved yet.": _("Changes are not saved yet."),
        # queue, upload, live
        "Undo": _("Undo"), "{name}: {answer}": _("{name}: {answer}"), "All are done.": _("All are done."),
        "{n} left": _("{n} left"), "Sending {percent} %": _("Sending {percent} %"),
        "The file could not be sent.": _("The file could not be sent."), "Connection lost; trying again.":
            _("Connection lost; trying again."),
        # charts
        "Picture": _("Picture"), "Table": _("Table"), "Chart": _("Chart"), "Report date": _("Report date"),
        "Onset date": _("Onset date"), "incubation, {n} days": _("incubation, {n} days"),
        "R (estimate)": _("R (estimate)"), "not estimable": _("not estimable"), "Cases": _("Cases"),
        "{from} to {to}": _("{from} to {to}"), "95 % interval": _("95 % interval"), "no data": _("no data"),
        "The chart could not be loaded; the table is below.": _("The chart could not be loaded; the table is below."),
        # chain
        "{n} persons": _("{n} persons"), "{n} cases": _("{n} cases"), "{n} contacts": _("{n} contacts"),
        "day {n}": _("day {n}"), "Found {n} of {all}": _("Found {n} of {all}"), "Nobody found": _("Nobody found"),
        "infected by {name}": _("infected by {name}"), "no known source": _("no known source"),
        "{n} infected directly": _("{n} infected directly"), "{n} after them": _("{n} after them"),
        "Click to come closer": _("Click to come closer"),
    }  # fmt: skip
    return {} if all(english == here for english, here in said.items()) else said
