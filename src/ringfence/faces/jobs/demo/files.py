"""What leaves the drill comes back unchanged, and who did what is on record."""

from __future__ import annotations

import json

from .drill import Drill
from .history import imported
from .telling import expect, expect_same

LISTS = ("line-list", "contacts", "links", "tree")
CASES = 2


def play(*, drill: Drill) -> None:
    """Every list is taken away, the line list is imported again, oversight reads the record."""
    drill.telling.chapter("What leaves, and what is on record")
    _lists(drill)
    for form in ("csv", "xlsx"):
        here = f"outbreaks/{drill.slug}"
        content = drill.api.file(f"{here}/exports/line-list?form={form}", by="xuna")
        done = imported(drill.api, here, name=f"list.{form}", content=content, verdicts={"SAME": CASES})
        expect_same(
            what=f"Unchanged rows of the {form} file", found=done["account"]["unchanged"], wanted=CASES
        )
    drill.telling.step("The line list, exported as CSV and as XLSX, is imported again unchanged")
    deeds = drill.items("audit?limit=200", by="sunping")
    expect(
        that=all(one["by_name"] and one["at"] for one in deeds),
        otherwise="A deed on record says not who and when.",
    )
    done_here = {one["action"] for one in deeds}
    for action in ("order.released", "sample.result", "export"):
        expect(that=action in done_here, otherwise=f"The record does not hold {action}.")
    drill.telling.step(
        f"Sun Ping of oversight reads the record: the last {len(deeds)} deeds, each with who and when"
    )


def _lists(drill: Drill) -> None:
    found = {
        what: json.loads(drill.api.file(f"outbreaks/{drill.slug}/exports/{what}?form=json", by="xuna"))
        for what in LISTS
    }
    expect_same(what="Cases of the line list", found=len(found["line-list"]), wanted=CASES)
    expect_same(what="Contacts of the list", found=len(found["contacts"]), wanted=3)
    expect_same(
        what="Grades of the links", found=[one["grade"] for one in found["links"]], wanted=["PROBABLE"]
    )
    sources = [one.get("source_case_id", "") for one in found["tree"]]
    expect_same(what="Sources in the tree", found=sources, wanted=["", drill.case["number"]])
    drill.telling.step("Line list, contacts, links with grades and the resolved tree are taken away as JSON")
