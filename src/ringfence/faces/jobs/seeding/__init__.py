"""What a fresh start holds: the city, demo staff of every role, demo sites, and two outbreaks."""

from .city import seed_city, seed_sites
from .outbreaks import seed_outbreaks
from .staff import DEMO_PASSWORD, DEMO_STAFF, seed_staff, seed_system

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_STAFF",
    "seed_city",
    "seed_outbreaks",
    "seed_sites",
    "seed_staff",
    "seed_system",
]
