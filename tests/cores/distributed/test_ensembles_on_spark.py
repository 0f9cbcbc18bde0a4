"""An ensemble played by the machines of a Spark master has the numbers of one played here, to the last byte."""

from __future__ import annotations

import pytest

from ringfence.cores.transmission import (
    Change,
    ContactTracing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    compare,
    demo_city,
    pathogen,
)
from ringfence.cores.transmission.distributed import _Player
from ringfence.cores.transmission.sim import Replicates
from ringfence.kernel import Refused

pytestmark = pytest.mark.xdist_group("spark")
RESPONSE = [
    SymptomaticTesting(),
    Laboratory(tubes_per_day=5_000),
    Hospital(),
    ContactTracing(tracers=60),
    Quarantine(rooms=100),
]


@pytest.fixture(scope="module")
def sim() -> Sim:
    return Sim(
        city=demo_city(residents=100_000),
        pathogen=pathogen("delta"),
        interventions=RESPONSE,
        days=30,
        seeds=Seeds(count=5),
    )


def bytes_of(ensemble) -> list[bytes]:
    return [one.tobytes() for one in (ensemble.series, ensemble.counters, ensemble.stock, ensemble.seeds)]


def test_the_numbers_are_those_of_one_machine(sim: Sim, spark_master: str) -> None:
    here, there = sim.ensemble(runs=70, first_seed=3), sim.ensemble(runs=70, first_seed=3, spark=spark_master)
    assert here.total("infections").sum() > 0
    assert bytes_of(here) == bytes_of(there)
    assert here.summary() == there.summary()
    assert there.label == here.label


def test_strategies_and_a_change_of_the_response_too(sim: Sim, spark_master: str) -> None:
    sims = [
        sim,
        sim.but(label="changed", change=Change(day=15, interventions=[*RESPONSE, MassTesting(rounds=2)])),
    ]
    here, there = compare(sims, runs=9), compare(sims, runs=9, spark=spark_master)
    assert [bytes_of(one) for one in here.ensembles] == [bytes_of(one) for one in there.ensembles]
    assert here.rows() == there.rows()


def test_a_worker_of_another_version_plays_nothing(sim: Sim) -> None:
    class Given:
        value = sim

    seeds = Replicates(*([None] * 4))  # type: ignore[list-item]
    ((n, refused, arrays),) = _Player(Given(), "another")(iter([(4, seeds)]))
    assert (n, arrays) == (4, ())
    assert "another version" in refused


def test_what_is_no_master_is_refused_before_anything_is_played(sim: Sim) -> None:
    for master, sentence in (
        ("http://127.0.0.1:1", "is no Spark master"),
        ("spark://127.0.0.1:1", "No Spark master answers"),
    ):
        with pytest.raises(Refused, match=sentence) as refusal:
            sim.ensemble(runs=2, spark=master)
        assert set(refusal.value.fields) == {"spark"}


@pytest.mark.parametrize(
    ("lacking", "sentence"), [("pyspark", "pyspark is not installed"), ("Java", "needs Java")]
)
def test_what_spark_needs_is_named(
    sim: Sim, monkeypatch: pytest.MonkeyPatch, lacking: str, sentence: str
) -> None:
    monkeypatch.setattr("ringfence.cores.distributed.session.missing", lambda: lacking)
    with pytest.raises(Refused, match=sentence):
        sim.ensemble(runs=2, spark="local[1]")


def test_nothing_of_spark_is_loaded_before_a_master_is_given() -> None:
    import subprocess
    import sys

    code = "import sys; import ringfence.cores.transmission, ringfence.cores.copresence.reference; print([m for m in sys.modules if m.startswith(('pyspark', 'py4j'))])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
