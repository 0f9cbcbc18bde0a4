"""What a fresh start holds: the city, demo staff of every role, demo sites, two outbreaks, a drill with a demo citizen, one with an exposure search."""

from .city import seed_city, seed_sites
from .exposures import seed_exposures
from .outbreaks import seed_outbreaks
from .own_page import fresh_code, seed_own_page
from .staff import DEMO_PASSWORD, DEMO_STAFF, seed_staff, seed_system

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_STAFF",
    "fresh_code",
    "seed_city",
    "seed_exposures",
    "seed_outbreaks",
    "seed_own_page",
    "seed_sites",
    "seed_staff",
    "seed_system",
]
