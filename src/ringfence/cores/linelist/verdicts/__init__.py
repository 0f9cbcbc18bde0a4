"""What becomes of each row: new, update, same, duplicate suspected, wrong."""

from .changes import Change, changes
from .judge import judge
from .keys import case_key, name_key, person_keys
from .known import InMemory, KnownCase, KnownCases
from .likeness import other_name
from .verdict import Judged, Suspect, Verdict

__all__ = [
    "Change",
    "InMemory",
    "Judged",
    "KnownCase",
    "KnownCases",
    "Suspect",
    "Verdict",
    "case_key",
    "changes",
    "judge",
    "name_key",
    "other_name",
    "person_keys",
]
