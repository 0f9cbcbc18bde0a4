"""What in a text tells who somebody is."""

from .find import find
from .finding import Finding, Kind

__all__ = ["Finding", "Kind", "find"]
