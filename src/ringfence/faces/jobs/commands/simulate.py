"""Play strategies against an outbreak in the whole city, or a running one, side by side: will it end, and what does it take?"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import ringfence
from ringfence.cores.transmission import (
    AreaClosure,
    Distancing,
    MassTesting,
    Seeds,
    Sim,
    compare,
    measures,
    pathogen,
    read_city,
)
from ringfence.cores.transmission.interventions import Intervention
from ringfence.cores.transmission.pathogens import names
from ringfence.kernel import Refused, reason

from ..forecasting import forecast
from ..inside import add_outbreak
from ..printing import Printer

NEEDS_DJANGO = False  # --outbreak alone needs it, and asks for it itself
TREE = Path(ringfence.__file__).parent / "registry" / "places" / "data" / "xinxiang.csv"
USUAL: dict[str, dict[str, Any]] = {
    "SymptomaticTesting": {"share": 0.6}, "Laboratory": {"tubes_per_day": 60_000}, "Hospital": {}, "Quarantine": {"rooms": 500, "reserve_rooms": 12_504},
}  # fmt: skip
STRATEGIES: dict[str, dict[str, dict[str, Any]]] = {
    "tracing in 24 hours": USUAL | {"ContactTracing": {"tracers": 400}},
    "tracing in 6 hours": USUAL | {"ContactTracing": {"tracers": 400, "delay_hours": [0.5, 1, 2, 4, 6]}},
    "and everybody tested": USUAL
    | {"ContactTracing": {"tracers": 400}, "MassTesting": {"rounds": 3}, "AreaClosure": {}},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_outbreak(parser, required=False)
    parser.add_argument(
        "--city", type=Path, default=TREE, help="tree of places with residents (default: Xinxiang)"
    )
    parser.add_argument(
        "--pathogen", choices=names(), default="delta", help="which pathogen of the data file"
    )
    parser.add_argument(
        "--strategies",
        type=Path,
        help="YAML file: strategy -> measure -> figures (default: three examples); with --outbreak: strategy -> figures of the page",
    )
    parser.add_argument(
        "--contacts",
        type=float,
        default=0.45,
        help="share of transmission outside the home that remains after the alarm",
    )
    add_areas(parser)
    parser.add_argument("--days", type=int, default=60, help="days to play")
    parser.add_argument("--runs", type=int, default=300, help="replicates of each strategy")
    parser.add_argument("--infected", type=int, default=10, help="residents infected at the start")
    parser.add_argument("--area", default="", help="code of the area in which they live")
    parser.add_argument(
        "--within",
        type=float,
        default=None,
        help="days after the alarm (with --outbreak: from today) that count as one incubation period (default: 14, or the rule set's)",
    )
    parser.add_argument("--seed", type=int, default=1, help="number of the first replicate")
    parser.add_argument("--workers", type=int, default=1, help="threads; the answer does not depend on it")
    parser.add_argument("--spark-master", default="", metavar="URL", help="let the machines of this Spark master play, as spark://host:7077; the answer does not depend on it")  # fmt: skip


def add_areas(parser: argparse.ArgumentParser) -> None:
    """Areas named one by one, for every strategy that is played."""
    parser.add_argument("--close", action="append", default=[], metavar="AREA",
                        help="close this area (code or name of the tree) from the alarm on, with --outbreak from today on; may be repeated")  # fmt: skip
    parser.add_argument("--test", action="append", default=[], metavar="AREA",
                        help="test everybody in this area twice, whether it has a case or not; may be repeated")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    if options.outbreak:
        if options.spark_master:
            raise Refused(reason("A forecast of a running outbreak is played here; --spark-master is for strategies without --outbreak."))  # fmt: skip
        return forecast(options)
    within = 14.0 if options.within is None else options.within
    say = Printer(as_json=options.json)
    city = read_city(options.city)
    sims = [
        _sim(options, city=city, label=label, plan=plan) for label, plan in _plans(options.strategies).items()
    ]
    compared = compare(
        sims, runs=options.runs, first_seed=options.seed, workers=options.workers, spark=options.spark_master
    )
    rows = compared.rows(within_days=within)
    for row in rows:
        say.line(_sentence(row, within=within))
    say.result(
        {
            "city": city.name,
            "residents": city.population,
            "pathogen": options.pathogen,
            "days": options.days,
            "strategies": rows,
        }
    )
    return 0


def _sim(options: argparse.Namespace, *, city: Any, label: str, plan: Mapping[str, Any]) -> Sim:
    seeds = Seeds(count=options.infected, area=options.area)
    return Sim(
        city=city, pathogen=pathogen(options.pathogen), days=options.days, seeds=seeds, label=label,
        interventions=[*measures(plan), Distancing(factor=options.contacts), *_named(options)],
    )  # fmt: skip


def _named(options: argparse.Namespace) -> list[Intervention]:
    closed: list[Intervention] = [AreaClosure(areas=tuple(options.close))] if options.close else []
    tested: list[Intervention] = [MassTesting(areas=tuple(options.test), rounds=2)] if options.test else []
    return closed + tested


def _plans(file: Path | None) -> Mapping[str, Any]:
    if file is None:
        return STRATEGIES
    plans = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(plans, dict) or not all(isinstance(plan, dict) for plan in plans.values()):
        raise Refused(
            reason("A file of strategies holds strategies, measures below them and figures below these.")
        )
    return plans


def _sentence(row: Mapping[str, Any], *, within: float) -> str:
    share, low, high = row["probability_of_end"]
    peak, infections = row["summary"]["peak rooms"], row["summary"]["infections"]
    short = ", ".join(name for name, found in row["limits"].items() if found >= 0.1) or "nothing"
    return (
        f"{row['strategy']}: ends within {within:g} days of the alarm in {share:.0%} ({low:.0%}-{high:.0%}); infections {infections[2]:,.0f} "
        f"({infections[0]:,.0f}-{infections[4]:,.0f}); rooms at the peak {peak[2]:,.0f} ({peak[0]:,.0f}-{peak[4]:,.0f}); scarce in one run of ten: {short}"
    )
