"""What is done with searches, their leads, and the files of records."""

from .asking import Question, ask, decide, forget_due
from .files import FileTold, bring, cancel, fail, note_progress, queue, upload
from .leads import dismiss, note_contact, offer, opened, reopen
from .searching import replay, run
from .stops import Kept, keep_stops

__all__ = [
    "FileTold", "Kept", "Question", "ask", "bring", "cancel", "decide", "dismiss", "fail", "forget_due", "keep_stops", "note_contact",
    "note_progress", "offer", "opened", "queue", "reopen", "replay", "run", "upload",
]  # fmt: skip
