"""What is done with orders: drafted, approved or not, followed, ended; appealed against."""

from ..models import Appeal, Hold, Order
from .appeals import appeal_for_oneself, decide_appeal, lapse_unanswered, open_appeal
from .approval import approve, lapse_drafts, reject, withdraw
from .checking import check_evidence, note_refused_writes
from .drafting import draft_isolation, draft_quarantine
from .ending import become_case, discharge_case, lift, monitoring_gives_way, release_if_due
from .following import lose_ground, move_end, replan_from_start, rest_on, shorten
from .holding import decide_hold, hold_if_too_much

__all__ = [
    "Appeal", "Hold", "Order", "appeal_for_oneself", "approve", "become_case", "check_evidence", "decide_appeal", "decide_hold", "discharge_case",
    "draft_isolation", "draft_quarantine", "hold_if_too_much", "lapse_drafts", "lapse_unanswered", "lift", "lose_ground",
    "monitoring_gives_way", "move_end", "note_refused_writes", "open_appeal", "reject",
    "release_if_due", "replan_from_start", "rest_on", "shorten", "withdraw",
]  # fmt: skip
