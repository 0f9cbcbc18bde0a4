"""The county map covers the legal counties, and every label has its place."""

from __future__ import annotations

import csv
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import ringfence

HOME = Path(ringfence.__file__).parent
COUNTIES: list[dict[str, Any]] = json.loads(
    (HOME / "faces/web/data/counties.geojson").read_text(encoding="utf-8")
)["features"]
WIDTH_PIXELS, LABEL_PIXELS, LINE_PIXELS = 350, 36, 15  # a phone; three Chinese characters at 12 px
FRAME_WEST, FRAME_EAST, SQUEEZE = 113.30, 115.10, 0.816  # cos(35.3 degrees)


def test_the_map_has_exactly_the_legal_counties() -> None:
    with (HOME / "registry/places/data/xinxiang.csv").open(encoding="utf-8", newline="") as file:
        legal = {p["code"]: p["name"] for p in csv.DictReader(file) if p["kind"] == "COUNTY"}
    assert {c["properties"]["code"]: c["properties"]["name"] for c in COUNTIES} == legal


def test_no_two_labels_touch_on_a_phone() -> None:
    for one, other in combinations(boxes(), 2):
        apart = abs(one[0] - other[0]) >= LABEL_PIXELS or abs(one[1] - other[1]) >= LINE_PIXELS
        assert apart, (one, other)


def boxes() -> list[tuple[float, float, str]]:
    """Middle of each label in pixels, and its name."""
    scale = WIDTH_PIXELS / ((FRAME_EAST - FRAME_WEST) * SQUEEZE)
    found = []
    for county in COUNTIES:
        p = county["properties"]
        shift = LABEL_PIXELS / 2 if p["label_align"] == "start" else 0.0
        x = (p["label_lon"] - FRAME_WEST) * SQUEEZE * scale + shift
        found.append((x, p["label_lat"] * scale, p["name"]))
    return found


def test_a_leader_line_starts_inside_its_district() -> None:
    led = [c for c in COUNTIES if c["properties"]["leader"]]
    assert len(led) == 5
    for county in led:
        assert inside(county["properties"]["leader"][0], county["geometry"])


def test_the_other_labels_stand_in_their_county() -> None:
    for county in COUNTIES:
        p = county["properties"]
        if not p["leader"]:
            assert inside([p["label_lon"], p["label_lat"]], county["geometry"])


def inside(point: list[float], geometry: dict[str, Any]) -> bool:
    """Even-odd rule over every ring."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    x, y = point
    crossings = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1
