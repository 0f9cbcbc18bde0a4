"""Where did it come from: venue-days that explain a cluster, infectors that explain a case, and which test would decide."""

from .between import (
    Trial,
    TrialKind,
    trials_between,
    trials_between_infectors,
    trials_of,
    trials_of_infectors,
)
from .infectors import RECALL as CONTACT_RECALL
from .infectors import Infector, Meeting, Origin, Pair, meetings_over, rank_infectors
from .several import Sources, find_sources
from .timing import Timing, timing_of
from .venues import SMALLEST_CLUSTER, Belief, Member, Ranking, Suspect, VenueDay, rank_venues

__all__ = [
    "CONTACT_RECALL", "SMALLEST_CLUSTER", "Belief", "Infector", "Meeting", "Member", "Origin", "Pair", "Ranking", "Sources", "Suspect", "Timing", "Trial", "TrialKind",
    "VenueDay", "find_sources", "meetings_over", "rank_infectors", "rank_venues", "timing_of", "trials_between", "trials_between_infectors",
    "trials_of", "trials_of_infectors",
]  # fmt: skip
