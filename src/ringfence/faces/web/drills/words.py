"""The figures of a drill as its leader reads them: what each is called, its unit, its definition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

# name -> (label, definition)
FIGURES: dict[str, tuple[Any, Any]] = {
    "title": (_("Title"), _("Everybody who may see the situation reads it: say nothing of the truth.")),
    "area": (_("Where the first infected live"), ""),
    "pathogen": (_("Pathogen"), _("Delays, transmission and severity of this profile, with sources on the reference page.")),
    "starts_on": (_("First day"), _("On it the first are infected; nobody knows of them.")),
    "days": (_("Days told"), _("The files tell what is known at the end of the last one.")),
    "infected": (_("First infected"), _("Residents infected on the first day.")),
    "first_seed": (_("First seed"), _("Twelve seeds from this one on are looked at; you choose one of them. The same seed and figures give the same drill.")),
    "tracing_hours": (_("Contacts found within (hours)"), _("From the interview until the slowest contact is found; half of them are found in a third of it.")),
    "tracers": (_("Tracers"), _("People who interview cases and find contacts, 10 hours a day. 0: no tracing.")),
    "rooms": (_("Rooms ready"), _("Single rooms of open quarantine sites.")),
    "test_rounds": (_("Rounds of testing everybody"), _("In every county with a case, from the first report on.")),
    "meetings_kept": (_("Share of meetings kept"), _("Of the meetings outside the home, after the first report: 1 all of them, 0.5 half of them.")),
}  # fmt: skip
OUTBREAK = ("title", "area", "pathogen", "starts_on", "days", "infected", "first_seed")
RESPONSE = ("tracing_hours", "tracers", "rooms", "test_rounds", "meetings_kept")
PATHOGENS = {"ancestral": _("Ancestral strain"), "delta": "Delta", "omicron": "Omicron"}
UNITS = (
    gettext_noop("days"), gettext_noop("persons"), gettext_noop("number"), gettext_noop("hours"), gettext_noop("rooms"),
    gettext_noop("rounds"), gettext_noop("share of today's meetings"),
)  # fmt: skip
LAYERS = {
    "household": _("at home"), "school": _("in class"), "work": _("at work"), "venue": pgettext_lazy("where infected", "at a venue"),
    "transport": _("in a vehicle"), "neighbours": _("among neighbours"), "citywide": _("at a place of the whole city"),
    "seed": _("before the drill"), "arrival": _("outside the city"),
}  # fmt: skip
FILES: dict[str, tuple[Any, Any]] = {
    "line-list.csv": (_("Line list"), _("Confirmed cases; the import of line lists takes every row.")),
    "contacts.csv": (_("Contacts"), _("Everybody who was together with a case while it could infect, with the measure in force.")),
    "places.csv": (_("Places"), _("Where people meet; they have no position.")),
    "movement.csv": (_("Movement by number"), _("For a store of movement of the command line.")),
    "movement-named.csv": (_("Movement by identity number"), _("The same stays for Records of movement.")),
    "events.csv": (_("Events"), _("Infections, onsets, samples and results, quarantine, isolation, closed areas, hour by hour.")),
    "truth.json": (_("Truth"), _("How the drill was made, and every infection with infector, place and time.")),
}  # fmt: skip
KINDS = {
    "FOUND_LOCAL": _("Found, with symptoms"), "FOUND_ASYMPTOMATIC": _("Found, without symptoms by then"),
    "MISSED_SUSPECTED": _("Not found"), "FIRST_IMPORT": _("First infected"),
}  # fmt: skip
