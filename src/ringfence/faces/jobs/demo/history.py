"""Tianjin 2020: the file again changes nothing, neither does the export; what is known of its spread."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from .caller import Caller, until
from .telling import Telling, expect, expect_same

TIANJIN_FILE = Path(__file__).parent.parent / "data" / "outbreaks" / "tianjin-2020.csv"
HERE = "outbreaks/tianjin-2020"
CASES = 135
IMPORT_SECONDS = 60
OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")


def look_at_tianjin(*, api: Caller, telling: Telling) -> None:
    """Everything about the past outbreak."""
    telling.chapter("Tianjin 2020, a real outbreak from a line list")
    expect_same(what="Cases of Tianjin", found=_cases(api), wanted=CASES)
    telling.step(f"{CASES} cases are there")
    _again(api, telling, what="The same file", name=TIANJIN_FILE.name, content=TIANJIN_FILE.read_bytes())
    exported = api.file(f"{HERE}/exports/line-list?form=csv", by="xuna")
    lines = len(exported.decode("utf-8-sig").strip().splitlines())
    expect(that=lines > CASES, otherwise=f"The export has only {lines} lines for {CASES} cases.")
    telling.step(f"The line list is taken away as a CSV file of {len(exported):,} bytes")
    _again(api, telling, what="The export", name="line-list.csv", content=exported)
    _spread(api, telling)


def _cases(api: Caller) -> int:
    return int(api.get(f"{HERE}/situation", by="liwei")["cases"]["total"])


def _again(api: Caller, telling: Telling, *, what: str, name: str, content: bytes) -> None:
    """Import a file whose cases are known already: uploaded, columns as recognised, previewed, run by the worker."""
    one = f"{HERE}/imports/{api.upload(f'{HERE}/imports', name=name, content=content, by='xuna')['id']}"
    api.put(f"{one}/columns", {}, by="xuna")
    verdicts = api.post(f"{one}/preview", by="xuna")["verdicts"]
    expect_same(what=f"{what}, verdicts of the preview", found=verdicts.get("SAME"), wanted=CASES)
    api.post(f"{one}/run", by="xuna")
    ended = functools.partial(_ended, api, one)
    done = until(ended, seconds=IMPORT_SECONDS, otherwise="The worker did not finish the import")
    expect_same(what=f"{what}, state ({done['error']})", found=done["state"], wanted="DONE")
    _account(what, done["account"])
    expect_same(what="Cases of Tianjin after the import", found=_cases(api), wanted=CASES)
    telling.step(f"{what} imported again: {CASES} unchanged, 0 created, the account adds up")


def _ended(api: Caller, one: str) -> Any:
    shown = api.get(one, by="xuna")
    return shown if shown["state"] in ("DONE", "FAILED") else None


def _account(what: str, account: dict[str, int]) -> None:
    expect_same(what=f"{what}, unchanged rows", found=account["unchanged"], wanted=CASES)
    expect_same(what=f"{what}, created rows", found=account["created"], wanted=0)
    total = sum(account[name] for name in OUTCOMES)
    expect_same(what=f"{what}, sum of the account", found=total, wanted=account["rows_in"])


def _spread(api: Caller, telling: Telling) -> None:
    estimate = api.get(f"{HERE}/estimate", by="liwei")
    expect_same(what="Cases of the estimate", found=estimate["cases"], wanted=CASES)
    expect(that=bool(estimate["reproduction"]), otherwise="The estimate has no reproduction numbers.")
    telling.step(
        f"The estimate answers: R on {len(estimate['reproduction'])} days, basis {estimate['basis']}"
    )
    nodes = api.get(f"{HERE}/chain", by="liwei")["nodes"]
    expect_same(what="Cases in the chains", found=len(nodes), wanted=CASES)
    linked = sum(1 for one in nodes if one["source"] >= 0)
    expect(that=linked > 0, otherwise="No case of Tianjin has a source.")
    telling.step(f"The chains answer: {linked} of {CASES} cases stand behind their source")
