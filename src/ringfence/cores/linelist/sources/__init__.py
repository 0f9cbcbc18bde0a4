"""Sources of infection in free text: cases, places, journeys."""

from .case_ids import IdFound, KnownIds
from .mentions import DIRECTION, Mentions, SourceMention, SourceReader

__all__ = ["DIRECTION", "IdFound", "KnownIds", "Mentions", "SourceMention", "SourceReader"]
