"""What becomes of each row: new, update, same, duplicate suspected, wrong."""

from .changes import Change, changes
from .judge import Judged, Suspect, Verdict, judge
from .keys import case_key, name_key, person_keys
from .known import InMemory, KnownCase, KnownCases

__all__ = ["Change", "InMemory", "Judged", "KnownCase", "KnownCases", "Suspect", "Verdict", "case_key", "changes", "judge", "name_key", "person_keys"]
