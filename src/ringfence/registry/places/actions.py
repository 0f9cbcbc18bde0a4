"""Loading the tree of places from the product's own file."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ringfence.ground import audit
from ringfence.ground.access import Actor

from .models import Place

CITY_FILE = Path(__file__).parent / "data" / "xinxiang.csv"


@transaction.atomic
def load_tree(*, path: Path, by: Actor, now: datetime) -> int:
    """Load or refresh places from a CSV file (columns as in `data/xinxiang.csv`); returns how many rows it holds."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (len(row["code"]), row["code"]))
    places = [
        Place(
            code=row["code"], name=row["name"], name_en=row.get("name_en", ""), kind=row["kind"],
            parent_id=row.get("parent_code") or None, legal_parent_id=row.get("legal_parent_code") or None,
            population=int(row["population"]) if row.get("population") else None,
            population_basis=row.get("population_basis") or Place.PopulationBasis.UNKNOWN,
            population_source=row.get("population_source", ""), pinyin=row.get("pinyin", ""),
            initials=row.get("initials", ""),
        )
        for row in rows
    ]  # fmt: skip
    Place.objects.bulk_create(
        places, batch_size=2000, update_conflicts=True, unique_fields=["code"],
        update_fields=["name", "name_en", "kind", "parent", "legal_parent", "population", "population_basis",
                       "population_source", "pinyin", "initials"],
    )  # fmt: skip
    audit.record(
        by=by, action="places.load", subject=("place", path.stem), after={"rows": len(places)}, now=now
    )
    return len(places)


@transaction.atomic
def add_place(*, code: str, name: str, name_en: str, kind: str, by: Actor, now: datetime) -> Place:
    """Add a place outside the tree (another city), once."""
    place, created = Place.objects.get_or_create(
        code=code, defaults={"name": name, "name_en": name_en, "kind": kind}
    )
    if created:
        audit.record(by=by, action="places.add", subject=place, after={"name": name}, now=now)
    return place
