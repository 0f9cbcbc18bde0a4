"""Results as people of other simulators expect them: tables, trees in the usual formats, pictures, a script that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from ringfence.cores.transmission import (
    ContactTracing,
    Hospital,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    Table,
    compare,
    pathogen,
)
from ringfence.cores.transmission.state import SERIES
from ringfence.kernel import Refused

ROOT = Path(__file__).parents[3]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def sim(small_city):
    response = [SymptomaticTesting(), Hospital(), ContactTracing(), Quarantine(rooms=50)]
    return Sim(
        city=small_city, pathogen=pathogen("delta"), interventions=response, days=20, seeds=Seeds(count=6)
    )


@pytest.fixture(scope="module")
def story(sim):
    return sim.run(seed=11)


@pytest.fixture(scope="module")
def compared(sim):
    few = [SymptomaticTesting(), Hospital()]
    return compare([sim.but(label="traced"), sim.but(label="not <traced>", interventions=few)], runs=15)


def test_a_table_is_columns_rows_csv_and_json(tmp_path):
    table = Table({"day": [0, 1], "note": ["a, b", None]})
    assert (len(table), table["day"], table.to_dict()["note"]) == (2, [0, 1], ["a, b", None])
    assert table.to_csv(tmp_path / "t.csv") == 'day,note\n0,"a, b"\n1,\n'
    assert (tmp_path / "t.csv").read_text() == table.to_csv()
    assert json.loads(table.to_json()) == list(table.rows()) == [
        {"day": 0, "note": "a, b"}, {"day": 1, "note": None},
    ]  # fmt: skip
    assert table.where(day=1)["note"] == [None]
    assert "<td>a, b</td>" in table._repr_html_()
    with pytest.raises(ValueError, match="one length"):
        Table({"a": [1], "b": []})


def test_a_data_frame_needs_pandas_and_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Refused, match="pandas is not installed; use to_csv"):
        Table({"a": [1]}).to_df()


def test_the_table_of_an_ensemble_holds_its_bands(compared):
    one = compared.ensembles[0]
    table = one.to_table()
    assert len(table) == len(SERIES) * 20
    tests = table.where(series="rooms_needed")
    assert tests["q95"] == one.bands("rooms_needed")[4].tolist()
    assert one.table() == list(table.rows())


def test_a_replicate_of_the_table_is_the_story_of_its_seed(sim, compared):
    table = compared.ensembles[0].replicates_table()
    row = next(row for row in table.rows() if row["seed"] == 4)
    again = sim.run(seed=4)
    assert row["infections"] == again.daily("infections").sum()
    assert row["peak_rooms_needed"] == again.to_table()["rooms_needed"][again.daily("rooms_needed").argmax()]


def test_strategies_and_figures_in_one_table(compared):
    table = compared.to_table()
    assert set(table["strategy"]) == {"traced", "not <traced>"}
    infections = table.where(strategy="not <traced>", figure="infections minus first")
    assert infections["q50"] == [compared.difference("not <traced>")[2]]
    end = table.where(strategy="traced", figure="probability of end")
    assert end["q50"] == [compared.rows()[0]["probability_of_end"][0]]


def test_the_tree_in_every_form_has_the_same_edges(story, tmp_path):
    tree = story.tree()
    edges = {(int(a), int(b)) for a, b, _ in story.pairs()}
    assert len(edges) > 30
    rows = list(csv.DictReader(io.StringIO(tree.to_csv())))
    assert {(int(r["infector"]), int(r["person"])) for r in rows if r["infector"]} == edges
    told = json.loads(tree.to_json())
    assert {(e["source"], e["target"]) for e in told["edges"]} == edges
    graph = ElementTree.fromstring(tree.to_graphml(tmp_path / "tree.graphml"))
    found = graph.iter(f"{GRAPHML}edge")
    assert {(int(e.attrib["source"]), int(e.attrib["target"])) for e in found} == edges
    assert len(list(graph.iter(f"{GRAPHML}node"))) == len(tree) == len(told["nodes"])
    assert newick_edges(tree.to_newick()) == edges


def newick_edges(text):
    """(parent, child) of a Newick tree with names at the inner nodes, without its outermost root."""
    found, open_groups, done = set(), [[]], []
    for token in re.findall(r"[(),;]|[^(),;]+", text.strip()):
        if token == "(":
            open_groups.append([])
        elif token == ")":
            done = open_groups.pop()
        elif token not in ",;":
            name = token.split(":")[0]
            found |= {(name, child) for child in done}
            open_groups[-1].append(name)
            done = []
    return {(int(a), int(b)) for a, b in found if a != "outside"}


def test_the_lengths_of_a_newick_tree_add_up_to_the_hours(story):
    lengths = [float(x) for x in re.findall(r":([\d.]+)", story.tree().to_newick())]
    hours = sum(story.tree().generation_intervals())
    first = min(i.infected_at for i in story.infections())
    roots = sum(i.infected_at - first for i in story.infections() if i.infector is None)
    assert sum(lengths) == pytest.approx((hours + roots) / 24, rel=1e-4)


def test_the_tree_counts_generations_offspring_and_intervals(story):
    tree = story.tree()
    assert sum(tree.offspring().values()) == len(tree)
    assert sum(n * people for n, people in tree.offspring().items()) == len(story.pairs())
    assert all(
        tree.generation[i.person] == tree.generation[i.infector] + 1
        for i in story.infections()
        if i.infector is not None
    )
    assert min(tree.generation_intervals()) > 0
    assert 2.0 < np.mean(tree.serial_intervals()) / 24 < 6.0


def test_a_tree_of_nobody_is_still_a_table(story):
    empty = type(story.tree())(())
    assert empty.to_csv().startswith("person,infector,layer")
    assert empty.to_newick() == "()outside;\n"


def test_pictures_are_whole_and_name_their_strategies(compared, tmp_path):
    for plot in (
        compared.plot(),
        compared.plot_figure(),
        compared.ensembles[0].plot("tests"),
        compared.plot("deaths"),
    ):
        drawn = ElementTree.fromstring(plot.save(tmp_path / "p.svg").read_text())
        assert drawn.tag.endswith("svg")
        assert "nan" not in plot.svg
        assert plot._repr_svg_() == plot.svg
    assert "not &lt;traced&gt;" in compared.plot().svg
    with pytest.raises(Refused, match="There is no figure rooms; known are infections"):
        compared.plot_figure("rooms")


def test_the_fan_goes_through_the_median(compared):
    """The last point of each line stands at its value on the axis."""
    bands = [one.bands("confirmed") for one in compared.ensembles]
    lines = re.findall(r'<polyline points="([^"]+)"', compared.plot().svg)
    top = float(re.findall(r'text-anchor="end">([\d,.]+)</text>', compared.plot().svg)[4].replace(",", ""))
    for band, line in zip(bands, lines, strict=True):
        y = float(line.split()[-1].split(",")[1])
        assert (320 - y) / 280 * top == pytest.approx(band[2, -1], abs=top / 500)


def test_the_example_runs(tmp_path):
    script = ROOT / "examples" / "simulate_an_outbreak.py"
    done = subprocess.run(
        [sys.executable, script, str(tmp_path / "out"), "20"], capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "and the first township closed: ends within 14 days in" in done.stdout
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert {"strategies.csv", "confirmed.svg", "rooms.svg", "tree.nwk", "tree.graphml"} <= written
