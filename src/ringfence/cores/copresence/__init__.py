"""Who was where, when, and who was really exposed: the movement store and the exposure search.

`find_exposures(case, ...)` is the only way to ask. Values in, frozen dataclasses out; no database and no clock.
docs/reference/movement.md tells formats, rules and limits; docs/decisions/0030 why the store is as it is.
"""

from .authorisation import AuthorisedCase, Call, Purpose, may_search
from .explain import Factors, Lead
from .grid import Grid
from .journal import Journal
from .live import Found, OpenWindows, open_windows
from .overlap import Meeting, UncertainStay, meeting
from .paper import read_authorisation
from .places import Air, Kind, Mode, Place, PlaceTable
from .reach import SamePlace, SameTransport, WithinMetres
from .records import Account, bring_places, bring_records
from .search import Exposures, find_exposures, find_exposures_of_cases
from .stays import Source, Stays, day_number, day_of
from .store import MovementStore, compact, create_store, forget_batch, forget_before
from .warming import warm
from .weights import Weights

__all__ = [
    "Account", "Air", "AuthorisedCase", "Call", "Exposures", "Factors", "Found", "Grid", "Journal", "Kind", "Lead", "Meeting",
    "Mode", "MovementStore", "OpenWindows", "Place", "PlaceTable", "Purpose", "SamePlace", "SameTransport", "Source", "Stays",
    "UncertainStay", "Weights", "WithinMetres", "bring_places", "bring_records", "compact", "create_store", "day_number",
    "day_of", "find_exposures", "find_exposures_of_cases", "forget_batch", "forget_before", "may_search", "meeting", "open_windows",
    "read_authorisation", "warm",
]  # fmt: skip
