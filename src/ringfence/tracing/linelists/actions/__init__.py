"""What is done with a line list: uploaded, mapped, previewed, decided, run."""

from .deciding import decide_row, decide_verdict
from .preparing import ask_for_preview, choose_columns, preview, save_map, upload
from .running import fail, queue, run_batch, start

__all__ = [
    "ask_for_preview", "choose_columns", "decide_row", "decide_verdict", "fail", "preview", "queue", "run_batch", "save_map", "start",
    "upload",
]  # fmt: skip
