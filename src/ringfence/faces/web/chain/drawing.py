"""A chain in the form that its canvas reads (docs/how-to/pages.md), kept while nothing changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext

from ringfence.command.spread.queries import Spread
from ringfence.cores import chains

MOST_LEVELS = 9  # of detail; there are three
LEGEND = ("CASE_LOCAL", "CASE_IMPORTED", "CASE_ASYMPTOMATIC", "CASE_SUSPECTED", "CASE_PRESUMPTIVE", "BUNDLE")


def data_of(spread: Spread, *, slug: str, level: int) -> dict[str, Any]:
    """The drawing of one level of detail; level 0 is the coarsest."""
    level = min(level, MOST_LEVELS)
    key = ("drawing", slug, level, get_language())
    if key not in spread.kept:
        spread.kept[key] = _drawn(spread, slug=slug, level=level)
    drawn: dict[str, Any] = spread.kept[key]
    return drawn


def _drawn(spread: Spread, *, slug: str, level: int) -> dict[str, Any]:
    levels = chains.levels_of_detail(forest=spread.forest)
    shown = levels[min(level, len(levels) - 1)]
    layout = shown.layout
    names = {str(row.id): row for row in spread.rows}
    drawn: dict[str, Any] = {
        "t0": layout.starts_on,
        "nodes": {
            "id": layout.ids, "label": [_label(one, names, count) for one, count in zip(layout.ids, shown.count, strict=True)],
            "x": layout.x, "y": layout.y, "parent": layout.parent, "kind": layout.kind, "size": layout.size,
            "url": [_url(one, names, slug) for one in layout.ids], "count": shown.count, "x_from": shown.x_from,
        },
        "edges": _edges(spread, set(layout.ids), slug),
        "legend": [{"kind": kind, "label": _word(kind)} for kind in layout.kinds],
    }  # fmt: skip
    if len(levels) > 1:
        address = reverse("chain:data", args=[slug])
        drawn["levels"] = [
            {"label": gettext("{n} marks").format(n=len(one.layout.ids)), "url": f"{address}?level={i}"}
            for i, one in enumerate(levels)
        ]
        drawn["level"] = min(level, len(levels) - 1)
    return drawn


def _label(one: str, names: dict[str, Any], count: int) -> str:
    return names[one].number if one in names else gettext("{n} cases").format(n=count)


def _url(one: str, names: dict[str, Any], slug: str) -> str:
    return reverse("cases:show", args=[slug, UUID(one)]) if one in names else ""


def _edges(spread: Spread, shown: set[str], slug: str) -> list[dict[str, Any]]:
    """For each case its candidates among the shown ones; the chosen one lies along the branch."""
    edges = []
    for verdict in spread.resolution.cases:
        for one in verdict.candidates:
            if one.source_id in shown and verdict.case_id in shown and one.grade is not None:
                edges.append({
                    "from": one.source_id, "to": verdict.case_id, "grade": one.grade, "weight": round(one.weight, 3),
                    "directed": one.basis == chains.Basis.EVIDENCE,
                    "evidence_url": reverse("chain:evidence", args=[slug, UUID(verdict.case_id)]),
                })  # fmt: skip
    return edges


def _word(kind: str) -> str:
    return {
        "CASE_LOCAL": gettext("Local case"), "CASE_IMPORTED": gettext("Imported case"),
        "CASE_ASYMPTOMATIC": gettext("Asymptomatic infection"), "CASE_SUSPECTED": gettext("Suspected"),
        "CASE_PRESUMPTIVE": gettext("Presumptive positive"), "BUNDLE": gettext("Several cases together"),
    }.get(kind, kind)  # fmt: skip
