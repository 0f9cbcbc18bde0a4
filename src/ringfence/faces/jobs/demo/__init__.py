"""A whole outbreak told by a program, through the public interface of an instance of its own."""

from .instance import Instance
from .story import tell
from .telling import Deviation, Telling

__all__ = ["Deviation", "Instance", "Telling", "tell"]
