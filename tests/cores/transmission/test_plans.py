"""Strategies as data, compared on common random numbers; the tutorial and the command run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from ringfence.cores.transmission import Sim, compare, measures, pathogen
from ringfence.cores.transmission.pathogens import DATA
from ringfence.faces.jobs.commands import simulate
from ringfence.kernel import Refused

TUTORIAL = Path(__file__).parents[3] / "docs" / "how-to" / "simulate.md"


def test_a_strategy_compared_with_itself_differs_in_nothing(small_city):
    plan = measures(simulate.USUAL | {"ContactTracing": {"tracers": 50}})
    sims = [
        Sim(city=small_city, pathogen=pathogen("delta"), interventions=plan, days=25, label=label)
        for label in ("one", "two")
    ]
    compared = compare(sims, runs=20)
    assert compared.difference("two") == (0.0,) * 5
    assert [row["strategy"] for row in compared.rows()] == ["one", "two"]


@pytest.mark.parametrize(("plan", "sentence"), [
    ({"Tracing": {}}, "There is no measure Tracing"), ({"Hospital": {"rooms": 3}}, "Hospital has no figure rooms; it has isolation_hours"),
])  # fmt: skip
def test_a_plan_with_an_unknown_name_is_refused(plan, sentence):
    with pytest.raises(Refused, match=sentence):
        measures(plan)


def test_the_tutorial_runs(capsys):
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    exec(compile("\n".join(blocks), str(TUTORIAL), "exec"), {})  # noqa: S102 - our own document
    assert "ends within" in capsys.readouterr().out


def test_the_command_answers_for_the_whole_city(capsys):
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    simulate.add_arguments(parser)
    code = simulate.run(
        parser.parse_args(
            ["--json", "--runs", "10", "--days", "20", "--pathogen", "ancestral", "--area", "410702"]
        )
    )
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert answer["residents"] == pytest.approx(6_251_929, abs=64)
    assert len(answer["strategies"]) == 3
    assert all(0 <= row["probability_of_end"][0] <= 1 for row in answer["strategies"])


def test_every_figure_of_a_pathogen_stands_on_the_reference_page_with_its_source():
    page = (TUTORIAL.parents[1] / "reference" / "simulation-parameters.md").read_text(encoding="utf-8")
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))["pathogens"]
    for rows in data.values():
        for name, row in rows.items():
            assert row["mark"] in "ABCDM"
            assert f"`{name}`" in page
            assert row["source"] in page
