"""Sealed words and keyed hashes: the keys of an installation, an envelope for each person, an index without words."""

from .blind import Index
from .envelope import DataKey, NotGenuine, unwrap, wrap
from .ring import KeyFault, Ring, make, read, write

__all__ = ["DataKey", "Index", "KeyFault", "NotGenuine", "Ring", "make", "read", "unwrap", "wrap", "write"]
