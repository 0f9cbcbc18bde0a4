"""Who acts, as the database is told it: row-level security decides by this what a statement sees and writes."""

from .deeds import begin, is_held
from .identity import NOBODY, Identity, as_job, as_person, as_user, become, block, current

__all__ = [
    "NOBODY",
    "Identity",
    "as_job",
    "as_person",
    "as_user",
    "become",
    "begin",
    "block",
    "current",
    "is_held",
]
