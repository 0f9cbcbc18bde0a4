"""What is done with searches, their leads, and the files of records."""

from .asking import Question, ask, decide
from .counting import Counted, count_visitors
from .counting import Question as CountQuestion
from .files import FileTold, bring, bring_now, cancel, fail, note_progress, queue, upload
from .forgetting import forget_due
from .leads import dismiss, note_contact, offer, opened, reopen
from .live import match_new
from .searching import replay, run
from .stops import Kept, keep_stops

__all__ = [
    "CountQuestion", "Counted", "FileTold", "Kept", "Question", "ask", "bring", "bring_now", "cancel", "count_visitors", "decide",
    "dismiss", "fail", "forget_due", "keep_stops", "match_new", "note_contact", "note_progress", "offer", "opened", "queue", "reopen",
    "replay", "run", "upload",
]  # fmt: skip
