"""The ledger: sealed every minute, checked every night, its head laid where somebody else keeps it."""

import logging
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from ringfence.faces import clock, sealing
from ringfence.ground import acting
from ringfence.ground.access import queries as access

log = logging.getLogger(__name__)
FOLDER = "RINGFENCE_LEDGER_HEADS"  # a folder that another machine keeps, such as a mounted share


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ledger", name="ledger.seal")
@acting.block(acting.as_job("ledger.seal"))
def seal(timestamp: int) -> int | None:
    """Give what is committed its place; returns the size of the new head."""
    head = sealing.seal(now=clock.real_now())
    return head.size if head else None


@app.periodic(cron="17 18 * * *")  # 02:17 in the city, when least is going on
@app.task(queueing_lock="ledger.nightly", name="ledger.nightly")
@acting.block(acting.as_job("ledger.nightly"))
def nightly(timestamp: int) -> dict[str, Any]:
    """Check everything, against the head that was laid away the night before; then lay away the new one."""
    by, now = access.system_user(), clock.real_now()
    folder = Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else None
    kept = [sealing.head_from(file.read_bytes()) for file in sorted(folder.glob("*.json"))] if folder else []
    report = sealing.check(by=by, now=now, kept=kept)
    if report.counted:
        log.error("The ledger does not check out: %s", dict(report.counted))
    if folder:
        lay_away(folder)
    return {"size": report.size, "faults": dict(report.counted), "kept_heads": len(kept)}


@app.task(name="ledger.check")
def check(user_id: str) -> dict[str, Any]:
    """The same check, asked for by somebody; the outcome is on record under their name."""
    by = access.user(user_id=UUID(user_id))
    with acting.block(acting.as_job("ledger.check")):
        report = sealing.check(by=by, now=clock.real_now())
    return {"size": report.size, "faults": dict(report.counted)}


def lay_away(folder: Path) -> Path:
    """Write the head of today into the folder; returns the file."""
    now = clock.real_now()
    head = sealing.take_head(by=access.system_user(), now=now, how="FOLDER")
    file = folder / f"head-{now:%Y-%m-%d}-{head.size}.json"
    file.write_text(sealing.head_text(head))
    return file
