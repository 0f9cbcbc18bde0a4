"""Who was where, when, and who was really exposed: the movement store and the exposure search.

`find_exposures(case, ...)` is the only way to ask. Values in, frozen dataclasses out; no database and no clock.
docs/reference/movement.md tells formats, rules and limits; docs/decisions/0030 why the store is as it is.
"""

from .authorisation import AuthorisedCase, Call, Purpose, may_search
from .explain import Factors, Lead
from .grid import Grid
from .harm import Harm, expected_harm
from .journal import Journal
from .live import Found, OpenWindows, open_windows
from .overlap import Meeting, UncertainStay, meeting
from .paper import read_authorisation
from .places import Air, Kind, Mode, Place, PlaceTable
from .reach import Companion, SamePlace, SameTransport, WithinMetres
from .records import Account, bring_places, bring_records
from .search import Exposures, find_exposures, find_exposures_of_cases
from .second_ring import FirstRing, SecondRing, find_second_ring
from .stays import Source, Stays, day_number, day_of
from .store import (
    Checked,
    Gone,
    MovementStore,
    backup,
    check,
    check_copy,
    check_gone,
    compact,
    create_store,
    forget_batch,
    forget_before,
    forget_day,
    key_folder,
    not_gone,
    read_archive,
    restore,
    seal,
)
from .visited import Visited, VisitedPlace, find_visited
from .visitors import AreaAsked, Visitors, count_visitors
from .warming import warm
from .weights import Weights

__all__ = [
    "Account", "Air", "AreaAsked", "AuthorisedCase", "Call", "Checked", "Companion", "Exposures", "Factors", "FirstRing",
    "Found", "Gone", "Grid", "Harm", "Journal", "Kind", "Lead", "Meeting", "Mode", "MovementStore", "OpenWindows", "Place",
    "PlaceTable", "Purpose", "SamePlace", "SameTransport", "SecondRing", "Source", "Stays", "UncertainStay", "Visited",
    "VisitedPlace", "Visitors", "Weights", "WithinMetres", "backup", "bring_places", "bring_records", "check", "check_copy", "check_gone",
    "compact", "count_visitors", "create_store", "day_number", "day_of", "expected_harm", "find_exposures",
    "find_exposures_of_cases", "find_second_ring", "find_visited", "forget_batch", "forget_before", "forget_day",
    "key_folder", "not_gone", "may_search", "meeting", "open_windows", "read_archive", "read_authorisation", "restore", "seal",
    "warm",
]  # fmt: skip
