"""Write the product's own tree of Xinxiang from the public division table (run once, result committed).

    python -m scripts.convert_xinxiang divisions.csv src/ringfence/registry/places/data/xinxiang.csv

The source table has `code,name,level,parent_code`; see PROVENANCE.md beside the result for what is
sourced, what is a demo weight, and how the management areas are counted.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin, load_phrases_dict

CITY_CODE, CITY_POPULATION = "4107", 6_251_929  # census of 1 November 2020
CITY_SOURCE = "Census 2020, city total"
SOURCED = {  # county code: (population, source)
    "410725": (542_849, "Census 2020, Yuanyang county bulletin"),
    "410783": (905_436, "Census 2020, Changyuan city bulletin"),
}
# Rounded recollections, no census figures: weights only, scaled to what the sourced counties leave over.
COUNTY_WEIGHTS = {
    "410702": 570, "410703": 270, "410704": 160, "410711": 370, "410721": 340,
    "410724": 390, "410726": 445, "410727": 720, "410781": 480, "410782": 840,
}  # fmt: skip
LEGAL_PARENT = {"410771": "410702", "410772": "410702", "410773": "410725"}
COMMUNITY_WEIGHT, VILLAGE_WEIGHT, VIRTUAL_WEIGHT = (
    2.6,
    1.0,
    0.15,
)  # demo: a community is larger than a village
COUNTY_NAMES = {
    "4107": "Xinxiang City", "410702": "Hongqi District", "410703": "Weibin District",
    "410704": "Fengquan District", "410711": "Muye District", "410721": "Xinxiang County",
    "410724": "Huojia County", "410725": "Yuanyang County", "410726": "Yanjin County",
    "410727": "Fengqiu County", "410781": "Weihui City", "410782": "Huixian City",
    "410783": "Changyuan City", "410771": "Xinxiang High-Tech Industrial Development Zone",
    "410772": "Xinxiang Economic and Technological Development Zone",
    "410773": "Pingyuan Urban-Rural Integration Demonstration Zone",
}  # fmt: skip
TOWNSHIP_NAMES = {  # names that are not "<place> + kind"
    "410711400": "Xinxiang Chemical and Physical Power Source Industrial Park",
    "410721560": "Xinxiang Economic Development Zone (Xinxiang County)",
    "410724400": "Seed Farm", "410724401": "Horticultural Farm", "410724402": "Farm",
    "410724560": "Xigong Area", "410726400": "State Forest Farm",
    "410726402": "Xinxiang Food Industry Cluster", "410726403": "Xinxiang Textile Industry Cluster",
    "410727201": "Jingxiang Hui Township", "410771360": "Guandi Township",
    "410781400": "Weihui Efficient Agriculture Service Centre", "410781402": "Tree Nursery",
    "410781403": "Agricultural Research Institute", "410783460": "Henan Changyuan Crane Industrial Park",
}  # fmt: skip
KIND = {"city": "CITY", "county": "COUNTY", "township": "TOWNSHIP", "village": "VILLAGE"}
TOWNSHIP_SUFFIXES = (("街道", "Subdistrict"), ("农场", "Farm"), ("镇", "Town"), ("乡", "Township"))
VILLAGE_SUFFIXES = (  # the offices' endings, longest first, and what remains of the place's own name
    ("社区居民委员会", "社区"), ("社区居委会", "社区"), ("居民委员会", "社区"), ("村村民委员会", "村"), ("村村委会", "村"),
    ("村民委员会", "村"), ("村委会", "村"),
)  # fmt: skip
CORRECTED_NAMES = {  # slips of the source
    "第伍疃村村民委员民": "第伍疃村村民委员会",
    "杨岗村村民委员会（新乡市古龙实业公司））": "杨岗村村民委员会",
}
COLUMNS = (
    "code", "name", "name_en", "kind", "parent_code", "legal_parent_code",
    "population", "population_basis", "population_source", "pinyin", "initials",
)  # fmt: skip

load_phrases_dict(  # readings that the general dictionary gets wrong for these places
    {
        "长垣": [["chang"], ["yuan"]],
        "薄壁": [["bo"], ["bi"]],
        "翟坡": [["zhai"], ["po"]],
        "翟寨": [["zhai"], ["zhai"]],
        "翟家": [["zhai"], ["jia"]],
        "翟疃": [["zhai"], ["tuan"]],
    }  # fmt: skip
)


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    name: str
    level: str
    parent_code: str

    @property
    def kind(self) -> str:
        return "MANAGEMENT_AREA" if self.code in LEGAL_PARENT else KIND[self.level]

    @property
    def legal_parent_code(self) -> str:
        return LEGAL_PARENT.get(self.code) or LEGAL_PARENT.get(self.parent_code) or self.parent_code

    @property
    def place_name(self) -> str:
        """The name people say: a village without its committee."""
        for ending, short in VILLAGE_SUFFIXES if self.level == "village" else ():
            if self.name.endswith(ending):
                return self.name.removesuffix(ending) + short
        return self.name


def main(source: str, target: str) -> None:
    divisions = read(Path(source))
    population = spread(divisions)
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row(division, population[division.code]) for division in divisions)
    print(f"{len(divisions)} places, {population[CITY_CODE]:,} residents -> {target}")


def read(path: Path) -> list[Division]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Division(r["code"], CORRECTED_NAMES.get(r["name"], r["name"]), r["level"], r["parent_code"])
            for r in csv.DictReader(file)
        ]


def row(division: Division, population: int) -> tuple[str | int, ...]:
    sourced = {CITY_CODE: CITY_SOURCE} | {code: source for code, (_, source) in SOURCED.items()}
    basis = "SOURCED" if division.code in sourced else "DEMO_WEIGHT"
    syllables = lazy_pinyin(division.place_name, errors="ignore")
    return (
        division.code, division.name, english(division), division.kind, division.parent_code,
        division.legal_parent_code, population, basis, sourced.get(division.code, ""),
        "".join(syllables), "".join(s[0] for s in syllables),
    )  # fmt: skip


def english(division: Division) -> str:
    known = COUNTY_NAMES | TOWNSHIP_NAMES
    if division.code in known:
        return known[division.code]
    if division.level == "township":
        suffixes = TOWNSHIP_SUFFIXES
    else:
        suffixes = (
            ("社区", "Community"),
            ("虚拟生活区", "Living Area"),
            ("生活区", "Living Area"),
            ("村", "Village"),
        )
    for ending, word in suffixes:
        if division.place_name.endswith(ending):
            return f"{spelled(division.place_name.removesuffix(ending))} {word}"
    return spelled(division.place_name)


def spelled(name: str) -> str:
    return "".join(lazy_pinyin(name, errors="ignore")).capitalize()


def spread(divisions: list[Division]) -> dict[str, int]:
    """Residents of every place: the city over its legal counties, each county over its villages, then upwards."""
    fixed = {code: count for code, (count, _) in SOURCED.items()}
    counties = fixed | largest_remainder(CITY_POPULATION - sum(fixed.values()), COUNTY_WEIGHTS)
    by_code = {division.code: division for division in divisions}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for division in divisions:
        if division.level == "village":
            county = by_code[division.parent_code].legal_parent_code
            weights[county][division.code] = village_weight(division)
    population: dict[str, int] = defaultdict(int)
    for county, total in counties.items():
        for village, count in largest_remainder(total, weights[county]).items():
            population[village] = count
            population[by_code[village].parent_code] += count
    for area in LEGAL_PARENT:
        population[area] = sum(population[d.code] for d in divisions if d.parent_code == area)
    return {**population, **counties, CITY_CODE: sum(counties.values())}


def village_weight(division: Division) -> float:
    """A demo weight: kind of village, times a fixed wobble of 0.6 to 1.4 drawn from its code."""
    wobble = 0.6 + 0.8 * int.from_bytes(hashlib.sha256(division.code.encode()).digest()[:4], "big") / 2**32
    if division.name.endswith("生活区"):
        return VIRTUAL_WEIGHT * wobble
    return (COMMUNITY_WEIGHT if "社区" in division.place_name else VILLAGE_WEIGHT) * wobble


def largest_remainder(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that sum exactly to `total` (Hamilton's method)."""
    scale = total / sum(weights.values())
    exact = {key: weight * scale for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    left_over = total - sum(shares.values())
    for key in sorted(exact, key=lambda k: (shares[k] - exact[k], k))[:left_over]:
        shares[key] += 1
    return shares


if __name__ == "__main__":
    main(*sys.argv[1:])
