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
LINKS = 182  # possible sources that the texts of the file name
AFTER_THE_LAST = "2020-02-23T08:00:00+08:00"  # the list ends with the reports of 22 February
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


def import_anew(*, api: Caller, telling: Telling, slug: str) -> None:
    """The same list into an empty outbreak: every row becomes a case, every text its candidate links."""
    here = f"outbreaks/{slug}"
    asked = {"slug": slug, "name": "天津 2020（再次导入）", "name_en": "Tianjin 2020, imported anew", "area_code": "12",
             "ruleset_id": "CN-7", "case_prefix": "TJ", "purpose": "HISTORY", "clock_set_to": AFTER_THE_LAST,
             "clock_runs": False}  # fmt: skip
    api.post("outbreaks", asked, by="liwei")
    done = imported(
        api, here, name=TIANJIN_FILE.name, content=TIANJIN_FILE.read_bytes(), verdicts={"NEW": CASES}
    )
    account = done["account"]
    expect_same(what="Cases created", found=account["created"], wanted=CASES)
    expect_same(what="Candidate links", found=account["links_found"], wanted=LINKS)
    rows = api.items(f"{here}/imports/{done['id']}/rows?limit=200", by="xuna")
    became = [one["became"] for one in rows]
    expect_same(what="What became of the rows", found=became, wanted=["CREATED"] * CASES)
    telling.step(
        f"Imported into an empty outbreak: {CASES} created, {LINKS} candidate links, row by row on record"
    )
    _same_tree(api, telling, here)


def _same_tree(api: Caller, telling: Telling, here: str) -> None:
    """Who infected whom comes out as in the outbreak that was there."""
    trees = []
    for each in (HERE, here):
        cases = api.get(f"{each}/tree", by="liwei")["cases"]
        numbers = {one["case_id"]: one["number"] for one in cases}
        trees.append({one["number"]: numbers.get(one["source_case_id"]) for one in cases})
    expect(that=trees[0] == trees[1], otherwise="The resolved trees of the two imports differ.")
    resolved = sum(one is not None for one in trees[0].values())
    telling.step(f"Both resolve alike: {resolved} cases have a most likely source among the cases")


def imported(api: Caller, here: str, *, name: str, content: bytes, verdicts: dict[str, int]) -> Any:
    """Uploaded, columns as recognised, previewed, run by the worker to its end."""
    one = f"{here}/imports/{api.upload(f'{here}/imports', name=name, content=content, by='xuna')['id']}"
    api.put(f"{one}/columns", {}, by="xuna")
    found = api.post(f"{one}/preview", by="xuna")["verdicts"]
    expect_same(what=f"Verdicts on {name}", found=found, wanted=verdicts)
    api.post(f"{one}/run", by="xuna")
    ended = functools.partial(_ended, api, one)
    done = until(ended, seconds=IMPORT_SECONDS, otherwise="The worker did not finish the import")
    expect_same(what=f"State of the import of {name} ({done['error']})", found=done["state"], wanted="DONE")
    return done


def _again(api: Caller, telling: Telling, *, what: str, name: str, content: bytes) -> None:
    """Import a file whose cases are known already."""
    done = imported(api, HERE, name=name, content=content, verdicts={"SAME": CASES})
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
