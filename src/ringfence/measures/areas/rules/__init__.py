"""Declared areas: when one may be lifted, who says that they were there."""

from .fence import AreaTold, Match, StopSeen, Sure, covers, faults_of, key_of_place
from .lifting import AreaFacts, LiftProposal, area_test_dates, may_keep, propose_lift

__all__ = [
    "AreaFacts", "AreaTold", "LiftProposal", "Match", "StopSeen", "Sure", "area_test_dates", "covers", "faults_of",
    "key_of_place", "may_keep", "propose_lift",
]  # fmt: skip
