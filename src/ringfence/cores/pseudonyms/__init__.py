"""Whose number in the movement records is whose: a key that one process keeps, what it answers, and how it is asked."""

from .client import Absent, Address, ask, running
from .keeper import Keeper, Purpose
from .key import Key, KeyFault, read_or_make

__all__ = ["Absent", "Address", "Keeper", "Key", "KeyFault", "Purpose", "ask", "read_or_make", "running"]
