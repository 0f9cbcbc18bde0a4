"""Write the county map of the product from the public outlines (run once, result committed).

    python -m scripts.convert_counties counties.geojson src/ringfence/faces/web/data/counties.geojson

Adds the English name and where the label stands. The four urban districts and Huojia are too small for a label
inside: theirs stand in an empty corner of the map, at the end of a leader line (checked by eye at 900
and 360 pixels, in Chinese and English).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from scripts.convert_xinxiang import COUNTY_NAMES

INSIDE = {  # label in the middle of the shape: longitude, latitude
    "410721": (113.825, 35.165), "410725": (113.948, 35.032),
    "410726": (114.246, 35.265), "410727": (114.476, 35.060), "410783": (114.691, 35.192),
    "410781": (114.030, 35.560), "410782": (113.665, 35.510),
}  # fmt: skip
OUTSIDE = {  # label beside the map: (longitude, latitude) of the label's near edge, then of the point in the district
    "410724": ((113.315, 34.960), (113.620, 35.170)),
    "410703": ((113.325, 35.670), (113.825, 35.295)),
    "410704": ((114.500, 35.782), (113.914, 35.396)),
    "410711": ((114.500, 35.700), (113.925, 35.338)),
    "410702": ((114.500, 35.618), (113.950, 35.270)),
}
GAP_DEGREES = 0.02  # between the end of the leader line and the text
WEST_LINE_STARTS_DEGREES = 0.09  # a label on the western side hangs above or below its line, not left of it


def main(source: str, target: str) -> None:
    outlines = json.loads(Path(source).read_text(encoding="utf-8"))
    for feature in outlines["features"]:
        feature["properties"] = labelled(feature["properties"]["code"], feature["properties"]["name"])
    Path(target).write_text(
        json.dumps(outlines, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def labelled(code: str, name: str) -> dict[str, Any]:
    named = {
        "code": code,
        "name": name,
        "name_en": COUNTY_NAMES[code].rsplit(" ", 1)[0] if code != "410721" else "Xinxiang County",
    }
    if code in INSIDE:
        lon, lat = INSIDE[code]
        return {**named, "label_lon": lon, "label_lat": lat, "label_align": "middle", "leader": None}
    (lon, lat), inside = OUTSIDE[code]
    west = lon < inside[0]
    rises = GAP_DEGREES if lat < inside[1] else -GAP_DEGREES
    end = [lon + WEST_LINE_STARTS_DEGREES, lat + rises] if west else [lon - GAP_DEGREES, lat]
    return {
        **named,
        "label_lon": lon,
        "label_lat": lat,
        "label_align": "start",
        "leader": [list(inside), [round(c, 4) for c in end]],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
