"""Pure rules of quarantine: who fits in which room, when a site may open, who may stay at home, daily checks.

Use as `from ringfence.care.quarantine import rules` and `rules.fits(...)`.
"""

from .checks import Check, DueCheck, Finding, FoundCheck, evaluate_check, missed_checks
from .home import Home, SupportTeam, home_is_suitable, team_is_complete
from .rooms import Booking, Guest, RoomFacts, fits, may_be_carer, may_reserve, needs_carer, parties
from .sites import SiteItem, may_close_site, may_open_site, site_items

__all__ = [
    "Booking",
    "Check",
    "DueCheck",
    "Finding",
    "FoundCheck",
    "Guest",
    "Home",
    "RoomFacts",
    "SiteItem",
    "SupportTeam",
    "evaluate_check",
    "fits",
    "home_is_suitable",
    "may_be_carer",
    "may_close_site",
    "may_open_site",
    "may_reserve",
    "missed_checks",
    "needs_carer",
    "parties",
    "site_items",
    "team_is_complete",
]
