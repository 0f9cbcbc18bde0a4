"""`ringfence simulate --outbreak`: a forecast asked, played at once and kept, as from its page."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ringfence.kernel import Refused, reason

from .inside import Inside, enter
from .printing import CannotRun, Printer


def forecast(options: argparse.Namespace) -> int:
    """Play the strategies on the outbreak's line list; the answer stands on its page afterwards."""
    import django

    django.setup()
    from ringfence.command.forecasts import actions, queries, rules
    from ringfence.faces.jobs.tasks.forecasts import play_now

    with enter(options) as here:
        begun = queries.presets(outbreak=here.outbreak)
        strategies = _with_areas(_strategies(options.strategies, begun["strategies"]), options)
        question = rules.Question(
            strategies=strategies, pathogen=options.pathogen, horizon_days=options.days, within_days=int(options.within or begun["within_days"]),
            runs=options.runs, first_seed=options.seed, title="ringfence simulate",
        )  # fmt: skip
        asked = actions.ask(outbreak_id=here.outbreak.id, question=question, by=here.by, now=here.now)
        play_now(forecast_id=asked.id, user_id=here.by.id)
        return _print(options, here, queries.forecast(forecast_id=asked.id, by=here.by))


def _strategies(file: Path | None, presets: Any) -> Any:
    """Strategies of a YAML file: name -> figures; what is not said is as in the first preset."""
    from dataclasses import replace

    from ringfence.command.forecasts import rules

    if file is None:
        return presets
    plans = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(plans, dict) or not all(isinstance(plan, dict | None) for plan in plans.values()):
        raise Refused(
            reason(
                "A file of strategies for an outbreak holds names and figures below them, such as tracers: 400."
            )
        )
    kept = rules.as_json(presets[0])
    return tuple(
        rules.strategy_from(kept | (plan or {}) | {"label": str(label)}) for label, plan in plans.items()
    ) or (replace(presets[0]),)


def _with_areas(strategies: Any, options: argparse.Namespace) -> Any:
    """Every strategy with the areas of `--close` and `--test`; twice tested unless it says how often."""
    from dataclasses import replace

    found = strategies
    if options.close:
        found = [replace(one, close_areas=(*one.close_areas, *options.close)) for one in found]
    if options.test:
        found = [
            replace(one, test_areas=(*one.test_areas, *options.test), test_rounds=one.test_rounds or 2.0) for one in found
        ]  # fmt: skip
    return tuple(found)


def _print(options: argparse.Namespace, here: Inside, found: Any) -> int:
    say = Printer(as_json=options.json)
    if found.state != "DONE":
        raise CannotRun(" ".join(one["text"] for one in found.error) or f"The forecast is {found.state}.")
    for one in found.result["strategies"]:
        say.line(_sentence(one, within=found.within_days))
    for kept in found.assumptions:
        from ringfence.kernel import Reason

        say.line(f"  {Reason.from_json(kept)}")
    say.result(
        {
            "forecast": str(found.id),
            "outbreak": here.outbreak.slug,
            "engine_version": found.engine_version,
            **found.result,
        }
    )
    return 0


def _sentence(one: Mapping[str, Any], *, within: int) -> str:
    share, low, high = one["end"]
    cases, rooms = one["summary"]["confirmed"], one["summary"]["peak rooms"]
    return (
        f"{one['label']}: ends within {within} days in {share:.0%} ({low:.0%}-{high:.0%}); cases reported {cases[2]:,.0f} "
        f"({cases[0]:,.0f}-{cases[4]:,.0f}); rooms at the peak {rooms[2]:,.0f} ({rooms[0]:,.0f}-{rooms[4]:,.0f})"
    )
