"""Reading a pasted list of contacts: name, telephone, relation, setting, last exposure, place, in any order.

Use as `from ringfence.tracing.contacts.rules import pasted` and `pasted.read_lines(...)`.
"""

from .lines import LONGEST_LIST, PastedLine, read_lines

__all__ = ["LONGEST_LIST", "PastedLine", "read_lines"]
