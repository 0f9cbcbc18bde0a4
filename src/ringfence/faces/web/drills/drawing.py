"""The truth of a drill for its page: the tree on a time axis, three curves, who infected whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext, pgettext

from ringfence.cores import chains
from ringfence.kernel import CITY_ZONE

from .words import KINDS, LAYERS

BASES = {"infected": "infected_hour", "onset": "onset_hour", "report": "found_hour"}
MOST_ROWS = 300  # of the table below the tree; the file of the truth has all of them
COLOURS = {
    "FOUND_LOCAL": "CASE_LOCAL", "FOUND_ASYMPTOMATIC": "CASE_ASYMPTOMATIC", "MISSED_SUSPECTED": "CASE_SUSPECTED", "FIRST_IMPORT": "CASE_IMPORTED",
}  # fmt: skip
Person = Mapping[str, Any]


def kind_of(one: Person) -> str:
    """How somebody is drawn."""
    if one["source"] < 0:
        return "FIRST_IMPORT"
    if one["found_hour"] is None:
        return "MISSED_SUSPECTED"
    fell_ill = one["onset_hour"] is not None and one["onset_hour"] <= one["found_hour"]
    return "FOUND_LOCAL" if fell_ill else "FOUND_ASYMPTOMATIC"


def tree(truth: Mapping[str, Any]) -> dict[str, Any]:
    """Who infected whom, on the day of infection, in the form that the canvas of chains reads."""
    people = truth["people"]
    forest = chains.make_forest(
        ids=[str(n) for n in range(len(people))], days=[one["infected_hour"] // 24 for one in people],
        parents=[one["source"] for one in people], kinds=[kind_of(one) for one in people], starts_on=date.fromisoformat(truth["days"][0]),
    )  # fmt: skip
    drawn = chains.lay_out(forest=forest)
    return {
        "t0": truth["days"][0],
        "nodes": {
            "id": drawn.ids, "label": [label(people[int(one)]) for one in drawn.ids], "x": drawn.x, "y": drawn.y, "parent": drawn.parent,
            "kind": drawn.kind, "size": drawn.size, "url": [""] * len(drawn.ids),
        },
        "edges": [], "legend": [{"kind": COLOURS[kind], "label": str(KINDS[kind])} for kind in drawn.kinds],
    }  # fmt: skip


def label(one: Person) -> str:
    """The number of a case in the line list, else the made-up name."""
    return f"{one['case']} {one['name']}" if one["case"] else str(one["name"])


def curve(truth: Mapping[str, Any]) -> dict[str, Any]:
    """By infection, onset and report: who is found by the last day and who is not."""
    labels = {
        "infected": gettext("By infection"), "onset": pgettext("basis of a curve", "By onset"), "report": pgettext("basis of a curve", "By report"),
    }  # fmt: skip
    return {"start": "infected", "bases": {
        name: {"label": labels[name], "days": truth["days"], "series": _series(truth, field), "missing": 0} for name, field in BASES.items()
    }}  # fmt: skip


def _series(truth: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    counted = {True: [0] * len(truth["days"]), False: [0] * len(truth["days"])}
    for one in truth["people"]:
        hour = one[field]
        if hour is not None and 0 <= hour // 24 < len(truth["days"]):
            counted[one["found_hour"] is not None][hour // 24] += 1
    return [
        {"kind": "CONFIRMED", "label": gettext("Found by the last day"), "counts": counted[True]},
        {"kind": "SUSPECTED", "label": gettext("Not found"), "counts": counted[False]},
    ]  # fmt: skip


def curve_rows(truth: Mapping[str, Any]) -> list[tuple[date, int, int, int]]:
    """(day, infected, fallen ill, reported), for the table of the curve."""
    curves = truth["curves"]
    columns = (curves["infected"], curves["onset"], curves["confirmed"])
    return [
        (date.fromisoformat(day), *counts) for day, *counts in zip(truth["days"], *columns, strict=True)
    ]  # fmt: skip


def rows(truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every infection in order, as far as the table goes."""
    people = truth["people"]
    begins = datetime.combine(date.fromisoformat(truth["days"][0]), time.min, CITY_ZONE)
    ordered = sorted(people, key=lambda one: (one["infected_hour"], one["number"]))[:MOST_ROWS]
    return [
        {
            "label": label(one), "by": label(people[one["source"]]) if one["source"] >= 0 else "", "where": LAYERS.get(one["layer"], one["layer"]),
            "kind": KINDS[kind_of(one)], "held": one["held"],
            **{name.removesuffix("_hour"): _at(begins, one[name]) for name in ("infected_hour", "onset_hour", "found_hour")},
        }
        for one in ordered
    ]  # fmt: skip


def _at(begins: datetime, hour: int | None) -> datetime | None:
    return None if hour is None else begins + timedelta(hours=hour)
