"""Records as they come from outside, made into stays: every row is kept, merged into another, or refused with a sentence."""

from .account import Account, Refusal, Remark
from .bringing import bring_places, bring_records
from .tables import read_table, refused_csv

__all__ = ["Account", "Refusal", "Remark", "bring_places", "bring_records", "read_table", "refused_csv"]
