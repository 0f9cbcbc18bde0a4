"""The figures of a forecast as a commander reads them: what each is called, its unit, its definition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# name -> (label, definition)
FIGURES: dict[str, tuple[Any, Any]] = {
    "label": (_("Name of the strategy"), _("Empty: this strategy is left out.")),
    "tracing_hours": (_("Contacts found within (hours)"), _("From the interview until the slowest contact is found; half of them are found in a third of it.")),
    "tracers": (_("Tracers"), _("People who interview cases and find contacts, 10 hours a day. 0: no tracing.")),
    "rooms": (_("Rooms ready"), _("Single rooms of open quarantine sites.")),
    "reserve_rooms": (_("Rooms in reserve"), _("A third is ready after one day, half after two, all after three.")),
    "seats_per_day": (_("People moved a day"), _("Seats of all vehicles and trips of a day.")),
    "tubes_per_day": (_("Laboratory (tubes a day)"), _("What the laboratories of the city can work through.")),
    "quarantine_days": (_("Quarantine of contacts (days)"), _("From the last exposure. First value: the outbreak's rule set.")),
    "secondary_days": (_("Quarantine of contacts of contacts (days)"), _("0: nothing is asked of them. First value: the outbreak's rule set.")),
    "test_rounds": (_("Rounds of testing everybody"), _("In every area of the level below that has had a case; the first begins a day after the forecast.")),
    "test_every_days": (_("Days between rounds"), ""),
    "test_level": (_("Rounds cover"), ""),
    "pool": (_("Swabs in a tube"), _("Larger pools save tubes and find less.")),
    "close_level": (_("Close after a case"), _("The area of a case that is found outside quarantine; a fifth of meetings remain.")),
    "close_days": (_("Closed for (days)"), _("After a case: without another one found outside quarantine.")),
    "test_areas": (_("Rounds in these areas"), _("Whether they have a case or not, and nowhere else. Nothing chosen: areas with a case, as above. Several: hold Ctrl.")),
    "close_areas": (_("Close these areas"), _("From the first day of the forecast, for the days above, whether they have a case or not. Several: hold Ctrl.")),
    "meetings_kept": (_("Share of meetings kept"), _("Of the meetings outside the home that take place today: 1 as now, 0.5 half of them.")),
    "pathogen": (_("Pathogen"), _("Delays, transmission and severity of this profile, with sources on the reference page.")),
    "horizon_days": (_("Days ahead"), ""),
    "within_days": (_("One incubation period (days)"), _("First value: the outbreak's rule set.")),
    "runs": (_("Replicates"), _("Outbreaks that look like the line list and are played on. More take longer.")),
    "first_seed": (_("Seed"), _("The same seed and question give the same answer.")),
    "title": (_("Title"), ""),
}  # fmt: skip
# what belongs together on the form: a label and the figures; `in_short` has a line for each
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Contacts"), ("tracing_hours", "tracers", "quarantine_days", "secondary_days")),
    (_("Rooms, transfers, laboratory"), ("rooms", "reserve_rooms", "seats_per_day", "tubes_per_day")),
    (_("Testing everybody"), ("test_rounds", "test_every_days", "test_level", "pool", "test_areas")),
    (_("Closing"), ("close_level", "close_days", "meetings_kept", "close_areas")),
)  # fmt: skip
LEVELS = {
    "none": pgettext_lazy("area level", "none"), "village": _("Village or community"), "township": _("Township"), "county": _("County"), "city": _("City"),
}  # fmt: skip
PATHOGENS = {"ancestral": _("Ancestral strain"), "delta": "Delta", "omicron": "Omicron"}


def in_short(values: dict[str, Any]) -> str:
    """A group of figures in a few words, whatever was typed; the lists of areas by how many they are."""
    told: dict[str, Any] = {
        name: len(value or ()) if name.endswith("_areas") else str(value or 0)
        for name, value in values.items()
    }
    if "tracers" in values:
        return gettext(
            "within {tracing_hours} h, {tracers} tracers; {quarantine_days} and {secondary_days} days"
        ).format(**told)
    if "rooms" in values:
        return gettext(
            "{rooms} rooms + {reserve_rooms}; {seats_per_day} seats, {tubes_per_day} tubes a day"
        ).format(**told)
    if "test_rounds" in values:
        return _tested(told, str(LEVELS.get(told["test_level"], told["test_level"])).lower())
    return _closed(told, str(LEVELS.get(told["close_level"], told["close_level"])))


def _tested(told: dict[str, Any], level: str) -> str:
    if told["test_rounds"] == "0":
        return gettext("no rounds")
    if told["test_areas"]:
        return gettext("{test_rounds} rounds in {test_areas} areas, every {test_every_days} days").format(
            **told
        )
    return gettext("{test_rounds} rounds, every {test_every_days} days, each {level} with a case").format(
        level=level, **told
    )


def _closed(told: dict[str, Any], level: str) -> str:
    parts = []
    if told["close_level"] != "none":
        parts.append(gettext("{level} of a case, {close_days} days").format(level=level, **told))
    if told["close_areas"]:
        parts.append(gettext("{close_areas} areas at once").format(**told))
    if told["meetings_kept"] != "1":
        parts.append(gettext("meetings times {meetings_kept}").format(**told))
    return "; ".join(parts) or gettext("nothing closed")


UNITS = (
    gettext_noop("hours"), gettext_noop("persons"), gettext_noop("rooms"), gettext_noop("persons a day"), gettext_noop("tubes a day"),
    gettext_noop("days"), gettext_noop("rounds"), gettext_noop("swabs in a tube"), gettext_noop("share of today's meetings"),
    gettext_noop("replicates"), gettext_noop("number"), gettext_noop("areas"),
)  # fmt: skip
PRESETS = (
    gettext_noop("As now"), gettext_noop("Contacts found in 6 hours"), gettext_noop("And the counties tested three times"),
    gettext_noop("And townships closed"),
)  # fmt: skip


def strategy_name(kept: str) -> str:
    """The name of a strategy: a preset's in the reader's language, any other as somebody typed it."""
    return gettext(kept) if kept in PRESETS else kept


# rows of the comparison: key of the summary -> (label, definition)
OUTCOMES = {
    "confirmed": (_("Cases reported"), _("From the day of the forecast to its end, wherever they are found.")),
    "found in the community": (_("Of them outside quarantine"), _("Reported and not in quarantine when the test was taken.")),
    "infections": (_("Infections"), _("New infections, found or not.")),
    "deaths": (_("Deaths"), _("Among those infected, up to the end of the forecast.")),
    "peak rooms needed": (_("Rooms needed, most on a day"), _("In use, and waited for: what would be used if there were enough.")),
    "peak rooms": (_("Rooms in use, most on a day"), _("Quarantine rooms of contacts.")),
    "peak waiting for a room": (_("Waiting for a room, most at once"), _("Contacts at home because no room is free.")),
    "peak tests a day": (_("Tests, most on a day"), _("People tested: symptoms, quarantine, rounds.")),
    "peak tubes a day": (_("Tubes, most on a day"), _("Pooled swabs share a tube.")),
    "peak tracer hours a day": (_("Tracer hours, most on a day"), _("Divide by ten for the number of tracers.")),
    "peak transfers a day": (_("People moved, most on a day"), _("Contacts driven to rooms.")),
    "peak hospital beds": (_("Hospital beds in use, most"), _("Every case is taken in.")),
    "peak intensive care": (_("Intensive care in use, most"), ""),
    "person-days of restriction": (_("Person-days of restriction"), _("Days spent in rooms, in home quarantine or in closed areas, added up.")),
}  # fmt: skip
LIMITS = {
    "laboratory": _("laboratory (results later than 12 hours)"), "laboratory in rounds": _("laboratory in rounds (longer than 72 hours)"),
    "tracers": _("tracers (work waits over 4 hours)"), "rooms": _("rooms (somebody waits)"), "vehicles": _("vehicles (waits over 8 hours)"),
    "hospital beds": _("hospital beds (a case waits)"),
}  # fmt: skip
SERIES = {
    "confirmed": _("Cases reported"), "community_found": _("Found outside quarantine"), "rooms_needed": _("Rooms needed"), "rooms_in_use": _("Rooms in use"),
    "waiting_for_room": _("Waiting for a room"), "tests": _("Tests"), "tubes": _("Tubes"), "tracer_hours": _("Tracer hours"),
    "transfers": _("People moved"), "beds_in_use": _("Hospital beds"), "icu_in_use": _("Intensive care"),
    "residents_in_closed_areas": _("Residents in closed areas"), "home_quarantined": _("In home quarantine"),
}  # fmt: skip
STOCK = {
    "confirmed": (_("Confirmed"), _("Known cases, isolated.")),
    "in_quarantine": (_("Infected and in quarantine"), _("Not yet tested positive.")),
    "incubating": (_("Free and incubating"), _("Infected, not known, before symptoms would begin.")),
    "infectious": (_("Free and infectious"), _("Infected, not known, in the ten days after symptoms began or would have begun.")),
    "past": (_("Never found, no longer infectious"), ""),
}  # fmt: skip
PARAMETERS = {
    "transmission": (_("Transmission, times the profile's"), ""),
    "coming_forward": (_("Share with symptoms who come forward"), ""),
    "meetings_kept": (_("Meetings outside the home kept since the alarm"), ""),
    "first_infections": (_("Persons infected before anybody was found"), ""),
    "days_before": (_("Days from them to the first report"), ""),
}  # fmt: skip
