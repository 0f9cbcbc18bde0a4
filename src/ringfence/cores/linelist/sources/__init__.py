"""Sources of infection in free text: cases, places, journeys."""

from .case_ids import IdFound, KnownIds
from .mention import DIRECTION, Mentions, SourceMention
from .mentions import SourceReader

__all__ = ["DIRECTION", "IdFound", "KnownIds", "Mentions", "SourceMention", "SourceReader"]
