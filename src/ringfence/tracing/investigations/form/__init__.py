"""The investigation form as data: blocks, their questions, the choices. Contacts (block 7) have tables of their own.

Use as `from ringfence.tracing.investigations import form` and `form.BLOCKS["ONSET"].fields`.
"""

from .exposure import EXPOSURE, FINDING, MOVEMENT, SUMMARY
from .fields import Block, Field, Kind, shown
from .illness import CLINICAL, LABORATORY, ONSET
from .person import BASIC

# In the order in which an interview goes.
BLOCKS: dict[str, Block] = {
    block.code: block for block in (BASIC, ONSET, CLINICAL, LABORATORY, EXPOSURE, MOVEMENT, FINDING, SUMMARY)
}

__all__ = ["BLOCKS", "Block", "Field", "Kind", "shown"]
