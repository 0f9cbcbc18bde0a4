"""Pure rules of investigations: the 2/4/24-hour clock and its words.

Use as `from ringfence.tracing.investigations import rules` and `rules.milestones(...)`.
"""

from .clock import (
    Deadline,
    Level,
    Stop,
    StoppedTime,
    level,
    level_sentence,
    may_stop,
    median_and_90th,
    milestones,
    moved_deadline,
    notice_milestones,
    stopped_time,
)
from .words import evidence_words, milestone_words, stop_words

__all__ = [
    "Deadline",
    "Level",
    "Stop",
    "StoppedTime",
    "evidence_words",
    "level",
    "level_sentence",
    "may_stop",
    "median_and_90th",
    "milestone_words",
    "milestones",
    "moved_deadline",
    "notice_milestones",
    "stop_words",
    "stopped_time",
]
